package jackfield.server.boot;

import jackfield.net.udp.Duty;
import java.time.Duration;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;

/// Tells once a second how much of its time a loop did something, 0 to 1. Time in which another
/// thread had the processor counts too: what comes is as late as if the loop had used it itself.
final class Business implements Duty {
    private static final long PERIOD = Duration.ofSeconds(1).toNanos();

    private final LongSupplier idle;
    private final DoubleConsumer told;
    private long last;
    private long idleThen;
    private long next;

    /// @param idle how long the loop has waited so far, ns
    /// @param now ns
    Business(LongSupplier idle, DoubleConsumer told, long now) {
        this.idle = idle;
        this.told = told;
        last = now;
        next = now + PERIOD;
    }

    @Override
    public void wake(long now) {
        long waited = idle.getAsLong();
        told.accept(Math.clamp(1 - (double) (waited - idleThen) / Math.max(1, now - last), 0, 1));
        idleThen = waited;
        last = now;
        next = now + PERIOD;
    }

    @Override
    public long deadline() {
        return next;
    }
}
