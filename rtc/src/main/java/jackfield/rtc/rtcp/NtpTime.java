package jackfield.rtc.rtcp;

/// Time as sender reports write it: 32 bits of seconds and 32 of fraction (RFC 3550 section 4). A
/// core has no wall clock; RFC 3550 section 6.4.1 lets a sender count from any moment, and ours is
/// the start of the node.
public final class NtpTime {
    private static final long SECOND = 1_000_000_000L;

    private NtpTime() {}

    /// Of nanoseconds since the node started.
    public static long of(long nanos) {
        return nanos / SECOND << 32 | (nanos % SECOND << 32) / SECOND;
    }

    /// Nanoseconds in units of 1/65536 s, as reports count delays.
    public static long shortOf(long nanos) {
        return nanos / SECOND << 16 | (nanos % SECOND << 16) / SECOND;
    }

    /// Nanoseconds of so many 1/65536 s.
    public static long nanosOfShort(long units) {
        return (units >>> 16) * SECOND + ((units & 0xffff) * SECOND >> 16);
    }
}
