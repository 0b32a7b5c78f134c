package jackfield.bench.turn;

import jackfield.bench.BenchFailure;
import jackfield.bench.Latencies;
import jackfield.bench.Machine;
import jackfield.bench.Proc;
import jackfield.bench.relay.LoadLoop;
import jackfield.bench.relay.Window;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a server cost while packets flowed through it.
///
/// @param cpuUs the server's CPU time for a packet it relayed (us)
/// @param coreUs that of everybody on its core (us)
/// @param loadUs that of the load for the same packet, on the other core (us)
/// @param lossPercent of the packets that were sent
/// @param p50Ms the time a packet took from one end to the other, half of them less
/// @param behindMs so late the load was at worst
/// @param bad packets that came otherwise than they were sent; they count as lost
record Round(
        double cpuUs,
        double coreUs,
        double loadUs,
        double loadPercent,
        double lossPercent,
        double p50Ms,
        double p99Ms,
        double rssMb,
        double behindMs,
        Map<String, Long> bad) {
    static final String HEADING =
            "              CPU us/packet   core us   load us    loss %    p50 ms    p99 ms"
                    + "  RSS MB  late ms  load %";

    /// Measures a load that flows for so many seconds.
    static Round measure(
            Contender server, TurnLoad load, Window window, double settle, double seconds) {
        load.begin();
        pause(settle);
        long cpu = server.proc().cpuNs();
        long core = Machine.busyNs(Contender.CORE);
        long own = Proc.self().cpuNs(LoadLoop.NAME);
        long began = System.nanoTime();
        load.count();
        pause(seconds);
        load.counted();
        cpu = server.proc().cpuNs() - cpu;
        core = Machine.busyNs(Contender.CORE) - core;
        own = Proc.self().cpuNs(LoadLoop.NAME) - own;
        long wall = System.nanoTime() - began;
        double rss = server.proc().rssMb();
        pause(0.3); // packets on their way
        load.end();
        if (window.received() == 0) {
            throw new BenchFailure("no packet came through " + server.name());
        }
        double packets = 1e3 * window.received();
        Latencies latencies = window.latencies();
        return new Round(
                cpu / packets,
                core / packets,
                own / packets,
                100.0 * own / wall,
                100.0 * (window.sent() - window.received()) / window.sent(),
                latencies.percentileMs(0.5),
                latencies.percentileMs(0.99),
                rss,
                window.behindMs(),
                Map.copyOf(window.bad()));
    }

    static void pause(double seconds) {
        Machine.waitUntil(System.nanoTime() + (long) (seconds * 1e9));
    }

    /// The median of each figure.
    static Round median(List<Round> all) {
        return new Round(
                Machine.median(all, Round::cpuUs),
                Machine.median(all, Round::coreUs),
                Machine.median(all, Round::loadUs),
                Machine.median(all, Round::loadPercent),
                Machine.median(all, Round::lossPercent),
                Machine.median(all, Round::p50Ms),
                Machine.median(all, Round::p99Ms),
                Machine.median(all, Round::rssMb),
                Machine.median(all, Round::behindMs),
                Map.of());
    }

    String line(String name) {
        return String.format(
                        Locale.ROOT,
                        "%-14s %12.2f %9.2f %9.2f %9.3f %9.3f %9.3f %7.0f %8.1f %7.0f",
                        name,
                        cpuUs,
                        coreUs,
                        loadUs,
                        lossPercent,
                        p50Ms,
                        p99Ms,
                        rssMb,
                        behindMs,
                        loadPercent)
                + (bad.isEmpty() ? "" : "  bad " + bad);
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"cpuUs\":%.3f,\"loadUs\":%.3f,\"lossPercent\":%.4f,\"p50Ms\":%.3f,"
                        + "\"p99Ms\":%.3f,\"rssMb\":%.1f}",
                cpuUs,
                loadUs,
                lossPercent,
                p50Ms,
                p99Ms,
                rssMb);
    }
}
