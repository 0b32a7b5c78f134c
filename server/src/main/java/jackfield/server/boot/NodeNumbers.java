package jackfield.server.boot;

import jackfield.net.udp.UdpCounters;
import jackfield.server.api.NumbersView;
import jackfield.server.boot.EventFeed.Event;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Looks at the node once a second and remembers an hour of it, so that a chart is full at once.
final class NodeNumbers implements NumbersView {
    private static final int HOUR = 3_600;
    private static final int MOST_DELAYS = 1_000;

    /// What there is to be seen; asked on a thread that may wait.
    interface Look {
        /// Calls now.
        int calls();

        /// Bindings now.
        int registrations();

        /// Everything dropped so far.
        long drops();

        /// All media so far.
        UdpCounters media();
    }

    private final EventFeed feed;
    private final Supplier<Look> look;
    private final DoubleSupplier cpu;
    private final LongSupplier wall;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final double[] delays = new double[MOST_DELAYS];
    private int delayCount;
    private long attempts;
    private long errors;
    private long lastMs;
    private @Nullable UdpCounters lastMedia;
    private long lastDrops;

    /// @param wall ms since 1970
    NodeNumbers(EventFeed feed, Supplier<Look> look, DoubleSupplier cpu, LongSupplier wall) {
        this.feed = feed;
        this.look = look;
        this.cpu = cpu;
        this.wall = wall;
    }

    /// A call or an attempt has ended.
    ///
    /// @param failed it was refused or went wrong
    /// @param delayNs from its INVITE to the first sign; negative where there was none
    synchronized void ended(boolean failed, long delayNs) {
        attempts++;
        errors += failed ? 1 : 0;
        if (delayNs >= 0) {
            delays[delayCount++ % MOST_DELAYS] = delayNs / 1e6;
        }
    }

    /// Takes one sample.
    void sample() {
        Look seen = look.get();
        UdpCounters media = seen.media();
        long now = wall.getAsLong();
        Sample sample = take(seen, media, now);
        if (feed.isHeard("numbers")) {
            feed.publish(new Event("numbers", Map.of("sample", sample)));
        }
    }

    private synchronized Sample take(Look seen, UdpCounters media, long now) {
        UdpCounters before = lastMedia == null ? media : lastMedia;
        double seconds = Math.max(0.001, (now - lastMs) / 1000.0);
        long drops = seen.drops();
        double busy = cpu.getAsDouble();
        Sample sample =
                new Sample(
                        now,
                        seen.calls(),
                        seen.registrations(),
                        Math.rint((media.packetsIn() - before.packetsIn()) / seconds),
                        Math.rint((media.packetsOut() - before.packetsOut()) / seconds),
                        attempts,
                        errors,
                        lastMedia == null ? 0 : drops - lastDrops,
                        busy < 0 ? null : Math.rint(busy * 1000) / 1000,
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                        p99());
        attempts = 0;
        errors = 0;
        lastMs = now;
        lastMedia = media;
        lastDrops = drops;
        samples.addLast(sample);
        if (samples.size() > HOUR) {
            samples.removeFirst();
        }
        return sample;
    }

    private @Nullable Double p99() {
        int count = Math.min(delayCount, MOST_DELAYS);
        if (count == 0) {
            return null;
        }
        double[] sorted = Arrays.copyOf(delays, count);
        Arrays.sort(sorted);
        return Math.rint(sorted[(int) Math.ceil(count * 0.99) - 1] * 10) / 10;
    }

    @Override
    public synchronized List<Sample> since(long sinceMs) {
        List<Sample> found = new ArrayList<>();
        for (Sample sample : samples) {
            if (sample.time() >= sinceMs) {
                found.add(sample);
            }
        }
        return found;
    }
}
