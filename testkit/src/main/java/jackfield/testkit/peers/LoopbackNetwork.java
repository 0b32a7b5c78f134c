package jackfield.testkit.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A network namespace with nothing but a loopback interface, which takes frames with loopback
/// addresses: there XDP can be tried, and the machine's own network stays as it is. Needs root,
/// `unshare` and `ip`.
public final class LoopbackNetwork {
    private static final String PREPARE =
            """
            ip link set lo up
            echo 1 >/proc/sys/net/ipv4/conf/lo/route_localnet
            echo 1 >/proc/sys/net/ipv4/conf/lo/accept_local
            exec "$@"
            """;

    private LoopbackNetwork() {}

    /// A command that runs `inner` there.
    public static List<String> command(List<String> inner) {
        List<String> all =
                new ArrayList<>(List.of("unshare", "--net", "sh", "-ec", PREPARE, "network"));
        all.addAll(inner);
        return all;
    }

    /// Runs a program of the tests there, to its end; all that it said.
    public static String run(Class<?> program) throws IOException {
        List<String> java =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName());
        Process process = new ProcessBuilder(command(java)).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }
}
