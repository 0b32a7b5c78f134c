package jackfield.server.boot;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Codes that are good once and for five minutes. For any thread.
final class Tickets {
    private static final int MOST = 20;
    private static final long LIFE_MS = 300_000;

    private final Map<String, Long> ends = new LinkedHashMap<>();
    private final RandomGenerator random;
    private final LongSupplier wall;

    /// @param random a cryptographic one
    /// @param wall ms since 1970
    Tickets(RandomGenerator random, LongSupplier wall) {
        this.random = random;
        this.wall = wall;
    }

    /// A new code; the oldest is good no more where there are too many.
    synchronized String make() {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        while (ends.size() >= MOST) {
            ends.remove(ends.keySet().iterator().next());
        }
        ends.put(code, wall.getAsLong() + LIFE_MS);
        return code;
    }

    /// True once for a code that is still good.
    synchronized boolean take(String code) {
        Long end = ends.remove(code);
        return end != null && end > wall.getAsLong();
    }
}
