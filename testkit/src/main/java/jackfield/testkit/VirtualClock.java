package jackfield.testkit;

import jackfield.base.Deadlines;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/// Time that passes only when a test says so, and everything that waits for it: cores by their
/// deadlines, and actions of the test by their moment. The same run is the same every time.
public final class VirtualClock {
    /// A running node's time is positive.
    private static final long START = 1_000_000_000L;

    private record Sleeper(LongSupplier deadline, Runnable wake) {}

    private record Action(long when, long order, Runnable run) {}

    private final List<Sleeper> sleepers = new ArrayList<>();
    private final PriorityQueue<Action> actions =
            new PriorityQueue<>(
                    Comparator.comparingLong(Action::when).thenComparingLong(Action::order));
    private long now = START;
    private long actionsSoFar;

    /// A clock at the start of the test.
    public VirtualClock() {
        sleepers.add(new Sleeper(this::nextAction, this::act));
    }

    /// Nanoseconds, as the cores want them.
    public long now() {
        return now;
    }

    /// Seconds since the start of the test.
    public double seconds() {
        return (now - START) / 1e9;
    }

    /// From now on `wake` is called whenever `deadline` is reached; among equal deadlines those
    /// added first come first.
    public void add(LongSupplier deadline, Runnable wake) {
        sleepers.add(new Sleeper(deadline, wake));
    }

    /// Runs `action` once, `nanos` from now.
    public void after(long nanos, Runnable action) {
        actions.add(new Action(now + nanos, actionsSoFar++, action));
    }

    /// Lets `seconds` pass, waking all that is due on the way.
    public void advanceSeconds(double seconds) {
        long end = now + Math.round(seconds * 1e9);
        for (Sleeper next = next(); next.deadline.getAsLong() <= end; next = next()) {
            wake(next);
        }
        now = end;
    }

    /// Lets time pass until nobody waits for anything. Fails after `mostSteps`: something never
    /// ends.
    public void runUntilIdle(int mostSteps) {
        int steps = 0;
        for (Sleeper next = next(); next.deadline.getAsLong() != Deadlines.NEVER; next = next()) {
            if (steps++ == mostSteps) {
                throw new AssertionError(
                        "still busy after " + mostSteps + " steps, at " + seconds() + " s");
            }
            wake(next);
        }
    }

    private Sleeper next() {
        Sleeper next = sleepers.getFirst();
        for (Sleeper sleeper : sleepers) {
            if (sleeper.deadline.getAsLong() < next.deadline.getAsLong()) {
                next = sleeper;
            }
        }
        return next;
    }

    private void wake(Sleeper sleeper) {
        now = Math.max(now, sleeper.deadline.getAsLong());
        sleeper.wake.run();
    }

    private long nextAction() {
        Action next = actions.peek();
        return next == null ? Deadlines.NEVER : next.when;
    }

    private void act() {
        Action next = actions.poll();
        if (next != null) {
            next.run.run();
        }
    }
}
