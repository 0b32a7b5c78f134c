package jackfield.roles.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.PacketSink;
import jackfield.rtc.rtcp.Rtcp;
import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/// How a browser tells the streams of a phone apart that share its path: by the mids we write into
/// packets, and by sources that differ.
class BundleNamesTest {
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int VOICE = 0x0a0a0a0a;
    private static final int PICTURE = 0x0b0b0b0b;
    private static final int FIRST = 128;
    private static final int SELDOM = 64;

    private final BundledBrowser bundle = new BundledBrowser();
    private final Phone voice = bundle.voice;
    private final Phone picture = bundle.picture;

    @Test
    void packetsOfAPhoneCarryTheMid() {
        bundle.writesMids(4, 15);

        voice.speaks();
        picture.speaks();

        RtpPacket first = bundle.hears();
        assertThat(BundledBrowser.elements(first)).containsExactly("4=0");
        assertThat(first.payloadLength()).isEqualTo(160);
        assertThat(first.memory().get(ValueLayout.JAVA_BYTE, first.headerLength()))
                .as("the payload is whole")
                .isEqualTo((byte) 12);
        RtpPacket second = bundle.hears();
        assertThat(BundledBrowser.elements(second))
                .as("15 needs the two-byte form")
                .containsExactly("15=1");
        assertThat(second.extensionProfile()).isEqualTo(0x1000);
    }

    @Test
    void theFirstPacketsOfASourceDoAndThenNowAndThenOne() {
        bundle.writesMids(4, 4);
        int told = 0;
        for (int i = 0; i < FIRST + 10 * SELDOM; i++) {
            voice.speaks();
            boolean tells = bundle.hears().hasExtension();
            assertThat(tells || i >= FIRST).isTrue();
            told += tells ? 1 : 0;
        }
        assertThat(told).isEqualTo(FIRST + 10);

        bundle.writesMids(5, 5);
        voice.speaks();
        assertThat(BundledBrowser.elements(bundle.hears()))
                .as("it has another name now")
                .containsExactly("5=0");
    }

    @Test
    void nothingIsWrittenWhereItWasNotAgreed() {
        voice.speaks();

        assertThat(bundle.hears().hasExtension()).isFalse();
    }

    /// RFC 3550 section 8.2: a phone with a port for each medium may have one SSRC for both.
    @Test
    void twoSourcesOfOneNumberAreToldApart() {
        byte[] packet = picture.clear(BundledBrowser.VP8, 70);
        MemorySegment.ofArray(packet).set(U32, 8, voice.ssrc);
        voice.speaks();
        assertThat(bundle.hears().ssrc()).isEqualTo(voice.ssrc);

        bundle.shard.arrives(picture.port, packet, picture.address);

        RtpPacket heard = bundle.hears();
        int renamed = heard.ssrc();
        assertThat(renamed).isNotEqualTo(voice.ssrc).isNotZero();
        assertThat(heard.sequence()).isEqualTo(70);
        voice.speaks();
        assertThat(bundle.hears().ssrc()).as("the first one keeps it").isEqualTo(voice.ssrc);

        // Its reports follow, and requests for it come back under its own number.
        bundle.shard.arrives(
                picture.port + 1,
                new Compound().senderReport(voice.ssrc).bytes(),
                picture.address.withPort(5003));
        Rtcp report = bundle.hearsRtcp();
        assertThat(report.next()).isTrue();
        assertThat(report.ssrc()).isEqualTo(renamed);
        bundle.sends(bundle.packet(BundledBrowser.OPUS, VOICE));
        bundle.sends(bundle.packet(BundledBrowser.VP8, PICTURE));
        bundle.shard.sent.clear();
        bundle.sendsRtcp(new Compound().receiverReport(1, voice.ssrc).pli(1, renamed));
        Rtcp ofVoice = voice.hearsRtcp(voice.address.withPort(5001));
        assertThat(ofVoice.reportSsrc(0)).isEqualTo(voice.ssrc);
        assertThat(ofVoice.next()).isFalse();
        Rtcp ofPicture = picture.hearsRtcp(picture.address.withPort(5003));
        assertThat(ofPicture.type()).isEqualTo(Rtcp.PSFB);
        assertThat(ofPicture.mediaSsrc()).isEqualTo(voice.ssrc);
        assertThat(bundle.shard.sent).isEmpty();
    }

    @Test
    void namingPacketsAllocatesNothing() throws Throwable {
        bundle.writesMids(4, 4);
        PacketSink port = bundle.shard.sink(voice.port);
        MemorySegment slot = Arena.ofAuto().allocate(2048);
        MemorySegment packet = Arena.ofAuto().allocate(172);
        MemorySegment.copy(
                MemorySegment.ofArray(voice.clear(BundledBrowser.OPUS, 0)), 0, packet, 0, 172);
        bundle.shard.counting = true;
        long least = Long.MAX_VALUE;
        int sequence = 0;
        for (int round = 0; round < 8; round++) {
            long before = AllocatedBytes.now();
            for (int i = 0; i < 10_000; i++) {
                MemorySegment.copy(packet, 0, slot, 0, 172);
                slot.set(ValueLayout.JAVA_BYTE, 2, (byte) (sequence >> 8));
                slot.set(ValueLayout.JAVA_BYTE, 3, (byte) sequence++);
                port.receive(
                        slot,
                        172,
                        voice.address.high(),
                        voice.address.low(),
                        voice.address.port(),
                        bundle.shard.now + sequence);
            }
            least = Math.min(least, AllocatedBytes.now() - before);
        }
        assertThat(bundle.shard.counted).isEqualTo(80_000);
        assertThat(least).isZero();
    }
}
