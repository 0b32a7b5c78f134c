package jackfield.testkit.peers;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waiting for something another process does: looks again every few milliseconds, and gives up
/// with a sentence. A limit says when a test has failed; no test asserts how long a thing took.
public final class Patience {
    private static final Duration STEP = Duration.ofMillis(20);

    private Patience() {}

    /// Waits until `condition` holds.
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        until(what, limit, condition, () -> "");
    }

    /// Waits until `condition` holds; `state` explains what is there instead.
    public static void until(
            String what, Duration limit, BooleanSupplier condition, Supplier<String> state) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "waited " + limit.toSeconds() + " s for " + what + "; " + state.get());
            }
            pause();
        }
    }

    /// Lets other processes work for `time`: for sound to be heard, not for things to happen.
    public static void listen(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            pause();
        }
    }

    static void pause() {
        LockSupport.parkNanos(STEP.toNanos());
    }
}
