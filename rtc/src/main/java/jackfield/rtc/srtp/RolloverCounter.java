package jackfield.rtc.srtp;

/// The 48-bit packet index: the rollover counter above the 16-bit sequence number (RFC 3711 section
/// 3.3.1 and appendix A). The counter itself is not stored: it is the upper part of the highest
/// index seen.
final class RolloverCounter {
    /// One above the last index that a key may protect.
    static final long END = 1L << 48;

    private static final int HALF = 1 << 15;

    private RolloverCounter() {}

    /// The index that `sequence` most likely has when `highest` is the highest index so far, or -1
    /// for none so far. Negative where it would lie before the first packet.
    static long index(long highest, int sequence) {
        if (highest < 0) {
            return sequence;
        }
        int last = (int) highest & 0xffff;
        long counter = highest >>> 16;
        if (last < HALF) {
            counter -= sequence - last > HALF ? 1 : 0;
        } else {
            counter += last - HALF > sequence ? 1 : 0;
        }
        return (counter << 16) + sequence;
    }
}
