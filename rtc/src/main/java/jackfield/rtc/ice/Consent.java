package jackfield.rtc.ice;

import jackfield.base.Deadlines;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// When the peer's consent on the pair in use is to be renewed, and when it runs out (RFC 7675
/// section 5.1); and when a lite agent sends a keepalive (RFC 8445 section 11).
final class Consent {
    private static final long SECOND = 1_000_000_000L;
    private static final long SOONEST_CHECK = 4 * SECOND;
    private static final long SPREAD = 2 * SECOND;

    /// From the last answer until consent runs out.
    static final long LASTS = 30 * SECOND;

    private static final long KEEPALIVE_EVERY = 15 * SECOND;

    /// What may be due.
    enum Due {
        CHECK,
        EXPIRY,
        KEEPALIVE
    }

    private final Deadlines<Due> timers = new Deadlines<>(Due.class);
    private final RandomGenerator random;

    Consent(RandomGenerator random) {
        this.random = random;
    }

    /// A full agent's: it checks.
    ///
    /// @param fresh whether a check of the pair succeeded just now; otherwise one is due at once
    void begin(boolean fresh, long now) {
        timers.stopAll();
        timers.set(Due.CHECK, now);
        if (fresh) {
            scheduleCheck(now);
        }
        renew(now);
    }

    /// A lite agent's: it takes the peer's checks for consent, where the peer makes any.
    void beginLite(boolean peerChecks, long now) {
        timers.stopAll();
        scheduleKeepalive(now);
        if (peerChecks) {
            renew(now);
        }
    }

    /// The peer consented at `now`.
    void renew(long now) {
        timers.set(Due.EXPIRY, now + LASTS);
    }

    /// The next check, 4 to 6 s from now.
    void scheduleCheck(long now) {
        timers.set(Due.CHECK, now + SOONEST_CHECK + random.nextLong(SPREAD));
    }

    void scheduleKeepalive(long now) {
        timers.set(Due.KEEPALIVE, now + KEEPALIVE_EVERY);
    }

    void end() {
        timers.stopAll();
    }

    @Nullable Due take(long now) {
        return timers.take(now);
    }

    long deadline() {
        return timers.earliest();
    }
}
