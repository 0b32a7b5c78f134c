package jackfield.roles.relay.media;

import jackfield.rtc.rtcp.Rtcp;
import jackfield.rtc.rtp.HeaderExtensions;
import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A browser (leg 1) with a voice (stream 1) and a picture (stream 2) on one path, and two phone
/// ports behind it: leg 3 for the voice, leg 4 for the picture.
final class BundledBrowser {
    static final int OPUS = 111;
    static final int VP8 = 96;
    static final int MID = 4;
    static final PayloadMap OPUS_ONLY = PayloadMap.NONE.with(OPUS, OPUS, 48_000);
    static final PayloadMap VP8_ONLY = PayloadMap.NONE.with(VP8, VP8, 90_000);
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    final PairedDtls dtls = new PairedDtls("relay");
    final Shard shard = new Shard(dtls);
    final Browser browser = new Browser(shard, 1, "192.0.2.1:50000", dtls);
    final Phone voice = new Phone(shard, 3, 10_000, "203.0.113.2:5000", OPUS);
    final Phone picture = new Phone(shard, 4, 10_002, "203.0.113.2:5002", VP8);
    private int sequence;

    BundledBrowser() {
        shard.open(Browser.RELAY);
        shard.handle.install(plan(OPUS_ONLY, VP8_ONLY));
        shard.handle.install(voice.plan(7, "203.0.113.2:5000", OPUS_ONLY));
        shard.handle.install(picture.plan(7, "203.0.113.2:5002", VP8_ONLY));
        shard.handle.patch(1, 3);
        shard.handle.patch(2, 4);
        browser.begins(jackfield.rtc.dtls.Dtls.Role.CLIENT);
        browser.passes(2 * Shard.SECOND);
        shard.sent.clear();
    }

    LegPlan plan(PayloadMap ofVoice, PayloadMap ofPicture) {
        LegPlan one = browser.plan(7, ofVoice);
        var none = ExtensionMap.NONE;
        return new LegPlan(
                1,
                7,
                one.transport(),
                List.of(
                        new StreamPlan(1, "audio", "0", ofVoice, none, MID, true, false),
                        new StreamPlan(2, "video", "1", ofPicture, none, MID, true, false)));
    }

    /// The streams tell their mids under these numbers; 0 for not.
    void writesMids(int ofVoice, int ofPicture) {
        LegPlan plan = plan(OPUS_ONLY, VP8_ONLY);
        List<StreamPlan> streams = plan.streams();
        shard.handle.update(
                new LegPlan(
                        1,
                        7,
                        plan.transport(),
                        List.of(
                                streams.get(0).writingMid(ofVoice),
                                streams.get(1).writingMid(ofPicture))));
        shard.settle();
    }

    void agreesToFeedback(Phone phone, boolean agrees) {
        PayloadMap map = phone == voice ? OPUS_ONLY : VP8_ONLY;
        LegPlan plan = phone.plan(7, phone.address.toString(), map);
        StreamPlan stream = plan.streams().getFirst();
        shard.handle.update(
                new LegPlan(
                        plan.leg(),
                        plan.call(),
                        plan.transport(),
                        List.of(
                                new StreamPlan(
                                        stream.stream(),
                                        stream.kind(),
                                        null,
                                        map,
                                        agrees,
                                        false))));
        shard.settle();
    }

    /// The browser's next packet, with a one-byte extension for each id and text.
    byte[] packet(int type, int ssrc, Object... elements) {
        return numbered(sequence++, type, ssrc, elements);
    }

    static byte[] numbered(int number, int type, int ssrc, Object... elements) {
        byte[] bytes = new byte[200];
        var at = MemorySegment.ofArray(bytes);
        at.set(U32, 0, 0x80000000 | type << 16 | number & 0xffff);
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

    /// What the packet's extension says, `4=0`.
    static List<String> elements(RtpPacket packet) {
        List<String> found = new ArrayList<>();
        var elements = new HeaderExtensions();
        if (elements.wrap(packet)) {
            while (elements.next()) {
                byte[] data =
                        packet.memory()
                                .asSlice(elements.start(), elements.length())
                                .toArray(ValueLayout.JAVA_BYTE);
                found.add(elements.id() + "=" + new String(data, StandardCharsets.UTF_8));
            }
        }
        return found;
    }

    /// Agrees on another picture.
    void shows(PayloadMap payloads, ExtensionMap extensions) {
        LegPlan plan = plan(OPUS_ONLY, payloads);
        shard.handle.update(
                new LegPlan(
                        1,
                        7,
                        plan.transport(),
                        List.of(
                                plan.streams().getFirst(),
                                new StreamPlan(
                                        2, "video", "1", payloads, extensions, MID, true, false))));
        shard.settle();
    }

    /// The browser sends an RTP packet, protected.
    void sends(byte[] clear) {
        var slot = MemorySegment.ofArray(Arrays.copyOf(clear, 2048));
        arrives(slot, browser.voice.sealing.protectRtp(slot, clear.length));
    }

    /// The browser sends RTCP, protected.
    void sendsRtcp(Compound clear) {
        byte[] bytes = clear.bytes();
        var slot = MemorySegment.ofArray(Arrays.copyOf(bytes, 2048));
        arrives(slot, browser.voice.sealing.protectRtcp(slot, bytes.length));
    }

    private void arrives(MemorySegment slot, int length) {
        byte[] bytes = Arrays.copyOf(slot.toArray(ValueLayout.JAVA_BYTE), length);
        shard.arrives(Browser.SOCKET, bytes, browser.address);
    }

    /// The next RTP packet that the browser got.
    RtpPacket hears() {
        browser.settle();
        return browser.heard.removeFirst();
    }

    /// The next datagram to the browser, which must be RTCP; before its first packet.
    Rtcp hearsRtcp() {
        Shard.Datagram datagram = shard.sent.remove();
        if (!datagram.to().equals(browser.address)) {
            throw new AssertionError("sent to " + datagram.to());
        }
        var slot = MemorySegment.ofArray(Arrays.copyOf(datagram.bytes(), 2048));
        int length = browser.opening.unprotectRtcp(slot, datagram.bytes().length);
        var packet = new Rtcp();
        if (length < 0 || !packet.wrap(slot, length)) {
            throw new AssertionError("not RTCP: " + length);
        }
        return packet;
    }
}
