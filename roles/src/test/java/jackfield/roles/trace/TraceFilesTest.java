package jackfield.roles.trace;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.roles.trace.CallTrace.Kind;
import jackfield.roles.trace.MessageTap.Direction;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Capture files and HEP packets, read by code that shares nothing with what writes them.
class TraceFilesTest {
    private static final long EPOCH_MS = 1_795_000_000_000L;
    private static final Endpoint NODE = endpoint("192.0.2.1:0");
    private static final String TEXT =
            "REGISTER sip:a SIP/2.0\r\nAuthorization: Digest response=\"0123\"\r\n\r\n";

    private static Endpoint endpoint(String text) {
        return Objects.requireNonNull(Endpoint.parse(text));
    }

    private static TracedMessage message(
            Direction direction, Transport transport, String local, String remote, String text) {
        return new TracedMessage(
                direction,
                new Flow(1, transport, endpoint(local), endpoint(remote)),
                text.getBytes(StandardCharsets.UTF_8),
                1_500_000_123L);
    }

    private record Packet(long ns, byte[] bytes, String comment) {}

    /// Reads the packets of a pcapng file whose byte order is little-endian.
    private static List<Packet> packets(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(in.getInt(0)).isEqualTo(0x0a0d0d0a);
        assertThat(in.getInt(8)).isEqualTo(0x1a2b3c4d);
        List<Packet> packets = new ArrayList<>();
        int interfaces = 0;
        while (in.hasRemaining()) {
            int start = in.position();
            int type = in.getInt();
            int length = in.getInt();
            assertThat(length % 4).isZero();
            assertThat(in.getInt(start + length - 4)).isEqualTo(length);
            if (type == 1) {
                interfaces++;
                assertThat(in.getShort()).isEqualTo((short) 101);
            } else if (type == 6) {
                assertThat(in.getInt()).isZero();
                long high = in.getInt() & 0xffff_ffffL;
                long ns = high << 32 | in.getInt() & 0xffff_ffffL;
                byte[] bytes = new byte[in.getInt()];
                assertThat(in.getInt()).isEqualTo(bytes.length);
                in.get(bytes);
                in.position(in.position() + (4 - bytes.length % 4) % 4);
                String comment = "";
                if (in.position() < start + length - 4 && in.getShort() == 1) {
                    byte[] text = new byte[in.getShort()];
                    in.get(text);
                    comment = new String(text, StandardCharsets.UTF_8);
                }
                packets.add(new Packet(ns, bytes, comment));
            }
            in.position(start + length);
        }
        assertThat(interfaces).isEqualTo(1);
        return packets;
    }

