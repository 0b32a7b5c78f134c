package jackfield.rtc.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExtensionElementTest {
    private final MemorySegment slot = MemorySegment.ofArray(new byte[256]);
    private final RtpPacket packet = new RtpPacket();
    private final HeaderExtensions elements = new HeaderExtensions();

    private static ExtensionElement mid(int id, String name) {
        return new ExtensionElement(id, name.getBytes(StandardCharsets.UTF_8));
    }

    /// A packet with so many CSRCs and a payload of 20 times 0x55.
    private void plain(int csrcs) {
        slot.fill((byte) 0);
        slot.set(ValueLayout.JAVA_BYTE, 0, (byte) (0x80 | csrcs));
        slot.set(ValueLayout.JAVA_BYTE, 12, (byte) 0x77);
        int start = 12 + 4 * csrcs;
        slot.asSlice(start, 20).fill((byte) 0x55);
        assertThat(packet.wrap(slot, start + 20)).isTrue();
    }

    /// Its elements as `id=text`, after which its payload must be whole.
    private List<String> read(int length) {
        assertThat(length).isEqualTo(packet.length());
        assertThat(packet.wrap(slot, length)).isTrue();
        byte[] payload = slot.asSlice(packet.headerLength(), 20).toArray(ValueLayout.JAVA_BYTE);
        assertThat(payload).containsOnly(0x55);
        assertThat(packet.payloadLength()).isEqualTo(20);
        List<String> found = new ArrayList<>();
        if (elements.wrap(packet)) {
            while (elements.next()) {
                byte[] data =
                        slot.asSlice(elements.start(), elements.length())
                                .toArray(ValueLayout.JAVA_BYTE);
                found.add(elements.id() + "=" + new String(data, StandardCharsets.UTF_8));
            }
        }
        return found;
    }

    @Test
    void aPacketWithoutExtensionGetsOne() {
        plain(2);
        assertThat(read(mid(4, "0").addTo(packet))).containsExactly("4=0");
        assertThat(packet.extensionProfile()).isEqualTo(0xbede);
        assertThat(packet.csrc(0) >>> 24).isEqualTo(0x77);
        assertThat(packet.length()).isEqualTo(12 + 8 + 4 + 4 + 20);
    }

    @Test
    void whatTheShortFormCannotHoldTakesTheLongOne() {
        plain(0);
        assertThat(read(mid(15, "audio").addTo(packet))).containsExactly("15=audio");
        assertThat(packet.extensionProfile()).isEqualTo(0x1000);
        plain(0);
        String name = "a name of seventeen and more";
        assertThat(read(mid(3, name).addTo(packet))).containsExactly("3=" + name);
    }

    @Test
    void itComesBehindThoseThereAre() {
        plain(1);
        mid(1, "x").addTo(packet);
        assertThat(read(mid(4, "video").addTo(packet))).containsExactly("1=x", "4=video");
        assertThat(read(mid(20, "no room").addTo(packet)))
                .as("no such number in the short form")
                .containsExactly("1=x", "4=video");
        plain(0);
        mid(200, "x").addTo(packet);
        assertThat(read(mid(4, "video").addTo(packet))).containsExactly("200=x", "4=video");
        assertThat(packet.extensionProfile()).isEqualTo(0x1000);
    }

    @Test
    void anotherKindOfExtensionStaysAsItIs() {
        plain(0);
        mid(1, "x").addTo(packet);
        slot.set(ValueLayout.JAVA_SHORT_UNALIGNED, 12, (short) 0x1234);
        assertThat(mid(4, "0").addTo(packet)).isEqualTo(packet.length()).isEqualTo(40);
    }

    @Test
    void aPacketThatFillsItsMemoryStaysAsItIs() {
        MemorySegment small = MemorySegment.ofArray(new byte[40]);
        small.set(ValueLayout.JAVA_BYTE, 0, (byte) 0x80);
        assertThat(packet.wrap(small, 33)).isTrue();
        assertThat(mid(4, "0").addTo(packet)).isEqualTo(33);
        assertThat(packet.hasExtension()).isFalse();
        assertThat(packet.wrap(small, 32)).isTrue();
        assertThat(mid(4, "0").addTo(packet)).isEqualTo(40);
    }

    /// Whatever stranger's packet it is put into, what comes out can be read, and is no shorter.
    @Test
    void anyPacketStaysAPacket() {
        var random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[12 + random.nextInt(60)];
            random.nextBytes(bytes);
            bytes[0] = (byte) (bytes[0] & 0x3f | 0x80);
            if (bytes.length > 20 && random.nextBoolean()) {
                bytes[0] = (byte) 0x90;
                bytes[12] = (byte) 0xbe;
                bytes[13] = (byte) 0xde;
                bytes[14] = 0;
                bytes[15] = 1;
            }
            MemorySegment memory = MemorySegment.ofArray(Arrays.copyOf(bytes, 128));
            if (packet.wrap(memory, bytes.length)) {
                int length = mid(1 + random.nextInt(20), "name").addTo(packet);
                assertThat(length).isGreaterThanOrEqualTo(bytes.length);
                assertThat(packet.wrap(memory, length)).isTrue();
            }
        }
    }
}
