package jackfield.rtc.stun;

import java.util.random.RandomGenerator;

/// The 96 bits that pair a STUN response with its request (RFC 8489 section 5).
///
/// @param high the first four bytes
/// @param low the last eight bytes
public record TransactionId(int high, long low) {
    /// A fresh one. Responses are trusted by it, so `random` must be a strong source.
    public static TransactionId random(RandomGenerator random) {
        return new TransactionId(random.nextInt(), random.nextLong());
    }
}
