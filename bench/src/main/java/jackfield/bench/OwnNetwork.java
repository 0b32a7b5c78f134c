package jackfield.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A network namespace with nothing but a loopback interface, which takes frames with loopback
/// addresses: there XDP can be measured, and the machine's own network stays as it is. Needs root,
/// `unshare` and `ip`.
public final class OwnNetwork {
    private static final String INSIDE = "JACKFIELD_BENCH_NETWORK";
    private static final String PREPARE =
            """
            ip link set lo up
            echo 1 >/proc/sys/net/ipv4/conf/lo/route_localnet
            echo 1 >/proc/sys/net/ipv4/conf/lo/accept_local
            exec "$@"
            """;

    private OwnNetwork() {}

    /// A command that runs `inner` there.
    public static List<String> command(List<String> inner) {
        List<String> all =
                new ArrayList<>(List.of("unshare", "--net", "sh", "-ec", PREPARE, "network"));
        all.addAll(inner);
        return all;
    }

    /// True in a program that [#again] started.
    public static boolean isInside() {
        return System.getenv(INSIDE) != null;
    }

    /// Runs this very program there, and answers its exit code.
    public static int again() throws IOException {
        String line = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
        ProcessBuilder builder =
                new ProcessBuilder(command(Arrays.asList(line.split("\0")))).inheritIO();
        builder.environment().put(INSIDE, "1");
        try {
            return builder.start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted");
        }
    }
}
