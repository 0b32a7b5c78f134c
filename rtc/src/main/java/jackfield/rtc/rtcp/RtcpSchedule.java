package jackfield.rtc.rtcp;

import jackfield.base.Deadlines;
import java.util.random.RandomGenerator;

/// When our next report is due (RFC 3550 sections 6.2, 6.3 and appendix A.7): five seconds between
/// reports at least, half of that for the first, spread at random so that nobody marches in step,
/// and longer where the packets would take more than five hundredths of the bandwidth.
public final class RtcpSchedule {
    private static final double SECOND = 1e9;
    private static final double LEAST_SECONDS = 5;
    private static final double LONGEST_SECONDS = 3600;
    private static final double SHARE = 0.05;
    private static final double SENDERS_PART = 0.25;

    /// Timer reconsideration makes intervals shorter on average by this (section 6.3.1).
    private static final double COMPENSATION = Math.E - 1.5;

    private final RandomGenerator random;
    private final double usual;

    /// Bytes a second for those who send, and for those who do not.
    private double ofSenders;

    private double ofReceivers;
    private double average;
    private boolean initial = true;
    private long last;
    private long due = Deadlines.NEVER;

    /// @param sessionBitsPerSecond the bandwidth of the session, of which RTCP takes a twentieth
    public RtcpSchedule(RandomGenerator random, int sessionBitsPerSecond) {
        this.random = random;
        usual = sessionBitsPerSecond * SHARE / 8;
        average = 128;
        bandwidth(-1, -1);
    }

    /// Takes what signalling left to RTCP (RFC 3556 section 2), for intervals from now on.
    ///
    /// @param senders bits a second for those who send media; -1 for the usual quarter
    /// @param receivers bits a second for those who do not; -1 for the usual three
    public void bandwidth(int senders, int receivers) {
        ofSenders = senders < 0 ? usual * SENDERS_PART : senders / 8.0;
        ofReceivers = receivers < 0 ? usual * (1 - SENDERS_PART) : receivers / 8.0;
    }

    /// False where those who are as we are have no bandwidth: then nothing may be sent.
    ///
    /// @param weSend whether we send media
    public boolean isAllowed(boolean weSend) {
        return (weSend ? ofSenders : ofReceivers) > 0;
    }

    /// Starts: the first report is due after half the interval.
    public void begin(long now, int members, int senders, boolean weSend) {
        last = now;
        due = now + interval(members, senders, weSend);
    }

    /// Stops.
    public void end() {
        due = Deadlines.NEVER;
    }

    /// True from [#begin] to [#end].
    public boolean isRunning() {
        return due != Deadlines.NEVER;
    }

    /// When [#isDue] is to be asked next (ns), or never.
    public long deadline() {
        return due;
    }

    /// Counts a compound packet, ours or another's, into the average size.
    ///
    /// @param bytes with the headers of UDP and IP
    public void counted(int bytes) {
        average += (bytes - average) / 16;
    }

    /// Whether a report is to be sent now; if not, its time was considered again and moved (section
    /// 6.3.6).
    public boolean isDue(long now, int members, int senders, boolean weSend) {
        if (now < due) {
            return false;
        }
        long interval = interval(members, senders, weSend);
        if (last + interval > now) {
            due = last + interval;
            return false;
        }
        return true;
    }

    /// A report was sent.
    public void sent(long now, int members, int senders, boolean weSend) {
        initial = false;
        last = now;
        due = now + interval(members, senders, weSend);
    }

    private long interval(int members, int senders, boolean weSend) {
        double share = ofSenders + ofReceivers;
        int among = members;
        if (senders > 0 && senders <= members * ofSenders / share) {
            share = weSend ? ofSenders : ofReceivers;
            among = weSend ? senders : members - senders;
        }
        double least = initial ? LEAST_SECONDS / 2 : LEAST_SECONDS;
        double seconds = Math.max(least, Math.min(LONGEST_SECONDS, average * among / share));
        return (long) (seconds * (random.nextDouble() + 0.5) / COMPENSATION * SECOND);
    }
}
