package jackfield.rtc.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RtpPacketTest {
    private final RtpPacket packet = new RtpPacket();

    @Test
    void readsTheFixedHeader() {
        assertThat(wrap("8088 1234 00000140 deadbeef 0102030405")).isTrue();
        assertThat(packet.marker()).isTrue();
        assertThat(packet.payloadType()).isEqualTo(8);
        assertThat(packet.sequence()).isEqualTo(0x1234);
        assertThat(packet.timestamp()).isEqualTo(0x140);
        assertThat(packet.ssrc()).isEqualTo(0xdeadbeef);
        assertThat(packet.headerLength()).isEqualTo(12);
        assertThat(packet.payloadLength()).isEqualTo(5);
        assertThat(packet.hasExtension()).isFalse();
        assertThat(packet.extensionLength()).isZero();
    }

    @Test
    void findsThePayloadBehindSourcesAndExtension() {
        assertThat(
                        wrap(
                                "b2 65 0001 00000000 00000001 0000000a 0000000b"
                                        + " bede 0001 11223344 aabbcc 000002"))
                .isTrue();
        assertThat(packet.csrcCount()).isEqualTo(2);
        assertThat(packet.csrc(1)).isEqualTo(0xb);
        assertThat(packet.extensionProfile()).isEqualTo(0xbede);
        assertThat(packet.extensionStart()).isEqualTo(24);
        assertThat(packet.extensionLength()).isEqualTo(4);
        assertThat(packet.headerLength()).isEqualTo(28);
        assertThat(packet.payloadLength()).as("two bytes are padding").isEqualTo(4);
    }

    @Test
    void rewritesInPlace() {
        assertThat(wrap("8088 1234 00000140 deadbeef")).isTrue();
        packet.payloadType(101);
        packet.ssrc(7);
        packet.sequence(65_536 + 9);
        packet.timestamp(-1);
        assertThat(packet.marker()).isTrue();
        assertThat(packet.payloadType()).isEqualTo(101);
        packet.marker(false);
        assertThat(packet.marker()).isFalse();
        assertThat(packet.payloadType()).isEqualTo(101);
        assertThat(packet.ssrc()).isEqualTo(7);
        assertThat(packet.sequence()).isEqualTo(9);
        assertThat(packet.timestamp()).isEqualTo(-1);
    }

    @Test
    void refusesWhatDoesNotAddUp() {
        assertThat(wrap("8088 1234 00000140 deadbe")).as("short").isFalse();
        assertThat(wrap("4088 1234 00000140 deadbeef")).as("version 1").isFalse();
        assertThat(wrap("8188 1234 00000140 deadbeef")).as("no CSRC").isFalse();
        assertThat(wrap("9088 1234 00000140 deadbeef bede")).as("half extension").isFalse();
        assertThat(wrap("9088 1234 00000140 deadbeef bede 0001")).as("no data").isFalse();
        assertThat(wrap("a088 1234 00000140 deadbeef")).isTrue();
        assertThat(packet.payloadLength()).as("padding of nothing").isEqualTo(-1);
        assertThat(wrap("a088 1234 00000140 deadbeef 0103")).isTrue();
        assertThat(packet.payloadLength()).as("padding over the header").isEqualTo(-1);
        assertThat(wrap("a088 1234 00000140 deadbeef 0100")).isTrue();
        assertThat(packet.payloadLength()).as("padding of 0").isEqualTo(-1);
    }

    @Test
    void noiseNeverReachesPastTheEnd() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 50_000; i++) {
            var bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = (byte) (bytes[0] & 0x3f | 0x80);
            }
            if (packet.wrap(MemorySegment.ofArray(bytes), bytes.length)) {
                assertThat(packet.headerLength()).isBetween(12, bytes.length);
                assertThat(packet.payloadLength()).isBetween(-1, bytes.length - 12);
                assertThat(packet.extensionLength()).isBetween(0, bytes.length - 12);
            }
        }
    }

    @Test
    void sequenceNumbersUnroll() {
        assertThat(SequenceNumber.distance(65_535, 2)).isEqualTo(3);
        assertThat(SequenceNumber.distance(2, 65_535)).isEqualTo(-3);
        assertThat(SequenceNumber.unroll(65_535, 2)).isEqualTo(65_538);
        assertThat(SequenceNumber.unroll(65_538, 65_535)).isEqualTo(65_535);
        assertThat(SequenceNumber.unroll(200_000, 200_000 - 500 & 0xffff)).isEqualTo(199_500);
    }

    private boolean wrap(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return packet.wrap(MemorySegment.ofArray(bytes), bytes.length);
    }
}
