package jackfield.rtc.turn;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// Mobility tickets (RFC 8016 section 3.1): random, so that nobody guesses one.
final class Tickets {
    static final int BYTES = 24;

    private Tickets() {}

    /// What a ticket is filed by.
    static long number(byte[] ticket) {
        return ByteBuffer.wrap(ticket).getLong();
    }

    static boolean same(byte @Nullable [] one, byte[] other) {
        return one != null && MessageDigest.isEqual(one, other);
    }
}
