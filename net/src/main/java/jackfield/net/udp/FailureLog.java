package jackfield.net.udp;

import jackfield.net.NodeClock;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/// Logs the exceptions of other people's code, one a second with its trace and the rest as a count:
/// a packet that makes a sink throw may come ten thousand times a second.
final class FailureLog {
    private static final long SECOND = 1_000_000_000;

    private final Logger log;
    private final NodeClock clock;
    private final AtomicLong count = new AtomicLong();
    // Only on the loop's thread.
    private long silentUntil;
    private long unreported;

    FailureLog(Logger log, NodeClock clock) {
        this.log = log;
        this.clock = clock;
    }

    void report(String loop, String who, Throwable thrown) {
        count.incrementAndGet();
        long now = clock.now();
        if (now < silentUntil) {
            unreported++;
            return;
        }
        log.error("{}: {} failed ({} more were not logged)", loop, who, unreported, thrown);
        unreported = 0;
        silentUntil = now + SECOND;
    }

    long count() {
        return count.get();
    }
}
