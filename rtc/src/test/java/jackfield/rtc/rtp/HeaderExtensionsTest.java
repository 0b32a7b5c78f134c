package jackfield.rtc.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeaderExtensionsTest {
    private final RtpPacket packet = new RtpPacket();
    private final HeaderExtensions elements = new HeaderExtensions();

    private boolean wrap(String extension) {
        byte[] bytes =
                HexFormat.of()
                        .parseHex(
                                "9000000100000002000000ff" + extension.replace(" ", "") + "aabbcc");
        assertThat(packet.wrap(MemorySegment.ofArray(bytes), bytes.length)).isTrue();
        return elements.wrap(packet);
    }

    private List<String> all() {
        List<String> all = new ArrayList<>();
        while (elements.next()) {
            all.add(elements.id() + "/" + elements.length());
        }
        return all;
    }

    @Test
    void oneByteForm() { // RFC 8285 section 4.2
        assertThat(wrap("bede 0003 10 aa 22 b1b2b3 00 00 41 c1c2 00")).isTrue();
        assertThat(all()).containsExactly("1/1", "2/3", "4/2");
    }

    @Test
    void twoByteForm() { // section 4.3
        assertThat(wrap("1003 0002 ff02aabb 0700 0000")).isTrue();
        assertThat(all()).containsExactly("255/2", "7/0");
    }

    @Test
    void fifteenEndsTheShortForm() {
        assertThat(wrap("bede 0001 f0 aa 10 bb")).isTrue();
        assertThat(all()).isEmpty();
    }

    @Test
    void whatDoesNotFitIsNotRead() {
        assertThat(wrap("bede 0001 10 aa 2f bb")).isTrue();
        assertThat(all()).containsExactly("1/1");
        assertThat(wrap("1000 0001 01 09 aa bb")).isTrue();
        assertThat(all()).isEmpty();
        assertThat(wrap("1234 0001 01 09 aa bb")).as("another kind").isFalse();
    }

    @Test
    void renumbersAndErases() {
        wrap("bede 0001 10 aa 20 bb");
        elements.next();
        assertThat(elements.id(15)).isFalse();
        assertThat(elements.id(9)).isTrue();
        elements.next();
        elements.erase();
        elements.wrap(packet);
        assertThat(all()).containsExactly("9/1");
    }

    @Test
    void theExtensionIsTakenOut() {
        wrap("bede 0001 10 aa 20 bb");
        assertThat(packet.removeExtension()).isEqualTo(15);
        assertThat(packet.hasExtension()).isFalse();
        assertThat(packet.payloadLength()).isEqualTo(3);
        assertThat(packet.memory().get(java.lang.foreign.ValueLayout.JAVA_BYTE, 12))
                .isEqualTo((byte) 0xaa);
    }

    @Test
    void neverLooksBeyondTheExtension() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[12 + random.nextInt(60)];
            random.nextBytes(bytes);
            bytes[0] = (byte) 0x90;
            if (bytes.length >= 16) {
                bytes[12] = (byte) (random.nextBoolean() ? 0xbe : 0x10);
                bytes[13] = (byte) (bytes[12] == 0x10 ? 0 : 0xde);
                bytes[14] = 0;
                bytes[15] = (byte) random.nextInt(12);
            }
            if (packet.wrap(MemorySegment.ofArray(bytes), bytes.length) && elements.wrap(packet)) {
                while (elements.next()) {
                    assertThat(elements.start() + elements.length())
                            .isLessThanOrEqualTo(packet.headerLength());
                    if (random.nextBoolean()) {
                        elements.erase();
                    }
                }
            }
        }
    }
}
