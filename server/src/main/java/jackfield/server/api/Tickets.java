package jackfield.server.api;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Codes that stand for the administrator's token where the token itself must not: good for one
/// thing, and for a while. For any thread.
public final class Tickets {
    private static final long MINUTE_MS = 60_000;

    private final int most;
    private final long lifeMs;
    private final RandomGenerator random;
    private final LongSupplier wall;

    private record Good(String what, long untilMs) {}

    /// Guarded by this.
    private final Map<String, Good> all = new LinkedHashMap<>();

    private Tickets(int most, long lifeMs, RandomGenerator random, LongSupplier wall) {
        this.most = most;
        this.lifeMs = lifeMs;
        this.random = random;
        this.wall = wall;
    }

    /// For five minutes, to sign a browser in once.
    ///
    /// @param random a cryptographic one
    /// @param wall ms since 1970
    public static Tickets toSignIn(RandomGenerator random, LongSupplier wall) {
        return new Tickets(20, 5 * MINUTE_MS, random, wall);
    }

    /// For an hour, to read one recording: an `<audio>` of a page can send no header, and the token
    /// must stand in no address.
    ///
    /// @param random a cryptographic one
    /// @param wall ms since 1970
    public static Tickets toListen(RandomGenerator random, LongSupplier wall) {
        return new Tickets(200, 60 * MINUTE_MS, random, wall);
    }

    /// How long one is good (s).
    public long seconds() {
        return lifeMs / 1_000;
    }

    /// A new code, for anything.
    public String make() {
        return make("");
    }

    /// A new code for `what`; the oldest is good no more where there are too many.
    public synchronized String make(String what) {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        while (all.size() >= most) {
            all.remove(all.keySet().iterator().next());
        }
        all.put(code, new Good(what, wall.getAsLong() + lifeMs));
        return code;
    }

    /// True for a code that was made for `what` and is still good.
    synchronized boolean isGood(String code, String what) {
        return isGood(all.get(code), what);
    }

    /// True once for a code for anything that is still good.
    public synchronized boolean take(String code) {
        return isGood(all.remove(code), "");
    }

    private boolean isGood(@Nullable Good good, String what) {
        return good != null && good.what().equals(what) && good.untilMs() > wall.getAsLong();
    }
}
