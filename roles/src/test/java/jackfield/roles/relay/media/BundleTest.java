package jackfield.roles.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.rtc.rtcp.Rtcp;
import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A browser with voice and picture on one path, and a phone with ports for each.
class BundleTest {
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int OPUS = 111;
    private static final int VP8 = 96;
    private static final int MID = 4;
    private static final int VOICE = 0x0a0a0a0a;
    private static final int PICTURE = 0x0b0b0b0b;

    private final PairedDtls dtls = new PairedDtls("relay");
    private final Shard shard = new Shard(dtls);
    private final Browser browser = new Browser(shard, 1, "192.0.2.1:50000", dtls);
    private final Phone voice = new Phone(shard, 3, 10_000, "203.0.113.2:5000", OPUS);
    private final Phone picture = new Phone(shard, 4, 10_002, "203.0.113.2:5002", VP8);
    private int sequence;

    BundleTest() {
        shard.open(Browser.RELAY);
        shard.handle.install(plan(ExtensionMap.NONE));
        shard.handle.install(voice.plan(7, "203.0.113.2:5000", OPUS_ONLY));
        shard.handle.install(picture.plan(7, "203.0.113.2:5002", VP8_ONLY));
        shard.handle.patch(1, 3);
        shard.handle.patch(2, 4);
        browser.begins(jackfield.rtc.dtls.Dtls.Role.CLIENT);
        browser.passes(2 * Shard.SECOND);
        shard.sent.clear();
    }

    private static final PayloadMap OPUS_ONLY = PayloadMap.NONE.with(OPUS, OPUS, 48_000);
    private static final PayloadMap VP8_ONLY = PayloadMap.NONE.with(VP8, VP8, 90_000);

    private LegPlan plan(ExtensionMap extensions) {
        LegPlan one = browser.plan(7, OPUS_ONLY);
        return new LegPlan(
                1,
                7,
                one.transport(),
                List.of(
                        new StreamPlan(1, "audio", "0", OPUS_ONLY, extensions, MID, true, false),
                        new StreamPlan(2, "video", "1", VP8_ONLY, extensions, MID, true, false)));
    }

    /// A packet with a one-byte extension for each id and text.
    private byte[] packet(int type, int ssrc, Object... elements) {
        byte[] bytes = new byte[200];
        var at = MemorySegment.ofArray(bytes);
        at.set(U32, 0, 0x80000000 | type << 16 | sequence++ & 0xffff);
        at.set(U32, 8, ssrc);
        int end = 12;
        if (elements.length > 0) {
            bytes[0] |= 0x10;
            end = 16;
            for (int i = 0; i < elements.length; i += 2) {
                byte[] data = ((String) elements[i + 1]).getBytes(StandardCharsets.UTF_8);
                bytes[end++] = (byte) ((int) elements[i] << 4 | data.length - 1);
                System.arraycopy(data, 0, bytes, end, data.length);
                end += data.length;
            }
            end = (end + 3) / 4 * 4;
            at.set(U32, 12, 0xbede0000 | (end - 16) / 4);
        }
        Arrays.fill(bytes, end, end + 20, (byte) 0x55);
        return Arrays.copyOf(bytes, end + 20);
    }

    private void browserSends(byte[] clear) {
        var slot = MemorySegment.ofArray(Arrays.copyOf(clear, 2048));
        int length = browser.voice.sealing.protectRtp(slot, clear.length);
        shard.arrives(
                Browser.SOCKET,
                Arrays.copyOf(slot.toArray(ValueLayout.JAVA_BYTE), length),
                browser.address);
    }

    @Test
    void theTypeTellsTheStreamsApart() {
        browserSends(packet(OPUS, VOICE));
        browserSends(packet(VP8, PICTURE));

        assertThat(voice.hears().ssrc()).isEqualTo(VOICE);
        assertThat(picture.hears().ssrc()).isEqualTo(PICTURE);
        List<StreamSnapshot> streams = shard.snapshot(1).streams();
        assertThat(streams).extracting(StreamSnapshot::kind).containsExactly("audio", "video");
        assertThat(streams).extracting(s -> s.in().packets()).containsExactly(1L, 1L);
    }