    /// The sum over the pseudo-header and UDP, which is 0xffff where the checksum is right.
    private static int sum(byte[]... parts) {
        long sum = 0;
        for (byte[] part : parts) {
            for (int i = 0; i < part.length; i++) {
                sum += (long) (part[i] & 0xff) << (i % 2 == 0 ? 8 : 0);
            }
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (int) sum;
    }

    @Test
    void aCaptureFileHoldsEachMessageInItsPacket() {
        CallTrace trace =
                new CallTrace(
                        "c",
                        Kind.CALL,
                        List.of(
                                message(
                                        Direction.IN,
                                        Transport.UDP,
                                        "0.0.0.0:5060",
                                        "192.0.2.7:5070",
                                        TEXT),
                                message(
                                        Direction.OUT,
                                        Transport.WSS,
                                        "[2001:db8::1]:8443",
                                        "[2001:db8::7]:40000",
                                        TEXT + "x")),
                        0);
        List<Packet> packets = packets(TracePcap.of(trace, EPOCH_MS, NODE));
        assertThat(packets).hasSize(2);

        byte[] four = packets.getFirst().bytes;
        assertThat(packets.getFirst().ns).isEqualTo(EPOCH_MS * 1_000_000 + 1_500_000_123L);
        assertThat(packets.getFirst().comment).isEmpty();
        assertThat(four[0]).isEqualTo((byte) 0x45);
        assertThat(sum(Arrays.copyOf(four, 20))).isEqualTo(0xffff);
        assertThat(Arrays.copyOfRange(four, 12, 20)).containsExactly(192, 0, 2, 7, 192, 0, 2, 1);
        ByteBuffer udp = ByteBuffer.wrap(four, 20, four.length - 20);
        assertThat(udp.getShort()).isEqualTo((short) 5070);
        assertThat(udp.getShort()).isEqualTo((short) 5060);
        assertThat((int) udp.getShort()).isEqualTo(four.length - 20);
        byte[] pseudo = {0, 17, 0, (byte) (four.length - 20)};
        byte[] datagram = Arrays.copyOfRange(four, 20, four.length);
        assertThat(sum(Arrays.copyOfRange(four, 12, 20), pseudo, datagram)).isEqualTo(0xffff);
        assertThat(new String(four, 28, four.length - 28, StandardCharsets.UTF_8))
                .isEqualTo(TEXT.replace("0123", "xxxx"));

        byte[] six = packets.get(1).bytes;
        assertThat(packets.get(1).comment).isEqualTo("this went over wss");
        assertThat(six[0]).isEqualTo((byte) 0x60);
        assertThat(six[6]).isEqualTo((byte) 17);
        pseudo[3] = (byte) (six.length - 40);
        datagram = Arrays.copyOfRange(six, 40, six.length);
        assertThat(sum(Arrays.copyOfRange(six, 8, 40), pseudo, datagram)).isEqualTo(0xffff);
    }

    @Test
    void aMessageThatNoDatagramCanHoldIsCutAndSaysSo() {
        CallTrace trace =
                new CallTrace(
                        "c",
                        Kind.CALL,
                        List.of(
                                message(
                                        Direction.IN,
                                        Transport.TCP,
                                        "192.0.2.1:5060",
                                        "192.0.2.7:5070",
                                        "x".repeat(70_000))),
                        0);
        Packet packet = packets(TracePcap.of(trace, EPOCH_MS, NODE)).getFirst();
        assertThat(packet.bytes).hasSize(65_535);
        assertThat(packet.comment).isEqualTo("this went over tcp cut from 70000 bytes");
    }

    /// The chunks of a HEP packet by type.
    private static Map<Integer, byte[]> chunks(byte[] packet) {
        ByteBuffer in = ByteBuffer.wrap(packet);
        assertThat(new String(packet, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("HEP3");
        in.position(4);
        assertThat(in.getShort() & 0xffff).isEqualTo(packet.length);
        Map<Integer, byte[]> chunks = new HashMap<>();
        while (in.hasRemaining()) {
            assertThat(in.getShort()).isZero();
            int type = in.getShort();
            byte[] payload = new byte[(in.getShort() & 0xffff) - 6];
            in.get(payload);
            chunks.put(type, payload);
        }
        return chunks;
    }

    private static long number(Map<Integer, byte[]> chunks, int type) {
        long value = 0;
        for (byte b : chunks.get(type)) {
            value = value << 8 | b & 0xff;
        }
        return value;
    }

    private static String text(Map<Integer, byte[]> chunks, int type) {
        return new String(chunks.get(type), StandardCharsets.UTF_8);
    }

    @Test
    void aHepPacketSaysWhoSaidWhatToWhomAndWhen() {
        Hep hep = new Hep(new Hep.Agent(2001, "secret", "edge1"), EPOCH_MS, NODE);
        Map<Integer, byte[]> chunks =
                chunks(
                        hep.packet(
                                message(
                                        Direction.OUT,
                                        Transport.UDP,
                                        "0.0.0.0:5060",
                                        "192.0.2.7:5070",
                                        TEXT),
                                "call-1"));
        assertThat(number(chunks, 1)).isEqualTo(2);
        assertThat(number(chunks, 2)).isEqualTo(17);
        assertThat(chunks.get(3)).containsExactly(192, 0, 2, 1);
        assertThat(chunks.get(4)).containsExactly(192, 0, 2, 7);
        assertThat(number(chunks, 7)).isEqualTo(5060);
        assertThat(number(chunks, 8)).isEqualTo(5070);
        assertThat(number(chunks, 9)).isEqualTo(EPOCH_MS / 1000 + 1);
        assertThat(number(chunks, 10)).isEqualTo(500_000);
        assertThat(number(chunks, 11)).isEqualTo(1);
        assertThat(number(chunks, 12)).isEqualTo(2001);
        assertThat(text(chunks, 14)).isEqualTo("secret");
        assertThat(text(chunks, 17)).isEqualTo("call-1");
        assertThat(text(chunks, 19)).isEqualTo("edge1");
        assertThat(text(chunks, 15)).isEqualTo(TEXT.replace("0123", "xxxx"));
    }

    @Test
    void aHepPacketOfIpv6AndTcpAndTooMuchText() {
        Hep hep = new Hep(new Hep.Agent(1, "", ""), EPOCH_MS, NODE);
        Map<Integer, byte[]> chunks =
                chunks(
                        hep.packet(
                                message(
                                        Direction.IN,
                                        Transport.WSS,
                                        "[2001:db8::1]:8443",
                                        "[2001:db8::7]:40000",
                                        "x".repeat(70_000)),
                                "y".repeat(5_000)));
        assertThat(number(chunks, 1)).isEqualTo(10);
        assertThat(number(chunks, 2)).isEqualTo(6);
        assertThat(chunks.get(5)).hasSize(16).endsWith(7);
        assertThat(chunks.get(6)).hasSize(16).endsWith(1);
        assertThat(chunks).doesNotContainKeys(3, 4, 14, 19);
        assertThat(chunks.get(17)).hasSize(512);
        assertThat(chunks.get(15).length).isBetween(64_000, 65_000);
    }
}
