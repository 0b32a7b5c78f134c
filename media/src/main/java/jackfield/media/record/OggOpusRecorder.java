package jackfield.media.record;

import jackfield.media.opus.Opus;
import jackfield.media.opus.OpusPayload;
import jackfield.rtc.rtp.RtpPacket;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// One side of a call as an Ogg Opus file (RFC 7845): its packets as they came, not decoded.
///
/// What did not come (loss, DTX, hold, the time before the first) stands there as packets without
/// data, for which a decoder conceals (RFC 7845 section 4.1), so that the file is as long as the
/// call. Pages are about a second; packets wait that long for those before them.
public final class OggOpusRecorder implements Recorder {
    private static final int RATE = 48_000;
    private static final long SETTLE_NS = 1_000_000_000;
    private static final int PAGE = RATE;
    private static final int LONGEST_PAYLOAD = 2048;
    private static final int MOST_WAITING = 1000;

    /// Configurations of full-band CELT: of 2.5, 5, 10 and 20 ms.
    private static final int CELT = 28;

    private static final int SHORTEST_GAP = 120;

    /// The longest that a packet lasts.
    private static final int LONGEST = Opus.MOST_SAMPLES;

    private final int side;
    private final int payloadType;
    private final OggPages pages;
    private final RecordingClock clock;
    private final StreamClock stream = new StreamClock(RATE);
    private final TreeMap<Long, Waiting> waiting = new TreeMap<>();
    private long written;
    private long page;
    private long skipped;
    private byte toc = (byte) (CELT + 3 << 3);

    private static final class Waiting {
        final byte[] packet;
        final int samples;

        Waiting(byte[] packet, int samples) {
            this.packet = packet;
            this.samples = samples;
        }
    }

    /// @param side which one is recorded
    /// @param payloadType of Opus on it
    /// @param channels 1 or 2, what a player is told
    /// @param serial names the bitstream; any number
    public OggOpusRecorder(
            RecordingFile file, int side, int payloadType, int channels, int serial, long now)
            throws IOException {
        this.side = side;
        this.payloadType = payloadType;
        this.clock = new RecordingClock(now);
        pages = new OggPages(file, serial);
        ByteBuffer head = ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN);
        head.put("OpusHead".getBytes(StandardCharsets.US_ASCII)).put((byte) 1);
        head.put((byte) channels).putShort((short) 0).putInt(RATE).putShort((short) 0);
        head.put((byte) 0);
        header(head.array());
        byte[] vendor = "Jackfield".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer tags = ByteBuffer.allocate(16 + vendor.length).order(ByteOrder.LITTLE_ENDIAN);
        tags.put("OpusTags".getBytes(StandardCharsets.US_ASCII)).putInt(vendor.length);
        tags.put(vendor).putInt(0);
        header(tags.array());
    }

    private void header(byte[] packet) throws IOException {
        pages.add(packet, packet.length);
        pages.flush(0, false);
    }

    @Override
    public void packet(int side, MemorySegment slot, RtpPacket packet, long now)
            throws IOException {
        if (side != this.side || clock.isPaused()) {
            return;
        }
        int length = packet.payloadLength();
        if (packet.payloadType() != payloadType || length <= 0 || length > LONGEST_PAYLOAD) {
            skipped++;
            return;
        }
        int samples = OpusPayload.samples(slot, packet.headerLength(), length, RATE);
        byte[] payload = new byte[length];
        MemorySegment.copy(slot, ValueLayout.JAVA_BYTE, packet.headerLength(), payload, 0, length);
        long place = stream.place(packet.ssrc(), packet.timestamp(), RATE, clock.elapsed(now));
        if (samples <= 0
                || place < written
                || waiting.size() >= MOST_WAITING
                || waiting.putIfAbsent(place, new Waiting(payload, samples)) != null) {
            skipped++;
        }
        advance(now);
    }

    @Override
    public void advance(long now) throws IOException {
        write(samples(clock.elapsed(now) - SETTLE_NS));
    }

    private void write(long until) throws IOException {
        while (!waiting.isEmpty() && waiting.firstKey() < until) {
            Map.Entry<Long, Waiting> first = waiting.pollFirstEntry();
            long place = first.getKey();
            byte[] packet = first.getValue().packet;
            if (place < written - SHORTEST_GAP) {
                skipped++; // over what a longer packet before it holds
                continue;
            }
            fill(place);
            toc = packet[0];
            put(packet, packet.length, first.getValue().samples);
        }
        if (until > written + RATE) {
            fill(until);
        }
    }

    /// Lets silence pass up to a place: in packets of 120 ms without data, then in frames of what
    /// came last, then in shorter ones.
    private void fill(long until) throws IOException {
        long gap = until - written;
        byte[] empty = new byte[2];
        while (gap >= LONGEST) {
            empty[0] = (byte) (CELT + 3 << 3 | toc & 4 | 3);
            empty[1] = 6;
            put(empty, 2, LONGEST);
            gap = until - written;
        }
        int frame = OpusPayload.frameSamples(toc & 0xff);
        while (gap >= frame) {
            empty[0] = (byte) (toc & ~3);
            put(empty, 1, frame);
            gap = until - written;
        }
        for (int config = CELT + 3; config >= CELT; config--) {
            empty[0] = (byte) (config << 3 | toc & 4);
            int shorter = OpusPayload.frameSamples(empty[0] & 0xff);
            while (gap >= shorter) {
                put(empty, 1, shorter);
                gap = until - written;
            }
        }
    }

    private void put(byte[] packet, int length, int duration) throws IOException {
        if (!pages.fits(length) || written - page >= PAGE) {
            flush(false);
        }
        pages.add(packet, length);
        written += duration;
    }

    private void flush(boolean last) throws IOException {
        if (last || !pages.isEmpty()) {
            pages.flush(written, last);
            page = written;
        }
    }

    @Override
    public void pause(long now) throws IOException {
        clock.pause(now);
        long end = samples(clock.elapsed(now));
        write(end);
        fill(end);
        waiting.clear();
    }

    @Override
    public void resume(long now) {
        clock.resume(now);
        stream.forget();
    }

    @Override
    public void finish(long now) throws IOException {
        long end = samples(clock.elapsed(now));
        write(end);
        fill(end);
        flush(true);
    }

    @Override
    public long durationMs(long now) {
        return clock.elapsed(now) / 1_000_000;
    }

    @Override
    public long skipped() {
        return skipped;
    }

    private static long samples(long elapsed) {
        return elapsed / 1_000_000 * RATE / 1000;
    }
}
