package jackfield.media.record;

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

    private final int side;
    private final int payloadType;
    private final OggPages pages;
    private final RecordingClock clock;
    private final StreamClock stream = new StreamClock(RATE);
    private final TreeMap<Long, byte[]> waiting = new TreeMap<>();
    private long written;
    private long page;
    private long skipped;
    private byte toc = (byte) (CELT + 3 << 3);

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
        ByteBuffer tags =
                ByteBuffer.allocate(16 + vendor.length).order(ByteOrder.LITTLE_ENDIAN);
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
        byte[] payload = new byte[length];
        MemorySegment.copy(
                slot, ValueLayout.JAVA_BYTE, packet.headerLength(), payload, 0, length);
        long place = stream.place(packet.ssrc(), packet.timestamp(), RATE, clock.elapsed(now));
        if (OpusFrames.duration(payload, length) == 0
                || place < written
                || waiting.size() >= MOST_WAITING
                || waiting.putIfAbsent(place, payload) != null) {
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
            Map.Entry<Long, byte[]> first = waiting.pollFirstEntry();
            long place = first.getKey();
            byte[] packet = first.getValue();
            if (place < written - SHORTEST_GAP) {
                skipped++; // over what a longer packet before it holds
                continue;
            }
            fill(place);
            toc = packet[0];
            put(packet, packet.length, OpusFrames.duration(packet, packet.length));
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
        while (gap >= OpusFrames.LONGEST) {
            empty[0] = (byte) (CELT + 3 << 3 | toc & 4 | 3);
            empty[1] = 6;
            put(empty, 2, OpusFrames.LONGEST);
            gap = until - written;
        }
        int frame = OpusFrames.frame(toc);
        while (gap >= frame) {
            empty[0] = (byte) (toc & ~3);
            put(empty, 1, frame);
            gap = until - written;
        }
        for (int config = CELT + 3; config >= CELT; config--) {
            empty[0] = (byte) (config << 3 | toc & 4);
            int shorter = OpusFrames.frame(empty[0]);
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
