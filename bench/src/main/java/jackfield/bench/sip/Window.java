package jackfield.bench.sip;

import jackfield.bench.Latencies;
import java.util.Map;
import java.util.TreeMap;

/// What happened in the time that counts. On the load's thread; read after the load has ended.
final class Window {
    private long from = Long.MAX_VALUE;
    private long to = Long.MAX_VALUE;
    private long done;
    private long repeated;
    private long messages;
    private long behindNs;
    private Latencies latencies = new Latencies();
    private final Map<String, Long> bad = new TreeMap<>();

    /// From now on all counts, and nothing before.
    void open(long now) {
        from = now;
        to = Long.MAX_VALUE;
        done = 0;
        repeated = 0;
        messages = 0;
        behindNs = 0;
        latencies = new Latencies();
        bad.clear();
    }

    void close(long now) {
        to = now;
    }

    private boolean counts(long now) {
        return now >= from && now < to;
    }

    /// A unit of work is done.
    void done(long now) {
        if (counts(now)) {
            done++;
        }
    }

    /// The server had a message of ours, or we one of it.
    void message(long now) {
        if (counts(now)) {
            messages++;
        }
    }

    /// The server took so long with a message.
    void took(long ns, long now) {
        if (counts(now)) {
            latencies.add(ns);
        }
    }

    /// A request had to be sent again.
    void repeated(long now) {
        if (counts(now)) {
            repeated++;
        }
    }

    /// The load was so late with a unit.
    void behind(long ns, long now) {
        if (counts(now)) {
            behindNs = Math.max(behindNs, ns);
        }
    }

    /// Something came that should not.
    void bad(String why) {
        bad.merge(why, 1L, Long::sum);
    }

    long units() {
        return done;
    }

    long repeats() {
        return repeated;
    }

    long messages() {
        return messages;
    }

    double behindMs() {
        return behindNs / 1e6;
    }

    Latencies latencies() {
        return latencies;
    }

    Map<String, Long> bad() {
        return bad;
    }
}
