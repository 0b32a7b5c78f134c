package jackfield.bench.relay;

import jackfield.bench.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// The rounds of all relays with one kind and number of calls.
final class Comparison {
    static final String HEADING =
            "                CPU us/packet  loss %    p50 ms    p99 ms    max ms  RSS MB"
                    + "  late ms  others %  load %";

    private final Mode mode;
    private final int calls;
    private final Map<String, List<Round>> rounds = new LinkedHashMap<>();

    Comparison(Mode mode, int calls) {
        this.mode = mode;
        this.calls = calls;
    }

    void add(String name, Round round) {
        rounds.computeIfAbsent(name, _ -> new ArrayList<>()).add(round);
    }

    Set<String> names() {
        return rounds.keySet();
    }

    /// The median of each figure.
    Round median(String name) {
        List<Round> all = Objects.requireNonNull(rounds.get(name));
        return new Round(
                Machine.median(all, Round::cpuUs),
                Machine.median(all, Round::lossPercent),
                Machine.median(all, Round::p50Ms),
                Machine.median(all, Round::p99Ms),
                Machine.median(all, Round::maxMs),
                Machine.median(all, Round::rssMb),
                Machine.median(all, Round::behindMs),
                Machine.median(all, Round::othersPercent),
                Machine.median(all, Round::loadPercent),
                Map.of());
    }

    /// Jackfield's CPU time by rtpengine's.
    double ratio() {
        return median("jackfield").cpuUs() / median("rtpengine").cpuUs();
    }

    static String line(String name, Round r) {
        return String.format(
                        Locale.ROOT,
                        "%-16s %12.2f %7.3f %9.3f %9.3f %9.3f %7.0f %8.1f %9.0f %7.0f",
                        name,
                        r.cpuUs(),
                        r.lossPercent(),
                        r.p50Ms(),
                        r.p99Ms(),
                        r.maxMs(),
                        r.rssMb(),
                        r.behindMs(),
                        r.othersPercent(),
                        r.loadPercent())
                + (r.bad().isEmpty() ? "" : "  bad " + r.bad());
    }

    /// The head of a table of [#row]s.
    static final String TABLE =
            """
            | legs | calls | Jackfield: CPU us a packet | rtpengine | ratio | Jackfield p50 / p99 ms\
             | rtpengine p50 / p99 ms | lost % | RSS MB |
            |---|---|---|---|---|---|---|---|---|\
            """;

    /// All medians as a line of a table.
    String row() {
        String costs = " - | - | - |";
        if (names().size() == 2) {
            costs =
                    String.format(
                            Locale.ROOT,
                            " %.1f | %.1f | **%.2f** |",
                            median("jackfield").cpuUs(),
                            median("rtpengine").cpuUs(),
                            ratio());
        } else if (names().contains("jackfield")) {
            costs = String.format(Locale.ROOT, " %.1f | - | - |", median("jackfield").cpuUs());
        } else if (names().contains("rtpengine")) {
            costs = String.format(Locale.ROOT, " - | %.1f | - |", median("rtpengine").cpuUs());
        }
        return "| %s | %d |%s %s | %s | %s | %s |"
                .formatted(
                        mode.title(),
                        calls,
                        costs,
                        latency("jackfield"),
                        latency("rtpengine"),
                        each("%.3f", Round::lossPercent),
                        each("%.0f", Round::rssMb));
    }

    private String latency(String name) {
        return names().contains(name)
                ? String.format(
                        Locale.ROOT, "%.2f / %.2f", median(name).p50Ms(), median(name).p99Ms())
                : "-";
    }

    private String each(String format, ToDoubleFunction<Round> figure) {
        return names().stream()
                .map(name -> String.format(Locale.ROOT, format, figure.applyAsDouble(median(name))))
                .collect(Collectors.joining(", "));
    }

    /// All medians on one line, for programs.
    String json() {
        String relays =
                names().stream()
                        .map(name -> "\"" + name + "\":" + json(median(name)))
                        .collect(Collectors.joining(","));
        String ratio =
                names().size() == 2 ? String.format(Locale.ROOT, ",\"ratio\":%.3f", ratio()) : "";
        return "{\"bench\":\"relay\",\"mode\":\"%s\",\"calls\":%d,%s%s}"
                .formatted(mode, calls, relays, ratio);
    }

    private static String json(Round r) {
        return String.format(
                Locale.ROOT,
                "{\"cpuUs\":%.3f,\"lossPercent\":%.4f,\"p50Ms\":%.3f,\"p99Ms\":%.3f,\"maxMs\":%.3f,"
                        + "\"rssMb\":%.1f,\"othersPercent\":%.1f}",
                r.cpuUs(),
                r.lossPercent(),
                r.p50Ms(),
                r.p99Ms(),
                r.maxMs(),
                r.rssMb(),
                r.othersPercent());
    }
}
