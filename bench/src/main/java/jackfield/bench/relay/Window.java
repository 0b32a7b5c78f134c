package jackfield.bench.relay;

import jackfield.bench.Latencies;
import java.util.Map;
import java.util.TreeMap;

/// What was sent in the time that counts, and what became of it. A packet counts by when it was
/// sent. On the load's thread; read after the load has ended.
public final class Window {
    private long from = Long.MAX_VALUE;
    private long to = Long.MAX_VALUE;
    private long sent;
    private long received;
    private long behindNs;
    private Latencies latencies = new Latencies();
    private final Map<String, Long> bad = new TreeMap<>();

    /// Counts anew from `now` on.
    public void open(long now) {
        from = now;
        to = Long.MAX_VALUE;
        sent = 0;
        received = 0;
        behindNs = 0;
        latencies = new Latencies();
        bad.clear();
    }

    public void close(long now) {
        to = now;
    }

    public void sent(long now) {
        if (now >= from && now < to) {
            sent++;
        }
    }

    public void received(long time, long now) {
        if (time >= from && time < to) {
            received++;
            latencies.add(now - time);
        }
    }

    public void bad(String why) {
        bad.merge(why, 1L, Long::sum);
    }

    /// The load was so late with a packet.
    public void behind(long ns, long now) {
        if (now >= from && now < to) {
            behindNs = Math.max(behindNs, ns);
        }
    }

    public long sent() {
        return sent;
    }

    public long received() {
        return received;
    }

    public double behindMs() {
        return behindNs / 1e6;
    }

    public Latencies latencies() {
        return latencies;
    }

    /// Packets that were not what was sent, by what was wrong.
    public Map<String, Long> bad() {
        return bad;
    }
}
