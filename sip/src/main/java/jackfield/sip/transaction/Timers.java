package jackfield.sip.transaction;

/// The three times all SIP timers are made of (RFC 3261 section 17.1.1.1, table 4), in nanoseconds.
///
/// @param t1 the estimated round trip
/// @param t2 the longest wait between retransmissions of a non-INVITE request or a final response
/// @param t4 the longest a message stays in the network
public record Timers(long t1, long t2, long t4) {
    private static final long MS = 1_000_000;

    /// 500 ms, 4 s and 5 s.
    public static final Timers DEFAULT = new Timers(500 * MS, 4_000 * MS, 5_000 * MS);

    public Timers {
        if (t1 <= 0 || t2 < t1 || t4 <= 0) {
            throw new IllegalArgumentException("T1 " + t1 + ", T2 " + t2 + ", T4 " + t4);
        }
    }

    /// 64*T1: timers B, F, H, J, L and M, and how long a 2xx waits for its ACK.
    public long timeout() {
        return 64 * t1;
    }

    /// The wait after a wait of `last`: twice as long, T2 at most.
    public long backOff(long last) {
        return Math.min(2 * last, t2);
    }

    /// How long timer E takes to reach T2: 3.5 s by default (RFC 4320 section 4.1).
    long untilTimerEIsT2() {
        long passed = 0;
        for (long wait = t1; wait < t2; wait = backOff(wait)) {
            passed += wait;
        }
        return passed;
    }
}