    @Test
    void theMidWinsAndTheSourceIsRememberedByIt() {
        PayloadMap both = OPUS_ONLY.with(VP8, VP8, 90_000);
        LegPlan plan = plan(ExtensionMap.NONE);
        List<StreamPlan> same =
                plan.streams().stream()
                        .map(s ->
                                new StreamPlan(
                                        s.stream(),
                                        s.kind(),
                                        s.mid(),
                                        both,
                                        s.extensions(),
                                        MID,
                                        true,
                                        false))
                        .toList();
        shard.handle.update(new LegPlan(1, 7, plan.transport(), same));

        browserSends(packet(OPUS, PICTURE));
        assertThat(shard.sent).as("the type is of both").isEmpty();
        assertThat(shard.drops(1, "unknown-stream")).isEqualTo(1);

        browserSends(packet(OPUS, PICTURE, MID, "1"));
        RtpPacket first = picture.hears();
        assertThat(first.hasExtension()).as("the phone agreed to none").isFalse();
        assertThat(first.length()).isEqualTo(32);
        browserSends(packet(OPUS, PICTURE));
        picture.hears();
        browserSends(packet(OPUS, PICTURE, MID, "0"));
        voice.hears();
    }

    @Test
    void agreedExtensionsPassUnderTheirNumbers() {
        shard.handle.update(plan(ExtensionMap.NONE.with(MID, MID).with(1, 9)));

        browserSends(packet(OPUS, VOICE, 1, "l", 3, "abc", MID, "0"));

        RtpPacket heard = voice.hears();
        var elements = new jackfield.rtc.rtp.HeaderExtensions();
        assertThat(elements.wrap(heard)).isTrue();
        List<Integer> ids = new ArrayList<>();
        while (elements.next()) {
            ids.add(elements.id());
        }
        assertThat(ids).containsExactly(9, MID);
        assertThat(heard.memory().get(ValueLayout.JAVA_BYTE, heard.headerLength()))
                .isEqualTo((byte) 0x55);
    }

    @Test
    void bothOfThePhonesStreamsReachTheBrowser() {
        voice.speaks();
        picture.speaks();

        browser.settle();
        assertThat(browser.heard)
                .extracting(RtpPacket::ssrc)
                .containsExactly(voice.ssrc, picture.ssrc);
    }

    /// One compound of a bundle speaks of all streams; each phone port gets its own.
    @Test
    void reportsAreTakenApart() {
        voice.speaks();
        picture.speaks();
        shard.sent.clear();
        browserSends(packet(OPUS, VOICE));
        shard.sent.clear();
        byte[] compound = new byte[32 + 32 + 12];
        var at = MemorySegment.ofArray(compound);
        at.set(U32, 0, 0x81c90007);
        at.set(U32, 4, VOICE);
        at.set(U32, 8, voice.ssrc);
        at.set(U32, 32, 0x81c90007);
        at.set(U32, 36, PICTURE);
        at.set(U32, 40, picture.ssrc);
        at.set(U32, 64, 0x81ce0002); // PLI
        at.set(U32, 68, PICTURE);
        at.set(U32, 72, picture.ssrc);
        var slot = MemorySegment.ofArray(Arrays.copyOf(compound, 2048));
        int length = browser.voice.sealing.protectRtcp(slot, compound.length);

        shard.arrives(
                Browser.SOCKET,
                Arrays.copyOf(slot.toArray(ValueLayout.JAVA_BYTE), length),
                browser.address);

        Rtcp ofVoice = voice.hearsRtcp(voice.address.withPort(5001));
        assertThat(ofVoice.reportSsrc(0)).isEqualTo(voice.ssrc);
        assertThat(ofVoice.next()).isFalse();
        Rtcp ofPicture = picture.hearsRtcp(picture.address.withPort(5003));
        assertThat(ofPicture.reportSsrc(0)).isEqualTo(picture.ssrc);
        assertThat(ofPicture.next()).isTrue();
        assertThat(ofPicture.type()).isEqualTo(Rtcp.PSFB);
        assertThat(shard.sent).isEmpty();
    }

    @Test
    void aStreamThatEndsLeavesTheOther() {
        browserSends(packet(VP8, PICTURE));
        picture.hears();
        LegPlan plan = plan(ExtensionMap.NONE);
        shard.handle.update(
                new LegPlan(1, 7, plan.transport(), List.of(plan.streams().getFirst())));

        picture.speaks();
        browserSends(packet(OPUS, VOICE));

        voice.hears();
        assertThat(shard.sent).isEmpty();
        assertThat(shard.drops(4, "unpatched")).isEqualTo(1);
    }
}
