package jackfield.server.boot;

import jackfield.net.udp.UdpCounters;
import jackfield.roles.records.Outcome;
import jackfield.server.api.NumbersView;
import jackfield.server.boot.EventFeed.Event;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Looks at the node once a second and remembers an hour of it, and a day minute by minute, so that
/// a chart is full at once.
final class NodeNumbers implements NumbersView {
    private static final int HOUR = 3_600;
    private static final int DAY = 1_440;
    private static final long MINUTE_MS = 60_000;
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
    private final Deque<Minute> minutes = new ArrayDeque<>();
    private final double[] delays = new double[MOST_DELAYS];
    private int delayCount;
    private MinuteSums running = new MinuteSums();
    private long[] outcomes = new long[Outcome.values().length];
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

    /// A minute, and how the calls went that ended in it.
    private record Minute(Sample sample, List<Long> outcomes) {}

    /// A call or an attempt has ended.
    ///
    /// @param delayNs from its INVITE to the first sign; negative where there was none
    synchronized void ended(Outcome outcome, long delayNs) {
        attempts++;
        outcomes[outcome.ordinal()]++;
        errors += outcome.isFailure() ? 1 : 0;
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
        if (running.isOver(now)) {
            minute();
        }
        running.add(sample);
        return sample;
    }

    private void minute() {
        minutes.addLast(new Minute(running.sample(), Arrays.stream(outcomes).boxed().toList()));
        if (minutes.size() > DAY) {
            minutes.removeFirst();
        }
        running = new MinuteSums();
        outcomes = new long[Outcome.values().length];
    }

    /// What makes one sample of the seconds of a minute.
    private static final class MinuteSums {
        private int count;
        private long begun;
        private double packetsIn;
        private double packetsOut;
        private long attempts;
        private long errors;
        private long drops;
        private double cpu;
        private int cpuCount;
        private int calls;
        private @Nullable Sample last;

        private boolean isOver(long now) {
            return count > 0 && now / MINUTE_MS != begun / MINUTE_MS;
        }

        private void add(Sample sample) {
            begun = count == 0 ? sample.time() : begun;
            count++;
            packetsIn += sample.packetsIn();
            packetsOut += sample.packetsOut();
            attempts += sample.attempts();
            errors += sample.errors();
            drops += sample.drops();
            calls = Math.max(calls, sample.calls());
            Double busy = sample.cpu();
            if (busy != null) {
                cpu += busy;
                cpuCount++;
            }
            last = sample;
        }

        private Sample sample() {
            Sample end = Objects.requireNonNull(last);
            return new Sample(
                    end.time(),
                    calls,
                    end.registrations(),
                    Math.rint(packetsIn / count),
                    Math.rint(packetsOut / count),
                    attempts,
                    errors,
                    drops,
                    cpuCount == 0 ? null : Math.rint(cpu / cpuCount * 1000) / 1000,
                    end.heap(),
                    end.ringP99Ms());
        }
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
    public synchronized List<Sample> minutesSince(long sinceMs) {
        return minutes.stream()
                .map(Minute::sample)
                .filter(sample -> sample.time() >= sinceMs)
                .toList();
    }

    @Override
    public synchronized Map<String, Long> outcomesSince(long sinceMs) {
        long[] sums = outcomes.clone();
        for (Minute minute : minutes) {
            if (minute.sample().time() >= sinceMs) {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += minute.outcomes().get(i);
                }
            }
        }
        Map<String, Long> found = new LinkedHashMap<>();
        for (Outcome outcome : Outcome.values()) {
            found.put(outcome.word(), sums[outcome.ordinal()]);
        }
        return found;
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
