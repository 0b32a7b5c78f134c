package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Sipp;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// SIPp, which forgives nothing, registers and calls; and bytes that are no SIP disturb nobody.
@Tag("interop")
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class SippTest {
    private static final int CALLS = 3;

    @TempDir static Path folder;
    private static Node node;

    @BeforeAll
    static void start() {
        node = Node.start(folder, Addresses.next(), Map.of());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource({"u1,u1", "t1,u1", "t1,t1"})
    void registersAndCalls(String callers, String callees) {
        String bob = Addresses.next();
        register("bob", bob, 5060);
        try (Sipp callee =
                        sipp(
                                "answer-" + callers + callees,
                                SippScenarios.answer(),
                                bob,
                                5060,
                                callees,
                                "bob",
                                List.of());
                Sipp caller =
                        sipp(
                                "call-" + callers + callees,
                                SippScenarios.call("alice"),
                                Addresses.next(),
                                5060,
                                callers,
                                "bob",
                                List.of("alice", node.demoPassword("alice")))) {
            caller.awaitSuccess();
            callee.awaitSuccess();
        }
        assertThat(node.api("/api/calls")).doesNotContain("alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"u1", "t1"})
    void callsTheEchoTest(String transport) {
        try (Sipp caller =
                sipp(
                        "echo-" + transport,
                        SippScenarios.call("alice"),
                        Addresses.next(),
                        5060,
                        transport,
                        "9999",
                        List.of("alice", node.demoPassword("alice")))) {
            caller.awaitSuccess();
        }
    }

    @Test
    void malformedRequestsAreAnsweredWithTheNameOfTheHeader() throws IOException {
        try (DatagramSocket socket = socket()) {
            String bad =
                    """
                    OPTIONS sip:%1$s SIP/2.0
                    Via: SIP/2.0/UDP %2$s:%3$d;branch=z9hG4bKbad
                    From: <sip:alice@%1$s>;tag=1
                    To: <sip:%1$s>
                    Call-ID: malformed
                    CSeq: one OPTIONS
                    Max-Forwards: 70
                    Content-Length: 0

                    """
                            .formatted(
                                    node.address(),
                                    socket.getLocalAddress().getHostAddress(),
                                    socket.getLocalPort())
                            .replace("\n", "\r\n");
            assertThat(exchange(socket, bad.getBytes(StandardCharsets.UTF_8)))
                    .startsWith("SIP/2.0 400")
                    .contains("CSeq");
        }
    }

    @Test
    void junkDisturbsNobody() throws IOException {
        try (DatagramSocket socket = socket()) {
            java.util.Random random = new java.util.Random(7);
            for (int i = 0; i < 500; i++) {
                byte[] junk = new byte[random.nextInt(1, 1400)];
                random.nextBytes(junk);
                socket.send(
                        new DatagramPacket(
                                junk, junk.length, new InetSocketAddress(node.address(), 5060)));
            }
            assertThat(exchange(socket, options(socket))).startsWith("SIP/2.0 200");
        }
    }

    private static byte[] options(DatagramSocket socket) {
        return """
        OPTIONS sip:%1$s SIP/2.0
        Via: SIP/2.0/UDP %2$s:%3$d;branch=z9hG4bKoptions
        From: <sip:monitor@%1$s>;tag=1
        To: <sip:%1$s>
        Call-ID: options
        CSeq: 1 OPTIONS
        Max-Forwards: 70
        Content-Length: 0

        """
                .formatted(
                        node.address(),
                        socket.getLocalAddress().getHostAddress(),
                        socket.getLocalPort())
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static DatagramSocket socket() throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(Addresses.next()));
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static String exchange(DatagramSocket socket, byte[] request) throws IOException {
        socket.send(
                new DatagramPacket(
                        request, request.length, new InetSocketAddress(node.address(), 5060)));
        DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
        socket.receive(answer);
        return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
    }

    private static void register(String user, String address, int contactPort) {
        try (Sipp register =
                Sipp.start(
                        folder.resolve("sipp-register"),
                        "register-" + address,
                        new Sipp.Setup(
                                SippScenarios.register(contactPort),
                                address,
                                5062,
                                node.address() + ":5060",
                                "u1",
                                1,
                                user,
                                List.of(user, node.demoPassword(user))))) {
            register.awaitSuccess();
        }
    }

    private static Sipp sipp(
            String name,
            String scenario,
            String address,
            int port,
            String transport,
            String user,
            List<String> credentials) {
        return Sipp.start(
                folder.resolve("sipp-" + name),
                name,
                new Sipp.Setup(
                        scenario,
                        address,
                        port,
                        node.address() + ":5060",
                        transport,
                        CALLS,
                        user,
                        credentials));
    }
}
