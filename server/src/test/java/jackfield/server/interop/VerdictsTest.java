package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.sip.message.Response;
import jackfield.testkit.peers.Baresip;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls without audio, and what the node says about them.
@Tag("interop")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class VerdictsTest {
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

    private static String sdp(String host, int port) {
        return """
        v=0
        o=- 1 1 IN IP4 %1$s
        s=-
        c=IN IP4 %1$s
        t=0 0
        m=audio %2$d RTP/AVP 0
        """
                .formatted(host, port);
    }

    /// The call, once the node says of its leg what it has to.
    private static JsonNode call(Response answer, String verdict) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        String path = "/api/calls/" + answer.headers().callId().replace("@", "%40");
        Supplier<JsonNode> call = () -> new JsonMapper().readTree(node.api(path));
        Patience.until(
                "the verdict " + verdict,
                Duration.ofSeconds(30),
                () -> verdict.equals(leg(call.get()).path("verdictCode").asString("")),
                () -> node.api(path));
        return call.get();
    }

    private static JsonNode leg(JsonNode call) {
        return call.path("legs").path(0);
    }

    private static InetSocketAddress media(Response answer) {
        String body = new String(answer.body().bytes(), StandardCharsets.UTF_8);
        int port = Integer.parseInt(body.split("m=audio ")[1].split(" ")[0]);
        return new InetSocketAddress(node.address(), port);
    }

    @Test
    void aPhoneBehindARouterThatSendsNothing() {
        try (RawPhone alice = new RawPhone(node, "alice")) {
            Response answer =
                    alice.proving(
                            alice.invite("9999", sdp("10.1.2.3", 4000)),
                            node.demoPassword("alice"));
            JsonNode call = call(answer, "never-heard");
            String told = node.address() + ":" + media(answer).getPort();
            String expected =
                    "the phone at 10.1.2.3 never sent a packet to "
                            + told
                            + ": a firewall, or a private address in its SDP";
            assertThat(call.path("verdict").asString("")).isEqualTo(expected);
            String id = answer.headers().callId().toString();
            assertThat(node.tool("calls", id)).startsWith("verdict: " + expected);
        }
    }

    @Test
    void aPhoneThatLosesEveryFifthPacket() throws IOException {
        try (RawPhone alice = new RawPhone(node, "alice");
                DatagramSocket socket =
                        new DatagramSocket(0, InetAddress.getByName(alice.host()))) {
            Response answer =
                    alice.proving(
                            alice.invite("9999", sdp(alice.host(), socket.getLocalPort())),
                            node.demoPassword("alice"));
            speaks(socket, media(answer), 600, 5);
            JsonNode leg = leg(call(answer, "poor"));
            JsonNode in = leg.path("streams").get(0).path("in");
            assertThat(in.path("codec").asString("")).isEqualTo("PCMU");
            assertThat(in.path("packets").asLong(0)).isEqualTo(480);
            assertThat(in.path("lostPercent").asDouble(0)).isBetween(19.0, 21.0);
            assertThat(in.path("mos").path("lowest").asDouble(0)).isBetween(1.0, 3.0);
            assertThat(leg.path("verdict").asString("")).contains("bad sound from the phone");
        }
    }

    /// Speaks in G.711, 20 ms a packet, and leaves one out of every `lost`.
    private static void speaks(DatagramSocket socket, SocketAddress to, int packets, int lost)
            throws IOException {
        long begun = System.nanoTime();
        for (int i = 0; i < packets; i++) {
            byte[] packet = new byte[172];
            packet[0] = (byte) 0x80;
            packet[2] = (byte) (i >> 8);
            packet[3] = (byte) i;
            int timestamp = 160 * i;
            packet[5] = (byte) (timestamp >> 16);
            packet[6] = (byte) (timestamp >> 8);
            packet[7] = (byte) timestamp;
            packet[8] = 9;
            for (int at = 12; at < packet.length; at++) {
                packet[at] = (byte) (at * 3 + i);
            }
            if (i % lost != lost - 1) {
                socket.send(new DatagramPacket(packet, packet.length, to));
            }
            // By the clock of the first packet: a late one is not followed by one as late.
            Patience.listen(Duration.ofNanos(begun + (i + 1) * 20_000_000L - System.nanoTime()));
        }
    }

    @Test
    void holdIsNoFault() {
        try (Baresip alice = Phones.registered(folder, node, "alice", "udp", 600, "");
                Baresip bob =
                        Phones.registered(folder, node, "bob", "udp", 1100, ";answermode=auto")) {
            List<String> before = CallReport.ids(node);
            alice.dial("sip:bob@" + node.address());
            alice.await("CALL_ESTABLISHED");
            bob.awaitTone(600);
            alice.hold();
            Patience.listen(Duration.ofSeconds(8));
            CallReport call = CallReport.since(before, node);
            assertThat(call.verdict()).as(call.toString()).isEmpty();
            alice.hangUp();
            bob.await("CALL_CLOSED");
        }
    }
}
