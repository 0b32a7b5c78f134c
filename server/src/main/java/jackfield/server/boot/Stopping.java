package jackfield.server.boot;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a node stops: the steps run in the reverse order of their making, each once, whatever
/// happens to the others. What was opened first is closed last.
public final class Stopping {
    private static final Logger log = LoggerFactory.getLogger(Stopping.class);

    private final Deque<Step> steps = new ArrayDeque<>();
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    /// One thing to do.
    @FunctionalInterface
    public interface Action {
        /// Does it; may block for the time it promised.
        void run() throws Exception;
    }

    private record Step(String what, Action action) {}

    /// Adds a step that runs before all that were added earlier.
    ///
    /// @param what it does, for the log: `close the database`
    public synchronized void first(String what, Action action) {
        steps.push(new Step(what, action));
    }

    /// Runs the steps, or waits until the thread that runs them is through.
    public void run() {
        if (!begun.compareAndSet(false, true)) {
            awaitEnd();
            return;
        }
        for (Step step = take(); step != null; step = take()) {
            log.debug("stopping: {}", step.what);
            try {
                step.action.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                log.warn("interrupted while stopping: {}", step.what);
            } catch (Exception e) {
                log.warn("could not {}", step.what, e);
            }
        }
        ended.countDown();
    }

    /// Runs the steps, for so long at most; false when they were not through by then.
    public boolean runWithin(Duration limit) {
        Thread.ofPlatform().name("stopping").daemon().start(this::run);
        try {
            return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Waits until the node has stopped.
    public void awaitEnd() {
        boolean interrupted = false;
        while (true) {
            try {
                ended.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Step take() {
        return steps.poll();
    }
}
