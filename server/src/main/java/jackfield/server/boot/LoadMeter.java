package jackfield.server.boot;

import jackfield.base.Deadlines;
import jackfield.net.udp.Duty;
import jackfield.net.udp.UdpCounters;
import jackfield.roles.relay.Load;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// Measures once a second how busy the node is, for those that refuse calls by it. On the loop of
/// who is told.
final class LoadMeter implements Duty {
    private static final long PERIOD = Duration.ofSeconds(1).toNanos();

    private final DoubleSupplier cpu;
    private final Supplier<UdpCounters> media;
    private final Consumer<Load> told;
    private long next = Deadlines.NEVER;
    private long last;
    private long bytes;

    /// @param cpu share of all processors, 0 to 1; negative where that is not known
    /// @param media all media so far
    LoadMeter(DoubleSupplier cpu, Supplier<UdpCounters> media, Consumer<Load> told) {
        this.cpu = cpu;
        this.media = media;
        this.told = told;
    }

    /// Begins.
    void start(long now) {
        last = now;
        bytes = bytes();
        next = now + PERIOD;
    }

    @Override
    public void wake(long now) {
        if (now < next) {
            return;
        }
        long total = bytes();
        long passed = Math.max(1, now - last);
        double perSecond = (total - bytes) * 8e9 / passed;
        told.accept(new Load(Math.max(0, cpu.getAsDouble()), (long) perSecond));
        bytes = total;
        last = now;
        next = now + PERIOD;
    }

    @Override
    public long deadline() {
        return next;
    }

    private long bytes() {
        UdpCounters counters = media.get();
        return counters.bytesIn() + counters.bytesOut();
    }
}
