package jackfield.bench.turn;

import jackfield.bench.BenchFailure;
import jackfield.bench.Child;
import jackfield.bench.Conditions;
import jackfield.bench.Machine;
import jackfield.bench.OwnNetwork;
import jackfield.bench.Rounds;
import jackfield.bench.Scratch;
import jackfield.bench.relay.LoadLoop;
import jackfield.bench.relay.Window;
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

/// `bench turn`: CPU time per relayed packet, and memory per allocation, beside coturn.
@Command(
        name = "turn",
        description = {
            "Clients with an allocation each and their peers send each other 50 packets a second,"
                    + " in turns through Jackfield and through Debian's coturn, each on core 0; the"
                    + " load is on core 1.",
            "Every packet is verified. The result is the server's CPU time for each packet that it"
                    + " relayed, and its memory for an allocation."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class TurnBench implements Callable<Integer> {
    private static final double BAR = 0.7;
    private static final String LOAD = "127.0.91.9";
    private static final double LOAD_LIMIT_PERCENT = 90;

    @Option(
            names = "--clients",
            split = ",",
            defaultValue = "500",
            description = "How many, with commas (default: ${DEFAULT-VALUE}).")
    private List<Integer> clients = List.of();

    @Option(
            names = "--modes",
            split = ",",
            defaultValue = "channels,indications",
            description = "Of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private List<Kind> modes = List.of();

    @Mixin private final Rounds rounds = new Rounds(6, 2);

    @Mixin private final Conditions conditions = new Conditions(45);

    @Option(
            names = "--tick",
            defaultValue = "0",
            paramLabel = "US",
            description =
                    "Clients and peers send at multiples of so many microseconds, which makes"
                            + " bursts; 0 for independent ones (default: ${DEFAULT-VALUE}).")
    private int tick;

    @Option(
            names = "--allocations",
            defaultValue = "10000",
            description = "For their memory; 0 leaves it out (default: ${DEFAULT-VALUE}).")
    private int allocations;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description = "jackfield or coturn: measure one alone.")
    private String only = "";

    @Option(
            names = "--own-network",
            description =
                    "Run in a network namespace of its own, whose loopback interface takes frames"
                            + " with loopback addresses: for --set media.sockets=xdp. Needs root.")
    private boolean ownNetwork;

    @Option(
            names = "--uclient",
            description =
                    "Instead: turnutils_uclient and turnutils_peer as the load, which echo in"
                            + " bursts; the whole run counts, with its allocations.")
    private boolean uclient;

    @Option(
            names = "--messages",
            defaultValue = "500",
            description = "Of each client of --uclient, 50 a second (default: ${DEFAULT-VALUE}).")
    private int messages;

    @Option(
            names = "--check",
            description =
                    "Exit with 1 unless Jackfield costs at most 0.7 of coturn's CPU time and no"
                            + " more memory.")
    private boolean check;

    private boolean good = true;

    @Override
    public Integer call() throws IOException {
        if (ownNetwork && !OwnNetwork.isInside()) {
            return OwnNetwork.again();
        }
        conditions.prepare();
        for (Kind kind : modes) {
            for (int count : clients) {
                try (Scratch scratch = new Scratch()) {
                    if (uclient) {
                        uclients(scratch.folder(), kind, count);
                    } else {
                        packets(scratch.folder(), kind, count);
                    }
                }
            }
        }
        if (allocations > 0) {
            try (Scratch scratch = new Scratch()) {
                memory(scratch.folder());
            }
        }
        return check && !good ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private List<Contender> contenders(Path folder) throws IOException {
        List<Contender> all = new ArrayList<>();
        if (!only.equals("coturn")) {
            Files.writeString(
                    folder.resolve("users.yaml"),
                    "users:\n  - {name: "
                            + TurnClient.USER
                            + ", password: "
                            + TurnClient.PASSWORD
                            + "}\n");
            all.add(Contender.jackfield(folder, conditions.java(), conditions.settings()));
        }
        if (!only.equals("jackfield")) {
            all.add(Contender.coturn(folder));
        }
        return all;
    }

    private void packets(Path folder, Kind kind, int count) throws IOException {
        System.out.printf("%n%s, %d clients, %d packets/s%n", kind.title(), count, 100 * count);
        System.out.println(Round.HEADING);
        List<Contender> all = contenders(folder);
        Map<String, List<Round>> results = new LinkedHashMap<>();
        Window window = new Window();
        try (LoadLoop loop = new LoadLoop()) {
            loop.start();
            Map<String, TurnLoad> loads = new LinkedHashMap<>();
            for (Contender each : all) {
                TurnLoad load =
                        new TurnLoad(
                                loop,
                                window,
                                each.server(),
                                LOAD,
                                new TurnLoad.Plan(kind, count, 1000L * tick));
                loads.put(each.name(), load);
                Round.measure(each, load, window, 0.5, conditions.warmUp());
            }
            for (int i = 0; i < rounds.count(); i++) {
                for (Contender each : all) {
                    TurnLoad load = Objects.requireNonNull(loads.get(each.name()));
                    Round round =
                            Round.measure(each, load, window, rounds.settle(), rounds.seconds());
                    System.out.println(round.line("  " + each.name()));
                    if (round.loadPercent() > LOAD_LIMIT_PERCENT) {
                        throw new BenchFailure("the load is at its own limit: fewer clients");
                    }
                    results.computeIfAbsent(each.name(), _ -> new ArrayList<>()).add(round);
                }
            }
        } finally {
            all.forEach(Contender::close);
        }
        conclude(kind, count, results);
    }

    /// The same by coturn's own client; its first run on each server is for the warmth alone.
    private void uclients(Path folder, Kind kind, int count) throws IOException {
        System.out.printf("%n%s, %d clients of turnutils_uclient%n", kind.title(), count);
        List<Contender> all = contenders(folder);
        Map<String, List<Double>> costs = new LinkedHashMap<>();
        Child peer = Child.start("peer", folder, Uclient.peer(LOAD));
        try (peer) {
            for (int i = 0; i <= rounds.count(); i++) {
                for (Contender each : all) {
                    long before = each.proc().cpuNs();
                    Uclient run = Uclient.run(folder, each.server(), LOAD, kind, count, messages);
                    double us = (each.proc().cpuNs() - before) / 1e3 / (2 * run.received());
                    System.out.printf(
                            Locale.ROOT,
                            "  %-9s %6.2f us/packet, %d of %d came back%s%n",
                            each.name(),
                            us,
                            run.received(),
                            run.sent(),
                            i == 0 ? " (to make it warm)" : "");
                    if (i > 0) {
                        costs.computeIfAbsent(each.name(), _ -> new ArrayList<>()).add(us);
                    }
                }
            }
        } finally {
            all.forEach(Contender::close);
        }
        List<Double> ours = costs.get("jackfield");
        List<Double> theirs = costs.get("coturn");
        if (ours != null && theirs != null) {
            double of = Machine.median(ours, each -> each) / Machine.median(theirs, each -> each);
            System.out.printf(Locale.ROOT, "  ratio %.2f (bar %.1f)%n", of, BAR);
            good &= of <= BAR;
        }
    }

    private void conclude(Kind kind, int count, Map<String, List<Round>> results) {
        Map<String, Round> medians = new LinkedHashMap<>();
        results.forEach((name, all) -> medians.put(name, Round.median(all)));
        medians.forEach((name, round) -> System.out.println(round.line("= " + name)));
        Round ours = medians.get("jackfield");
        Round theirs = medians.get("coturn");
        String ratio = "";
        if (ours != null && theirs != null) {
            double of = ours.cpuUs() / theirs.cpuUs();
            System.out.printf(Locale.ROOT, "  ratio %20.2f (bar %.1f)%n", of, BAR);
            ratio = String.format(Locale.ROOT, ",\"ratio\":%.3f", of);
            good &= of <= BAR;
        }
        String each =
                medians.entrySet().stream()
                        .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue().json())
                        .collect(Collectors.joining(","));
        System.out.printf(
                "{\"bench\":\"turn\",\"mode\":\"%s\",\"clients\":%d,%s%s}%n",
                kind.title(), count, each, ratio);
    }

    /// Memory of one allocation (kB): what many add to a server that has had some.
    private void memory(Path folder) throws IOException {
        System.out.printf("%n%d allocations with a channel each%n", allocations);
        Map<String, Double> each = new LinkedHashMap<>();
        List<Contender> all = contenders(folder);
        try {
            for (Contender server : all) {
                each.put(server.name(), memory(server));
            }
        } finally {
            all.forEach(Contender::close);
        }
        Double ours = each.get("jackfield");
        Double theirs = each.get("coturn");
        if (ours != null && theirs != null) {
            good &= ours <= theirs;
        }
    }

    private double memory(Contender server) {
        Window window = new Window();
        try (LoadLoop loop = new LoadLoop()) {
            loop.start();
            TurnLoad first =
                    new TurnLoad(loop, window, server.server(), LOAD, TurnLoad.Plan.channels(100));
            first.begin();
            Round.pause(1);
            first.end();
            long before = server.proc().pssKb();
            long began = System.nanoTime();
            TurnLoad many =
                    new TurnLoad(
                            loop,
                            window,
                            server.server(),
                            LOAD,
                            TurnLoad.Plan.channels(allocations));
            double ms = (System.nanoTime() - began) / 1e6;
            Round.pause(2);
            double kb = (server.proc().pssKb() - before) / (double) allocations;
            many.end();
            System.out.printf(
                    Locale.ROOT,
                    "  %-9s %.2f kB each, all there in %.0f ms%n",
                    server.name(),
                    kb,
                    ms);
            return kb;
        }
    }
}
