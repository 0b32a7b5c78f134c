package jackfield.media.record;

/// Where the packets of one direction belong in a recording.
///
/// The first packet stands where it arrived; those after it where their RTP timestamps say, so that
/// jitter is not recorded and loss, DTX and hold leave their gaps. Both directions of a call are
/// laid along the same clock of arrival, which holds them together: a new SSRC or clock rate, and a
/// timestamp that jumps, begin afresh where the packet arrived. So no packet, whatever its
/// timestamp, stands more than [#AHEAD_NS] after or [#BEHIND_NS] before its arrival.
final class StreamClock {
    /// A packet this far (ns) before its time is of another count of timestamps.
    static final long AHEAD_NS = 300_000_000;

    /// So late (ns), and for [#PATIENCE_NS], is a sender whose clock stood still.
    static final long LATE_NS = 300_000_000;

    /// So late (ns) is one at once; until then it may be the network's delay.
    static final long BEHIND_NS = 1_500_000_000;

    private static final long PATIENCE_NS = 1_000_000_000;
    private static final long SECOND_NS = 1_000_000_000;

    /// Ticks after which the anchor moves on: far below the 2^31 that a difference can hold.
    private static final int FAR = 1 << 28;

    private final int rate;
    private boolean known;
    private int ssrc;
    private int clockRate;
    private int anchorTimestamp;
    private long anchor;
    private long lateSince = -1;
    private long jumps;

    /// @param rate of the recording (samples in a second)
    StreamClock(int rate) {
        this.rate = rate;
    }

    /// The sample where a packet begins.
    ///
    /// @param clockRate of its payload type
    /// @param elapsed when it arrived (ns of the recording)
    long place(int ssrc, int timestamp, int clockRate, long elapsed) {
        long arrived = elapsed / 1_000_000 * rate / 1000;
        if (!known || ssrc != this.ssrc || clockRate != this.clockRate) {
            this.ssrc = ssrc;
            this.clockRate = clockRate;
            return anchor(timestamp, arrived);
        }
        int ticks = timestamp - anchorTimestamp;
        long place = anchor + (long) ticks * rate / clockRate;
        long late = (arrived - place) * SECOND_NS / rate;
        if (late < -AHEAD_NS || late > BEHIND_NS || isLateForLong(late, elapsed)) {
            jumps++;
            return anchor(timestamp, arrived);
        }
        if (ticks > FAR) {
            anchorTimestamp = timestamp;
            anchor = place;
        }
        return place;
    }

    private boolean isLateForLong(long late, long elapsed) {
        if (late <= LATE_NS) {
            lateSince = -1;
            return false;
        }
        if (lateSince < 0) {
            lateSince = elapsed;
        }
        return elapsed - lateSince > PATIENCE_NS;
    }

    private long anchor(int timestamp, long place) {
        known = true;
        anchorTimestamp = timestamp;
        anchor = place;
        lateSince = -1;
        return place;
    }

    /// The next packet stands where it arrives.
    void forget() {
        known = false;
    }

    /// How often timestamps jumped.
    long jumps() {
        return jumps;
    }
}
