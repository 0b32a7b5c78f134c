package jackfield.bench.sip;

import jackfield.base.Deadlines;
import jackfield.net.udp.Duty;
import org.jspecify.annotations.Nullable;

/// Begins units of work at an even rate, whether the server keeps up or not.
final class Pace implements Duty {
    private static final long REPEATS_NS = 20_000_000;
    private static final int MOST_AT_ONCE = 64;

    private final Phones phones;
    private final Window window;
    private @Nullable Work work;
    private double intervalNs;
    private long began;
    private long begun;
    private long most;
    private long repeatsDue;

    Pace(Phones phones, Window window) {
        this.phones = phones;
        this.window = window;
    }

    /// Begins `most` units of `kind`, so many a second.
    void begin(Work kind, double perSecond, long units, long now) {
        work = kind;
        intervalNs = 1e9 / perSecond;
        began = now;
        begun = 0;
        most = units;
    }

    void end() {
        most = begun;
    }

    /// True when all units were begun.
    boolean isOver() {
        return begun >= most;
    }

    private long due() {
        return isOver() ? Deadlines.NEVER : began + (long) (begun * intervalNs);
    }

    @Override
    public void wake(long now) {
        Work kind = work;
        for (int i = 0; kind != null && due() <= now && i < MOST_AT_ONCE; i++) {
            window.behind(now - due(), now);
            if (!kind.begin(now)) {
                window.bad("all users are busy");
            }
            begun++;
        }
        if (repeatsDue <= now) {
            phones.wake(now);
            repeatsDue = now + REPEATS_NS;
        }
    }

    @Override
    public long deadline() {
        return Math.min(due(), repeatsDue);
    }
}
