package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.testkit.peers.Baresip;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an operator sees of a call that is over: its ladder, its messages, its record.
@Tag("interop")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class SeeingTest {
    @TempDir Path folder;

    @Test
    void aCallOfTwoPhonesCanBeTracedWhenItIsOver() throws Exception {
        String address = Addresses.next();
        try (Node node = Node.start(folder, address, Map.of());
                Baresip alice = Phones.registered(folder, node, "alice", "tcp", 600, "");
                Baresip bob =
                        Phones.registered(folder, node, "bob", "udp", 1100, ";answermode=auto")) {
            alice.dial("sip:bob@" + address);
            alice.await("CALL_ESTABLISHED");
            bob.awaitTone(600);
            alice.hangUp();
            bob.await("CALL_CLOSED");
            awaitEnded(node, 1);
            // The answer to the BYE passes after the call has ended.
            Patience.until(
                    "the answer to the BYE in the trace",
                    Duration.ofSeconds(20),
                    () -> node.tool("trace", "--last", "--width", "110").contains("200 OK (BYE)"),
                    () -> node.tool("trace", "--last", "--width", "110"));
            String ladder = node.tool("trace", "--last", "--width", "110", "--ascii");
            assertThat(ladder)
                    .contains("sip:alice@" + address + " -> sip:bob@" + address)
                    .contains("answered, ended by the caller: caller hung up")
                    .contains("tcp 127.", "udp 127.", "baresip")
                    .containsPattern("\\|-- INVITE -+>\\|")
                    .containsPattern("\\|<- 407 Proxy Authenti")
                    .contains("audio RTP/AVP PCMU")
                    .containsPattern("\\|<- 200 OK \\(BYE\\) -+\\|");

            Path capture = folder.resolve("call.pcapng");
            node.tool("trace", "--last", "--pcap", capture.toString());
            assertThat(tshark(capture))
                    .contains("INVITE", "180", "BYE", address)
                    .doesNotContain("BAD", "Malformed", "incorrect");

            node.program().terminate();
            assertThat(node.program().awaitExit(Duration.ofSeconds(60))).isZero();
        }
        try (Node again = Node.start(folder, address, Map.of())) {
            assertThat(again.tool("records", "--user", "bob", "--since", "1h"))
                    .contains("answered", "caller hung up");
        }
    }

    @Test
    void whyACallFailedIsOneCommand() {
        String address = Addresses.next();
        try (Node node = Node.start(folder, address, Map.of());
                Baresip alice = Phones.registered(folder, node, "alice", "udp", 600, "")) {
            alice.dial("sip:bob@" + address);
            awaitEnded(node, 1);
            assertThat(node.tool("calls", "--ended"))
                    .contains("alice", "bob", "480", "the called party is not there");
            String full = node.tool("trace", "--last", "--full");
            assertThat(full)
                    .contains("INVITE sip:bob@" + address, "SIP/2.0 480 ")
                    .containsPattern("response=\"x{32}\"");
            assertThat(node.tool("trace", "--last", "--full", "--secrets"))
                    .doesNotContain("response=\"xx");
        }
    }

    @Test
    void everyMessageGoesToTheCollector() throws IOException {
        try (DatagramSocket homer =
                new DatagramSocket(9060, InetAddress.getByName(Addresses.next()))) {
            homer.setSoTimeout(40_000);
            String target = "udp:" + homer.getLocalAddress().getHostAddress() + ":9060";
            try (Node node =
                            Node.start(
                                    folder,
                                    Addresses.next(),
                                    Map.of("trace.hep.target", target, "trace.hep.key", "k3y"));
                    RawPhone alice = new RawPhone(node, "alice")) {
                Request register = alice.request(Method.REGISTER, "");
                assertThat(alice.proving(register, node.demoPassword("alice")).status())
                        .isEqualTo(200);

                Map<Integer, byte[]> asked = captured(homer);
                assertThat(text(asked.get(15))).startsWith("REGISTER sip:");
                assertThat(asked.get(3))
                        .as("source")
                        .isEqualTo(InetAddress.getByName(alice.host()).getAddress());
                assertThat(asked.get(4))
                        .as("destination")
                        .isEqualTo(InetAddress.getByName(node.address()).getAddress());
                assertThat(text(asked.get(14))).isEqualTo("k3y");
                Map<Integer, byte[]> answered = captured(homer);
                assertThat(text(answered.get(15))).startsWith("SIP/2.0 401 ");
                assertThat(answered.get(17)).as("the same call").isEqualTo(asked.get(17));
                Map<Integer, byte[]> proved = captured(homer);
                assertThat(text(proved.get(15)))
                        .startsWith("REGISTER sip:")
                        .containsPattern("response=\"x{32}\"");
            }
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// One packet of HEPv3: its chunks by their type, vendor 0.
    private static Map<Integer, byte[]> captured(DatagramSocket homer) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        homer.receive(packet);
        ByteBuffer in = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
        assertThat(in.getInt()).as("HEP3").isEqualTo(0x48455033);
        assertThat(in.getShort() & 0xffff).as("length").isEqualTo(packet.getLength());
        Map<Integer, byte[]> chunks = new HashMap<>();
        while (in.hasRemaining()) {
            assertThat(in.getShort()).as("vendor").isZero();
            int type = in.getShort();
            byte[] value = new byte[(in.getShort() & 0xffff) - 6];
            in.get(value);
            chunks.put(type, value);
        }
        return chunks;
    }

    /// What tshark sees in a capture, with every checksum looked at.
    private static String tshark(Path capture) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                "tshark",
                                "-r",
                                capture.toString(),
                                "-o",
                                "udp.check_checksum:TRUE",
                                "-o",
                                "ip.check_checksum:TRUE")
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static void awaitEnded(Node node, int calls) {
        Patience.until(
                "the end of the call",
                Duration.ofSeconds(40),
                () -> ended(node).size() == calls,
                () -> node.api("/api/calls?state=ended"));
    }

    private static JsonNode ended(Node node) {
        return JsonMapper.shared().readTree(node.api("/api/calls?state=ended")).path("calls");
    }
}
