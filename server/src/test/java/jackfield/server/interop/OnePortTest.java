package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Baresip;
import jackfield.testkit.peers.ContainerNetwork;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.PhonePage;
import jackfield.testkit.peers.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// R26: a node in a container that publishes one UDP port for browsers and a hundred for phones,
/// behind DNAT and masquerading as a container host does it. Everybody else is outside.
@Tag("interop")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class OnePortTest {
    private static final int ALICE_HZ = 700;
    private static final int BOB_HZ = 1300;
    private static final int CAROL_HZ = 1000;

    @TempDir Path folder;

    /// By XDP too, on all addresses as a node without settings has it.
    @ParameterizedTest
    @ValueSource(strings = {"auto", "xdp"})
    void browsersAndPhonesOutsideHearEachOther(String sockets) {
        Assumptions.assumeTrue(ContainerNetwork.isPossible(), "namespaces need root");
        List<String> published = List.of("tcp/8443", "udp/5060", "udp/10000", "udp/20000:20099");
        try (ContainerNetwork network = ContainerNetwork.open(published)) {
            List<String> command = new ArrayList<>(network.inWorld());
            command.addAll(
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Djackfield.web=" + System.getProperty("jackfield.web", ""),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Outside.class.getName(),
                            folder.toString(),
                            sockets));
            command.addAll(network.inContainer());
            try (Program outside = Program.start("outside", folder, command)) {
                int exit = outside.awaitExit(Duration.ofSeconds(200));
                assertThat(exit).as(outside.output()).isZero();
                assertThat(outside.output()).contains("all heard");
            }
        }
    }

    /// What happens outside, in a process of its own because a process is in one network.
    static final class Outside {
        private Outside() {}

        /// @param arguments a folder, `media.sockets`, and what a command in the container is
        ///   preceded by
        public static void main(String... arguments) {
            Path folder = Path.of(arguments[0]);
            String sockets = arguments[1];
            List<String> inside = List.of(arguments).subList(2, arguments.length);
            Map<String, String> settings =
                    Map.of("media.rtp.range", "20000-20099", "media.sockets", sockets);
            String address = ContainerNetwork.PUBLIC;
            try (Node node = Node.startElsewhere(folder, address, inside, settings);
                    PhonePage alice = page(folder.resolve("alice"), node, "alice", ALICE_HZ);
                    PhonePage carol = page(folder.resolve("carol"), node, "bob", CAROL_HZ)) {
                assertThat(node.program().output())
                        .contains("media on one thread, all browsers on UDP 10000")
                        .contains("public.address " + address + " is not this machine's");
                if (sockets.equals("xdp")) {
                    assertThat(node.program().output()).contains("Media of eth0 goes by XDP");
                }
                carol.call("9999");
                carol.awaitConnected();
                carol.awaitTone(CAROL_HZ);
                try (Baresip bob = phone(folder, node)) {
                    alice.call("bob");
                    alice.awaitConnected();
                    alice.awaitTone(BOB_HZ);
                    bob.awaitTone(ALICE_HZ);
                    carol.awaitTone(CAROL_HZ);
                    assertThat(alice.sdp(true)).contains(address + " 10000 typ host");
                    alice.click("#hang-up");
                    bob.await("CALL_CLOSED");
                }
            }
            System.out.println("all heard");
            System.exit(0);
        }

        private static PhonePage page(Path folder, Node node, String user, int hz) {
            folder.toFile().mkdirs();
            PhonePage page = PhonePage.open(folder, node.page(), hz);
            page.signIn(user, node.demoPassword(user));
            return page;
        }

        private static Baresip phone(Path folder, Node node) {
            String account =
                    "<sip:bob@%s;transport=udp>;auth_pass=%s;regint=300%s%s"
                            .formatted(
                                    node.address(),
                                    node.demoPassword("bob"),
                                    ";audio_codecs=PCMU/8000/1,PCMA/8000/1",
                                    ";answermode=auto");
            Baresip phone =
                    Baresip.start(
                            folder.resolve("bob"),
                            new Baresip.Setup(account, ContainerNetwork.WORLD, BOB_HZ, Map.of()));
            phone.awaitRegistered();
            return phone;
        }
    }
}
