package jackfield.server.boot;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/// How busy the processors are that this node may use, 0 to 1; negative where that is not known.
///
/// The JDK measures from one question to the next, whoever asks: two that ask one after the other
/// would leave the second with the load of a microsecond. So all of them share one look, which is
/// new at most every two seconds; in a container each look reads a dozen files, which is a tenth of
/// a megabyte of garbage.
final class ProcessorLoad implements DoubleSupplier {
    private static final long PERIOD = Duration.ofSeconds(2).toNanos();

    private final DoubleSupplier source;
    private final LongSupplier clock;
    private boolean known;
    private long lookedAt;
    private double last;

    /// @param source measures since it was asked last
    /// @param clock nanoseconds of any origin
    ProcessorLoad(DoubleSupplier source, LongSupplier clock) {
        this.source = source;
        this.clock = clock;
    }

    /// What the JDK says of this process's machine or container.
    static ProcessorLoad ofThisNode() {
        return new ProcessorLoad(
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getCpuLoad,
                System::nanoTime);
    }

    @Override
    public synchronized double getAsDouble() {
        long now = clock.getAsLong();
        if (!known || now - lookedAt >= PERIOD) {
            last = source.getAsDouble();
            lookedAt = now;
            known = true;
        }
        return last;
    }
}
