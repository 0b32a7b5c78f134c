package jackfield.media.record;

import jackfield.base.Endpoint;
import jackfield.rtc.rtp.RtpPacket;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// The RTP packets of a call without their protection, as a capture that Wireshark and tshark read:
/// pcap with nanoseconds, raw IP packets. Their IP and UDP headers are made for it.
public final class PcapRecorder implements Recorder {
    static final int MAGIC = 0xa1b23c4d;
    private static final int LINKTYPE_RAW = 101;
    private static final int UDP = 17;
    private static final int UDP_HEADER = 8;
    private static final int LONGEST = 65_000;

    private final RecordingFile file;
    private final List<Path> sides;
    private final long start;
    private final long epochMs;
    private final RecordingClock clock;
    private long skipped;

    /// From where to where the packets of one side are said to go. Both of one family.
    public record Path(Endpoint from, Endpoint to) {
        /// Addresses for examples (RFC 5737), for a side whose own are not known.
        public static Path example(int side) {
            return new Path(
                    Endpoint.ipv4(0xc000_0201 + side, 4000 + 2 * side),
                    Endpoint.ipv4(0xc000_02fe, 4000 + 2 * side));
        }
    }

    /// @param epochMs what time it is at `now` (ms since 1970)
    public PcapRecorder(RecordingFile file, List<Path> sides, long epochMs, long now)
            throws IOException {
        this.file = file;
        this.sides = List.copyOf(sides);
        this.start = now;
        this.epochMs = epochMs;
        this.clock = new RecordingClock(now);
        ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(MAGIC).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0);
        header.putInt(0x40000).putInt(LINKTYPE_RAW);
        file.append(header.flip());
    }

    @Override
    public void packet(int side, MemorySegment slot, RtpPacket packet, long now)
            throws IOException {
        int length = packet.length();
        if (side >= sides.size() || length > LONGEST) {
            skipped++;
            return;
        }
        if (clock.isPaused()) {
            return;
        }
        Path path = sides.get(side);
        int ip = path.from.isIpv4() ? 20 : 40;
        int whole = ip + UDP_HEADER + length;
        ByteBuffer record = ByteBuffer.allocate(16 + whole).order(ByteOrder.LITTLE_ENDIAN);
        long ns = Math.max(0, now - start) + epochMs % 1000 * 1_000_000;
        record.putInt((int) (epochMs / 1000 + ns / 1_000_000_000));
        record.putInt((int) (ns % 1_000_000_000)).putInt(whole).putInt(whole);
        record.order(ByteOrder.BIG_ENDIAN);
        headers(record, path, length);
        int at = record.position();
        MemorySegment.copy(slot, ValueLayout.JAVA_BYTE, 0, record.array(), at, length);
        record.position(at + length);
        file.append(record.flip());
    }

    /// IP and UDP. The UDP checksum is 0, which says that there is none (RFC 768); for IPv6 as RFC
    /// 6935 allows it.
    private static void headers(ByteBuffer to, Path path, int length) {
        int udp = UDP_HEADER + length;
        int at = to.position();
        if (path.from.isIpv4()) {
            to.putInt(0x4500_0000 | 20 + udp).putInt(0x0000_4000);
            to.put((byte) 64).put((byte) UDP).putShort((short) 0);
            to.put(path.from.address().getAddress()).put(path.to.address().getAddress());
            to.putShort(at + 10, (short) checksum(to, at));
        } else {
            to.putInt(0x6000_0000).putShort((short) udp).put((byte) UDP).put((byte) 64);
            to.put(path.from.address().getAddress()).put(path.to.address().getAddress());
        }
        to.putShort((short) path.from.port()).putShort((short) path.to.port());
        to.putShort((short) udp).putShort((short) 0);
    }

    private static int checksum(ByteBuffer header, int at) {
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += header.getShort(at + i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return ~(sum + (sum >>> 16)) & 0xffff;
    }

    @Override
    public void advance(long now) {}

    @Override
    public void pause(long now) {
        clock.pause(now);
    }

    @Override
    public void resume(long now) {
        clock.resume(now);
    }

    @Override
    public void finish(long now) {}

    @Override
    public long durationMs(long now) {
        return clock.elapsed(now) / 1_000_000;
    }

    @Override
    public long skipped() {
        return skipped;
    }
}
