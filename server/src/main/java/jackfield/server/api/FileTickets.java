package jackfield.server.api;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Codes that let one who has no token read one recording, for an hour: an `<audio>` of a page can
/// send no header, and the token itself must stand in no address. For any thread.
public final class FileTickets {
    /// How long one is good.
    public static final long LIFE_MS = 3_600_000;

    private static final int MOST = 200;

    private record Good(String id, long untilMs) {}

    /// Guarded by this.
    private final Map<String, Good> all = new LinkedHashMap<>();

    private final RandomGenerator random;
    private final LongSupplier wall;

    /// @param random a cryptographic one
    /// @param wall ms since 1970
    public FileTickets(RandomGenerator random, LongSupplier wall) {
        this.random = random;
        this.wall = wall;
    }

    /// A new code; the oldest is good no more where there are too many.
    synchronized String make(String id) {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        while (all.size() >= MOST) {
            all.remove(all.keySet().iterator().next());
        }
        all.put(code, new Good(id, wall.getAsLong() + LIFE_MS));
        return code;
    }

    /// True for a code that was made for this recording and is still good.
    synchronized boolean isGood(String code, String id) {
        Good good = all.get(code);
        return good != null && good.id().equals(id) && good.untilMs() > wall.getAsLong();
    }
}
