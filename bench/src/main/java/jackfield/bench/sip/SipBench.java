package jackfield.bench.sip;

import jackfield.bench.BenchFailure;
import jackfield.bench.Conditions;
import jackfield.bench.Rounds;
import jackfield.bench.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `bench sip`: Jackfield and Kamailio under the same load in turns.
@Command(
        name = "sip",
        description = {
            "Registers, calls and connects WebSockets, in turns at Jackfield and at Debian's"
                    + " Kamailio, each on core 0; the load is on core 1.",
            "The result is the server's CPU time for a unit of work."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class SipBench implements Callable<Integer> {
    private static final double LOAD_LIMIT_PERCENT = 90;

    @Option(
            names = "--work",
            split = ",",
            defaultValue = "REGISTER,CALL,MEDIA,WS,WSS",
            description = "Of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private List<Kind> work = List.of();

    @Option(
            names = "--register-rate",
            defaultValue = "4000",
            description = "Registrations a second (default: ${DEFAULT-VALUE}).")
    private double registerRate;

    @Option(
            names = "--call-rate",
            defaultValue = "800",
            description = "Calls a second (default: ${DEFAULT-VALUE}).")
    private double callRate;

    @Option(
            names = "--media-rate",
            defaultValue = "200",
            description = "Calls a second whose media is relayed (default: ${DEFAULT-VALUE}).")
    private double mediaRate;

    @Option(
            names = "--users",
            defaultValue = "5000",
            description = "How many there are (default: ${DEFAULT-VALUE}).")
    private int users;

    @Option(
            names = "--phones",
            defaultValue = "1000",
            description = "Addresses they come from (default: ${DEFAULT-VALUE}).")
    private int phones;

    @Option(
            names = "--sockets",
            defaultValue = "5000",
            description = "How many WebSockets (default: ${DEFAULT-VALUE}).")
    private int sockets;

    @Mixin private final Rounds rounds = new Rounds(5, 1);

    @Mixin private final Conditions conditions = new Conditions(20);

    @Option(
            names = "--maximum",
            description =
                    "Also look for the highest rate that each sustains, and measure the latency"
                            + " at 70 %% of Kamailio's.")
    private boolean maximum;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description = "jackfield or kamailio: measure one alone.")
    private String only = "";

    @Option(
            names = "--check",
            description = "Exit with 1 unless Jackfield costs no more than Kamailio.")
    private boolean check;

    private final List<String> json = new ArrayList<>();
    private boolean good = true;

    @Override
    public Integer call() throws IOException {
        conditions.prepare();
        try (Scratch scratch = new Scratch()) {
            for (Kind kind : work) {
                // Nobody knows yesterday's registrations.
                Path own = Files.createDirectory(scratch.folder().resolve(kind.name()));
                if (kind.webSocket()) {
                    connect(own, kind);
                } else {
                    compare(own, kind);
                }
            }
            System.out.println();
            json.forEach(System.out::println);
        }
        return check && !good ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private void compare(Path folder, Kind kind) {
        double rate = rate(kind);
        System.out.printf(Locale.ROOT, "%n%s: %s, %.0f/s%n", kind, kind.title(), rate);
        System.out.println(Round.HEADING);
        List<Session> sessions = new ArrayList<>();
        try {
            if (!only.equals("kamailio")) {
                sessions.add(session(jackfield(folder), 16));
            }
            if (!only.equals("jackfield")) {
                boolean relay = kind == Kind.MEDIA;
                sessions.add(session(Server.kamailio(folder, users, relay), 32));
            }
            sessions.forEach(session -> session.registerAll(users));
            sessions.forEach(session -> session.warm(kind, rate, conditions.warmUp()));
            Map<String, List<Round>> results = new LinkedHashMap<>();
            for (int i = 0; i < rounds.count(); i++) {
                for (Session session : sessions) {
                    Round round = session.run(kind, rate, rounds.settle(), rounds.seconds());
                    System.out.println(round.line("  " + session.server().name()));
                    requireFreeLoad(round);
                    results.computeIfAbsent(session.server().name(), _ -> new ArrayList<>())
                            .add(round);
                }
            }
            conclude(kind, rate, sessions, results);
            if (maximum) {
                maximum(kind, sessions);
            }
        } finally {
            sessions.forEach(session -> {
                session.close();
                session.server().close();
            });
        }
    }

    private void connect(Path folder, Kind kind) {
        System.out.printf(Locale.ROOT, "%n%s: %s, %d%n", kind, kind.title(), sockets);
        System.out.println(WebSocketRun.Cost.HEADING);
        List<WebSocketRun> runs = new ArrayList<>();
        boolean secure = kind == Kind.WSS;
        try {
            if (!only.equals("kamailio")) {
                runs.add(new WebSocketRun(jackfield(folder), secure));
            }
            if (!only.equals("jackfield")) {
                runs.add(new WebSocketRun(Server.kamailio(folder, users, false), secure));
            }
            runs.forEach(run -> run.run(sockets / 2)); // to make them warm
            Map<String, List<WebSocketRun.Cost>> results = new LinkedHashMap<>();
            for (int i = 0; i < rounds.count(); i++) {
                for (WebSocketRun run : runs) {
                    WebSocketRun.Cost cost = run.run(sockets);
                    System.out.println(cost.line("  " + run.server().name()));
                    results.computeIfAbsent(run.server().name(), _ -> new ArrayList<>()).add(cost);
                }
            }
            conclude(kind, results);
        } finally {
            runs.forEach(run -> run.server().close());
        }
    }

    private void conclude(Kind kind, Map<String, List<WebSocketRun.Cost>> results) {
        Map<String, WebSocketRun.Cost> medians = new LinkedHashMap<>();
        results.forEach((name, all) -> medians.put(name, WebSocketRun.Cost.median(all)));
        medians.forEach((name, median) -> System.out.println(median.line("= " + name)));
        String ratio = "";
        if (medians.size() == 2) {
            WebSocketRun.Cost ours = Objects.requireNonNull(medians.get("jackfield"));
            WebSocketRun.Cost theirs = medians.values().stream().toList().getLast();
            double cpu = ours.bothUs() / theirs.bothUs();
            System.out.printf(
                    Locale.ROOT,
                    "  ratio %29.2f %12.2f %6.2f %8.2f%n",
                    ours.connectUs() / theirs.connectUs(),
                    ours.registerUs() / theirs.registerUs(),
                    cpu,
                    ours.memoryKb() / theirs.memoryKb());
            ratio = String.format(Locale.ROOT, ",\"ratio\":%.3f", cpu);
            good &= cpu <= 1.0;
        }
        String each =
                medians.entrySet().stream()
                        .map(one -> "\"" + one.getKey() + "\":" + one.getValue().json())
                        .collect(Collectors.joining(","));
        json.add(
                "{\"bench\":\"sip\",\"work\":\"%s\",\"sockets\":%d,%s%s}"
                        .formatted(kind, sockets, each, ratio));
    }

    private double rate(Kind kind) {
        return switch (kind) {
            case REGISTER -> registerRate;
            case CALL -> callRate;
            default -> mediaRate;
        };
    }

    private Server jackfield(Path folder) {
        return Server.jackfield(folder, users, conditions.java(), conditions.settings());
    }

    private Session session(Server server, int net) {
        return new Session(server, net, phones, users);
    }

    private static void requireFreeLoad(Round round) {
        if (round.loadPercent() > LOAD_LIMIT_PERCENT) {
            throw new BenchFailure(
                    "the load itself is at its limit (%.0f %% of its core): a lower rate, please"
                            .formatted(round.loadPercent()));
        }
    }

    private void conclude(
            Kind kind, double rate, List<Session> sessions, Map<String, List<Round>> results) {
        Map<String, Round> medians = new LinkedHashMap<>();
        results.forEach((name, all) -> medians.put(name, Round.median(all)));
        medians.forEach((name, median) -> System.out.println(median.line("= " + name)));
        String allocation = "";
        for (Session session : sessions) {
            if (session.server().isJava()) {
                double bytes = session.allocation(kind, rate, rounds.seconds());
                System.out.printf(
                        Locale.ROOT,
                        "  allocated: %.0f bytes a unit, %.0f a message%n",
                        bytes,
                        bytes / kind.messages());
                allocation = String.format(Locale.ROOT, ",\"bytesPerUnit\":%.0f", bytes);
            }
        }
        String ratio = "";
        if (medians.size() == 2) {
            double value =
                    Objects.requireNonNull(medians.get("jackfield")).cpuUs()
                            / medians.values().stream().toList().getLast().cpuUs();
            System.out.printf(Locale.ROOT, "  ratio %28.2f%n", value);
            ratio = String.format(Locale.ROOT, ",\"ratio\":%.3f", value);
            good &= value <= 1.0;
        }
        String each =
                medians.entrySet().stream()
                        .map(one -> "\"" + one.getKey() + "\":" + one.getValue().json())
                        .collect(Collectors.joining(","));
        json.add(
                "{\"bench\":\"sip\",\"work\":\"%s\",\"rate\":%.0f,%s%s%s}"
                        .formatted(kind, rate, each, allocation, ratio));
    }

    /// The highest rate at which nothing is repeated or lost, found by steps of a tenth.
    private void maximum(Kind kind, List<Session> sessions) {
        double start = rate(kind);
        Map<Session, Double> highest = new LinkedHashMap<>();
        for (Session session : sessions) {
            double best = 0;
            String why = "";
            for (double rate = start; ; rate *= 1.1) {
                Round round = session.run(kind, rate, 0.5, 2);
                if (!round.keptUp() || round.loadPercent() > LOAD_LIMIT_PERCENT) {
                    why = round.keptUp() ? " (the load is the limit)" : "";
                    break;
                }
                best = rate;
            }
            System.out.printf(
                    Locale.ROOT, "  %s sustains %.0f/s%s%n", session.server().name(), best, why);
            highest.put(session, best);
        }
        highest.forEach((session, best) -> {
            Round round = session.run(kind, 0.7 * best, 1, rounds.seconds());
            System.out.println(round.line("  70 % of " + session.server().name()));
        });
    }
}
