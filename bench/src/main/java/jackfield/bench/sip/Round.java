package jackfield.bench.sip;

import jackfield.bench.Machine;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What one round of load on one server measured.
///
/// @param cpuUs the server's CPU time for a unit of work (us)
/// @param done units done, in percent of those asked for
/// @param repeats requests that had to be sent again
/// @param p50Ms the time the server took to answer or to forward a message, half of them less
/// @param memoryMb of all its processes
/// @param behindMs so late the load was at worst
/// @param othersPercent of the server's core that others used
/// @param loadPercent of the other core that the load used
/// @param bad what went otherwise than it should
record Round(
        double cpuUs,
        double done,
        double repeats,
        double p50Ms,
        double p99Ms,
        double maxMs,
        double memoryMb,
        double behindMs,
        double othersPercent,
        double loadPercent,
        Map<String, Long> bad) {
    static final String HEADING =
            "                       CPU us/unit  done %  again   p50 ms   p99 ms   max ms  PSS MB"
                    + "  late ms  others %  load %";

    /// The median of each figure; whatever was bad in any.
    static Round median(List<Round> all) {
        Map<String, Long> bad = new TreeMap<>();
        all.forEach(round -> round.bad.forEach((why, n) -> bad.merge(why, n, Long::sum)));
        return new Round(
                Machine.median(all, Round::cpuUs),
                Machine.median(all, Round::done),
                Machine.median(all, Round::repeats),
                Machine.median(all, Round::p50Ms),
                Machine.median(all, Round::p99Ms),
                Machine.median(all, Round::maxMs),
                Machine.median(all, Round::memoryMb),
                Machine.median(all, Round::behindMs),
                Machine.median(all, Round::othersPercent),
                Machine.median(all, Round::loadPercent),
                bad);
    }

    /// True where the server kept up: everything done, nothing repeated.
    boolean keptUp() {
        return done > 99.5 && repeats == 0 && bad.isEmpty();
    }

    String line(String name) {
        return String.format(
                        Locale.ROOT,
                        "%-22s %11.1f %7.1f %6.0f %8.3f %8.3f %8.2f %7.0f %8.1f %9.0f %7.0f",
                        name,
                        cpuUs,
                        done,
                        repeats,
                        p50Ms,
                        p99Ms,
                        maxMs,
                        memoryMb,
                        behindMs,
                        othersPercent,
                        loadPercent)
                + (bad.isEmpty() ? "" : "  bad " + bad);
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"cpuUs\":%.2f,\"done\":%.2f,\"repeats\":%.0f,\"p50Ms\":%.3f,\"p99Ms\":%.3f,"
                        + "\"memoryMb\":%.1f,\"othersPercent\":%.1f}",
                cpuUs,
                done,
                repeats,
                p50Ms,
                p99Ms,
                memoryMb,
                othersPercent);
    }
}
