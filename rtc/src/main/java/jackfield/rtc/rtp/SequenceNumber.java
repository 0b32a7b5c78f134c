package jackfield.rtc.rtp;

/// Arithmetic on the 16-bit sequence number, which wraps (RFC 3550 section 5.1, RFC 1982).
public final class SequenceNumber {
    private SequenceNumber() {}

    /// How far `to` lies after `from`: -32768 to 32767.
    public static int distance(int from, int to) {
        return (short) (to - from);
    }

    /// The number without wrapping that ends in the 16 bits `sequence` and lies nearest to
    /// `nearby`, which is such a number itself.
    public static long unroll(long nearby, int sequence) {
        return nearby + distance((int) nearby & 0xffff, sequence);
    }
}
