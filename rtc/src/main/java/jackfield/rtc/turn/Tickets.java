package jackfield.rtc.turn;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Mobility tickets (RFC 8016 section 3.1): random, so that nobody guesses one. As text, because
/// coturn's client takes a ticket for a string and forgets what follows a zero byte.
final class Tickets {
    static final int BYTES = 24;

    private Tickets() {}

    static byte[] random(RandomGenerator random) {
        byte[] bytes = new byte[BYTES / 4 * 3];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().encode(bytes);
    }

    /// What a ticket is filed by.
    static long number(byte[] ticket) {
        return ByteBuffer.wrap(ticket).getLong();
    }

    static boolean same(byte @Nullable [] one, byte[] other) {
        return one != null && MessageDigest.isEqual(one, other);
    }
}
