package jackfield.rtc.rtcp;

import java.util.Arrays;

/// When the last sender reports (or receiver reference times) went out, so that the receiver's
/// answer tells the round trip (RFC 3550 section 6.4.1). Makes no garbage.
///
/// It does not matter who wrote the report: a relay that passes one on measures the way from itself
/// to the receiver and back.
public final class SentReports {
    private static final int KEPT = 8;
    private static final long LONGEST = 60_000_000_000L;

    private final int[] ntp = new int[KEPT];
    private final long[] at = new long[KEPT];
    private int next;

    /// Nothing sent yet.
    public SentReports() {
        Arrays.fill(at, Long.MIN_VALUE);
    }

    /// A report went out.
    ///
    /// @param middleNtp the middle 32 bits of its NTP time
    public void sent(int middleNtp, long now) {
        ntp[next] = middleNtp;
        at[next] = now;
        next = (next + 1) % KEPT;
    }

    /// The round trip in nanoseconds that an answer tells; -1 where it answers none of the last
    /// ones, or says what cannot be.
    ///
    /// @param middleNtp the report that is answered, 0 for none
    /// @param delay between its arrival and the answer, in 1/65536 s
    public long roundTrip(int middleNtp, long delay, long now) {
        if (middleNtp == 0) {
            return -1;
        }
        for (int back = 1; back <= KEPT; back++) {
            int i = (next + KEPT - back) % KEPT;
            if (ntp[i] == middleNtp && at[i] != Long.MIN_VALUE) {
                long whole = now - at[i];
                long trip = whole - NtpTime.nanosOfShort(delay);
                // Its clock is coarse: a round trip of nothing can come out a little below 0.
                return whole > LONGEST || trip < -5_000_000L ? -1 : Math.max(0, trip);
            }
        }
        return -1;
    }
}
