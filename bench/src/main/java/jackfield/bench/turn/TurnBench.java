package jackfield.bench.turn;

import jackfield.bench.BenchFailure;
import jackfield.bench.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `bench turn`: CPU time per relayed packet, and memory per allocation, beside coturn.
@Command(
        name = "turn",
        description =
                "CPU time per relayed packet by channels and by Send indications, and the cost of"
                        + " allocations, of Jackfield and of Debian's coturn in turn, each on a"
                        + " core of its own.",
        mixinStandardHelpOptions = true)
public final class TurnBench implements Callable<Integer> {
    private static final double BAR = 0.7;
    private static final int PAYLOAD = 172;
    private static final int LOAD_CORE = 1;
    private static final String LOAD = "127.0.91.9";

    @Option(
            names = "--clients",
            split = ",",
            defaultValue = "200,1000",
            description = "How many, one round each (default: ${DEFAULT-VALUE}).")
    private List<Integer> clients = List.of();

    @Option(
            names = "--rate",
            defaultValue = "50",
            description = "Packets a second of each client (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--seconds",
            defaultValue = "5",
            description = "How long is measured (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "25",
            description = "Seconds of load before the first measure (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "The median counts (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--allocations",
            defaultValue = "10000",
            description = "For their memory; 0 leaves it out (default: ${DEFAULT-VALUE}).")
    private int allocations;

    @Option(
            names = "--real-time",
            description =
                    "Both servers and the load before all ordinary work (SCHED_RR): for a machine"
                            + " that others use too. Needs a privilege.")
    private boolean realTime;

    private record Cost(double usPerPacket, double lossPercent) {}

    @Override
    public Integer call() throws IOException {
        System.out.println(Machine.description());
        if (realTime) {
            Machine.preferUs(); // and the servers, which are our children
        }
        Machine.pin(LOAD_CORE); // the servers have the other
        boolean good = true;
        for (boolean channels : new boolean[] {true, false}) {
            for (int count : clients) {
                double ours = packets(true, channels, count);
                double theirs = packets(false, channels, count);
                good &= verdict(channels ? "channels" : "indications", count, ours, theirs);
            }
        }
        if (allocations > 0) {
            double ours = memory(true);
            double theirs = memory(false);
            System.out.printf(
                    "%d allocations: %.2f kB each, coturn %.2f kB%n", allocations, ours, theirs);
            good &= ours <= theirs;
        }
        return good ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static boolean verdict(String what, int count, double ours, double theirs) {
        System.out.printf(
                "%-12s %5d clients: %6.2f us, coturn %6.2f us, ratio %.2f (bar %.1f)%n",
                what, count, ours, theirs, ours / theirs, BAR);
        return ours / theirs <= BAR;
    }

    private static Contender contender(boolean ours, Path folder, List<String> jvm)
            throws IOException {
        if (!ours) {
            return Contender.coturn(folder);
        }
        Files.writeString(
                folder.resolve("users.yaml"),
                "users:\n  - {name: "
                        + TurnClient.USER
                        + ", password: "
                        + TurnClient.PASSWORD
                        + "}\n");
        return Contender.jackfield(folder, jvm);
    }

    /// The median cost of a relayed packet (us).
    private double packets(boolean ours, boolean channels, int count) throws IOException {
        Path folder = Files.createTempDirectory("jackfield-bench-");
        List<Cost> costs = new ArrayList<>();
        try (Contender contender = contender(ours, folder, List.of());
                TurnLoad load = new TurnLoad(contender.server(), LOAD, count, channels, PAYLOAD)) {
            load.ready();
            load.rate(count * rate);
            wait(warmUp);
            for (int i = 0; i < rounds; i++) {
                Cost cost = measured(contender, load);
                System.out.printf(
                        "  %-9s %-11s %5d: %6.2f us a packet, %.3f %% lost%n",
                        contender.name(),
                        channels ? "channels" : "indications",
                        count,
                        cost.usPerPacket,
                        cost.lossPercent);
                costs.add(cost);
            }
            if (load.counts().wrong() > 0) {
                throw new BenchFailure(load.counts().wrong() + " packets came back wrong");
            }
        }
        return Machine.median(costs.stream().mapToDouble(Cost::usPerPacket).toArray());
    }

    private Cost measured(Contender contender, TurnLoad load) {
        TurnLoad.Counts before = load.counts();
        long cpu = contender.proc().cpuNs();
        wait(seconds);
        TurnLoad.Counts after = load.counts();
        long used = contender.proc().cpuNs() - cpu;
        long received = after.received() - before.received();
        long sent = after.sent() - before.sent();
        // A packet that came back was relayed twice.
        return new Cost(
                used / 1e3 / Math.max(1, 2 * received),
                100.0 * Math.max(0, sent - received) / Math.max(1, sent));
    }

    /// Memory of one allocation (kB): what many add to a server that has had some.
    private double memory(boolean ours) throws IOException {
        Path folder = Files.createTempDirectory("jackfield-bench-");
        try (Contender contender = contender(ours, folder, List.of())) {
            try (TurnLoad first = new TurnLoad(contender.server(), LOAD, 100, true, PAYLOAD)) {
                first.ready();
                long before = contender.proc().pssKb();
                try (TurnLoad many =
                        new TurnLoad(contender.server(), LOAD, allocations, true, PAYLOAD)) {
                    double ms = many.ready() / 1e6;
                    wait(2);
                    double each = (contender.proc().pssKb() - before) / (double) allocations;
                    System.out.printf(
                            "  %-9s %d allocations in %.0f ms: %.2f kB each%n",
                            contender.name(), allocations, ms, each);
                    return each;
                }
            }
        }
    }

    private static void wait(int seconds) {
        Machine.waitUntil(System.nanoTime() + seconds * 1_000_000_000L);
    }
}
