package jackfield.base;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The timers of one state machine: an array of deadlines, one for each constant of an enum.
///
/// There are no timer objects to cancel: a stopped timer is a deadline of [#NEVER]. Times are
/// nanoseconds since the node started (always positive, so plain `<=` compares them).
///
/// @param <K> the machine's timers
public final class Deadlines<K extends Enum<K>> {
    /// A deadline that does not come.
    public static final long NEVER = Long.MAX_VALUE;

    /// An enum gives a fresh copy to everyone who asks.
    private static final ClassValue<Enum<?>[]> CONSTANTS =
            new ClassValue<>() {
                @Override
                protected Enum<?>[] computeValue(Class<?> kind) {
                    return (Enum<?>[]) kind.getEnumConstants();
                }
            };

    private final Enum<?>[] timers;
    private final long[] at;

    /// All timers of `kind`, stopped.
    public Deadlines(Class<K> kind) {
        timers = CONSTANTS.get(kind);
        at = new long[timers.length];
        Arrays.fill(at, NEVER);
    }

    /// Starts or restarts `timer`, to fire at `deadline` (ns).
    public void set(K timer, long deadline) {
        at[timer.ordinal()] = deadline;
    }

    /// Stops `timer`; it is fine if it does not run.
    public void stop(K timer) {
        at[timer.ordinal()] = NEVER;
    }

    /// Stops every timer.
    public void stopAll() {
        Arrays.fill(at, NEVER);
    }

    /// True while `timer` runs.
    public boolean isSet(K timer) {
        return at[timer.ordinal()] != NEVER;
    }

    /// When `timer` fires (ns), or [#NEVER].
    public long of(K timer) {
        return at[timer.ordinal()];
    }

    /// The earliest deadline (ns), or [#NEVER] when no timer runs.
    public long earliest() {
        long earliest = NEVER;
        for (long deadline : at) {
            earliest = Math.min(earliest, deadline);
        }
        return earliest;
    }

    /// Takes the earliest timer that is due at `now` and stops it; null when none is due. Call it
    /// in a loop: several may be due at once, and handling one may set another.
    public @Nullable K take(long now) {
        int first = -1;
        for (int i = 0; i < at.length; i++) {
            if (at[i] != NEVER && at[i] <= now && (first < 0 || at[i] < at[first])) {
                first = i;
            }
        }
        if (first < 0) {
            return null;
        }
        at[first] = NEVER;
        @SuppressWarnings("unchecked") // the constants of K
        K timer = (K) timers[first];
        return timer;
    }
}
