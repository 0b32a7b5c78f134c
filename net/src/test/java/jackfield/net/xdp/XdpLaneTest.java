package jackfield.net.xdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two network namespaces with two cables between them: in one a relay by XDP, in the other a phone
/// with the kernel's UDP. Needs root; is skipped without.
@Timeout(120)
class XdpLaneTest {
    /// Makes both namespaces, runs the relay in this one and the phone in the other, and takes all
    /// away with its end. `$1` is the relay's command, `$2` the phone's.
    private static final String SCENE =
            """
            set -e
            ip link set lo up
            unshare -n tail -f /dev/null & other=$!
            trap 'kill $other' EXIT
            until ! cmp -s <(readlink /proc/self/ns/net) <(readlink /proc/$other/ns/net); do :; done
            ip link add relay type veth peer name phone netns $other
            ip addr add 10.77.0.1/24 dev relay
            ip -6 addr add fd77::1/64 dev relay nodad
            ip link set relay up
            ip link add relay2 type veth peer name phone2 netns $other
            ip addr add 10.78.0.1/24 dev relay2
            ip link set relay2 up
            nsenter -t $other -n ip addr add 10.77.0.2/24 dev phone
            nsenter -t $other -n ip -6 addr add fd77::2/64 dev phone nodad
            nsenter -t $other -n ip link set phone up
            nsenter -t $other -n ip addr add 10.78.0.2/24 dev phone2
            nsenter -t $other -n ip link set phone2 up
            coproc RELAY { $1; }
            read -r line <&${RELAY[0]}
            [ "$line" = ready ] || { echo "relay: $line"; exit 1; }
            exec {in}>&${RELAY[1]} {out}<&${RELAY[0]}
            eval "exec ${RELAY[1]}>&-"
            nsenter -t $other -n $2
            exec {in}>&-
            cat <&$out
            """;

    private static String java(Class<?> program, String arguments) {
        return Path.of(System.getProperty("java.home"), "bin", "java")
                + " --enable-native-access=ALL-UNNAMED -cp "
                + System.getProperty("java.class.path")
                + " "
                + program.getName()
                + " "
                + arguments;
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            return text;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /// What both say: the relay answers at `local`, and the phone asks at `reached`.
    private static String talk(String local, String reached) throws Exception {
        String refused = XdpLanes.probe();
        assumeTrue(refused.isEmpty(), refused);
        return run(
                List.of(
                        "unshare",
                        "-n",
                        "bash",
                        "-c",
                        SCENE,
                        "scene",
                        java(XdpEcho.class, local),
                        java(XdpPhone.class, reached)));
    }

    @Test
    void datagramsComeAndGoPastTheKernelsUdp() throws Exception {
        String addresses = "10.77.0.1:20000 [fd77::1]:20002";
        assertThat(talk(addresses, addresses))
                .contains("10.77.0.1:20000 wrong 0", "[fd77::1]:20002 wrong 0")
                // The first answer may leave before the kernel knows the neighbour.
                .containsPattern("10.77.0.1:20000 in 400 out 400 byXdp (799|800)")
                .containsPattern("\\[fd77::1]:20002 in 400 out 400 byXdp (799|800)")
                .contains("dropped 0")
                .containsPattern("second: .*in use.*; left 0");
    }

    @Test
    void aSocketOnAllAddressesTakesTheLaneOfEach() throws Exception {
        assertThat(
                        talk(
                                "0.0.0.0:20000 [::]:20002",
                                "10.77.0.1:20000 10.78.0.1:20000 [fd77::1]:20002"))
                .contains(
                        "10.77.0.1:20000 wrong 0",
                        "10.78.0.1:20000 wrong 0",
                        "[fd77::1]:20002 wrong 0")
                .containsPattern("0.0.0.0:20000 in 800 out 800 byXdp 1(598|599|600)")
                .containsPattern("\\[::]:20002 in 400 out 400 byXdp (799|800)")
                .contains("dropped 0");
    }
}
