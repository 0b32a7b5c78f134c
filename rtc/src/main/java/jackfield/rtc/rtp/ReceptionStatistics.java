package jackfield.rtc.rtp;

/// Loss and jitter of one source as a receiver counts them (RFC 3550 section 6.4.1, appendices A.1,
/// A.3 and A.8). Another SSRC, or a sequence that makes a jump and goes on from there, begins a new
/// series; what was counted before stays in the totals.
public final class ReceptionStatistics {
    private static final int LARGEST_GAP = 3000;
    private static final int LARGEST_MISORDER = 100;
    private static final long ONE_CYCLE = 0x1_0000L;
    private static final long NANOS = 1_000_000_000L;

    private boolean started;
    private int ssrc;
    private long first;
    private long highest;
    private long received;
    private long bytes;
    private int lastTimestamp;
    private int afterJump = -1;

    private long closedExpected;
    private long closedReceived;
    private long intervalExpected;
    private long intervalReceived;

    private long previousTransit;
    private boolean hasTransit;
    private int clock;
    private long jitterTimes16;

    /// Nothing counted yet.
    public ReceptionStatistics() {}

    /// Counts a packet.
    ///
    /// @param clockRate of the payload type, in Hz; 0 where it is not known, and then the packet
    ///   says nothing about jitter
    public void received(RtpPacket packet, int clockRate, long now) {
        received(packet.ssrc(), packet.sequence(), packet.timestamp(), clockRate, now);
    }

    /// Counts a packet by the fields of its header.
    public void received(int source, int sequence, int timestamp, int clockRate, long now) {
        if (!started || source != ssrc) {
            begin(source, sequence);
        } else if (!follows(sequence)) {
            return;
        }
        received++;
        lastTimestamp = timestamp;
        if (clockRate > 0) {
            jitter(timestamp, clockRate, now);
        }
    }

    /// Adds the length of a packet that was received, as it came.
    public void received(int length) {
        bytes += length;
    }

    /// The bytes of all packets that [#received(int)] was told.
    public long bytes() {
        return bytes;
    }

    /// The highest sequence number since the source began or began anew, 65,536 more for each time
    /// it wrapped; 0 before the first packet.
    public long sequence() {
        return started ? highest - ONE_CYCLE : 0;
    }

    /// The timestamp of the packet that came last, 0 to 2^32 - 1.
    public long timestamp() {
        return Integer.toUnsignedLong(lastTimestamp);
    }

    /// The SSRC that was heard last.
    public int ssrc() {
        return ssrc;
    }

    /// Packets that should have come.
    public long expected() {
        return closedExpected + (started ? highest - first + 1 : 0);
    }

    /// Packets that came, duplicates included.
    public long received() {
        return closedReceived + received;
    }

    /// Packets lost; below 0 where duplicates came.
    public long lost() {
        return expected() - received();
    }

    /// The highest sequence number, with the count of its cycles above 16 bits.
    public long extendedHighest() {
        return highest & 0xffff_ffffL;
    }

    /// The part of the packets lost since this was asked last, in 1/256.
    public int fractionLost() {
        long expected = expected() - intervalExpected;
        long lost = expected - (received() - intervalReceived);
        intervalExpected = expected();
        intervalReceived = received();
        return expected == 0 || lost <= 0 ? 0 : (int) Math.min(255, (lost << 8) / expected);
    }

    /// Interarrival jitter in units of the payload's clock.
    public long jitter() {
        return jitterTimes16 >> 4;
    }

    /// Interarrival jitter in microseconds; 0 before it is known.
    public long jitterMicros() {
        return clock == 0 ? 0 : jitter() * 1_000_000 / clock;
    }

    private void begin(int source, int sequence) {
        closedExpected = expected();
        closedReceived += received;
        started = true;
        ssrc = source;
        // One cycle up, so that late packets of the start have a number above 0.
        first = ONE_CYCLE + sequence;
        highest = first;
        received = 0;
        afterJump = -1;
        hasTransit = false;
    }

    private boolean follows(int sequence) {
        int step = SequenceNumber.distance((int) highest & 0xffff, sequence);
        if (step > LARGEST_GAP || step < -LARGEST_MISORDER) {
            if (sequence != afterJump) {
                // Two in a row are a restarted sender, one is a stray.
                afterJump = sequence + 1 & 0xffff;
                return false;
            }
            begin(ssrc, sequence);
            return true;
        }
        afterJump = -1;
        if (step > 0) {
            highest += step;
        } else {
            first = Math.min(first, highest + step);
        }
        return true;
    }

    private void jitter(int timestamp, int clockRate, long now) {
        long arrival = now / NANOS * clockRate + now % NANOS * clockRate / NANOS;
        long transit = arrival - (timestamp & 0xffff_ffffL);
        if (!hasTransit || clockRate != clock) {
            hasTransit = true;
            clock = clockRate;
        } else {
            // In 32 bits, because the timestamp wraps.
            long change = Math.abs((long) (int) (transit - previousTransit));
            jitterTimes16 += change - (jitterTimes16 + 8 >> 4);
        }
        previousTransit = transit;
    }
}
