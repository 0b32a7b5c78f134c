package jackfield.bench.relay;

import jackfield.base.Deadlines;
import java.util.List;
import java.util.random.RandomGenerator;

/// Lets each end send every 20 ms, at a moment of its own in that time: independent phones.
public final class Load {
    private static final long INTERVAL = 20_000_000;

    private final FlowEnd[] ends;
    private final long[] phases;
    private final Window window;
    private long cycle = Deadlines.NEVER;
    private int next;

    /// @param tick moments are multiples of this (ns); 0 for any moment
    public Load(List<? extends FlowEnd> ends, long tick, RandomGenerator random, Window window) {
        this.ends = ends.toArray(FlowEnd[]::new);
        this.window = window;
        phases =
                random.longs(this.ends.length, 0, INTERVAL)
                        .map(phase -> tick == 0 ? phase : phase / tick * tick)
                        .sorted()
                        .toArray();
    }

    public void begin(long now) {
        cycle = now;
        next = 0;
    }

    /// Sends what is due. On the load's thread.
    void wake(long from) {
        long now = from;
        for (long due = deadline(); due <= now; due = deadline()) {
            window.behind(now - due, now);
            ends[next++].send(now);
            now = System.nanoTime();
            if (next == ends.length) {
                next = 0;
                cycle += INTERVAL;
            }
        }
    }

    /// When the next packet is due (ns).
    long deadline() {
        return cycle == Deadlines.NEVER ? Deadlines.NEVER : cycle + phases[next];
    }
}
