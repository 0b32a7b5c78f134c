package jackfield.bench.relay;

import jackfield.bench.BenchFailure;
import jackfield.bench.Conditions;
import jackfield.bench.OwnNetwork;
import jackfield.bench.Rounds;
import jackfield.bench.Scratch;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.dtls.bc.BouncyCastleDtls;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `bench relay`: Jackfield and rtpengine under the same load in turns.
@Command(
        name = "relay",
        description = {
            "Opens calls by NG and sends voice through them, in turns through Jackfield and through"
                    + " rtpengine (Debian's rtpengine-daemon, in its own process), each on core 0;"
                    + " the load is on core 1.",
            "Every packet is verified. The result is the relay's CPU time for each packet that it"
                    + " forwarded."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class RelayBench implements Callable<Integer> {
    private static final double WORST_LOSS = 0.1;

    /// Seconds of warming up where a mode has been measured before.
    private static final double WARM_ALREADY = 5;

    /// Later than this, and it is the load that is slow and not the relay.
    private static final double LOAD_LIMIT_PERCENT = 85;

    @Option(
            names = "--calls",
            split = ",",
            description = "How many calls at once, with commas (default: 200).")
    private List<Integer> calls = List.of();

    @Option(
            names = "--modes",
            split = ",",
            description = "Of ${COMPLETION-CANDIDATES} (default: rtp-rtp,rtp-sdes).")
    private List<Mode> modes = List.of();

    @Mixin private final Rounds rounds = new Rounds(6, 2);

    @Mixin private final Conditions conditions = new Conditions(45);

    @Option(
            names = "--tick",
            defaultValue = "0",
            paramLabel = "US",
            description =
                    "Phones send at multiples of so many microseconds, which makes bursts; 0 for"
                            + " independent phones (default: ${DEFAULT-VALUE}).")
    private int tick;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description = "jackfield or rtpengine: measure one alone.")
    private String only = "";

    @Option(
            names = "--threads",
            defaultValue = "0",
            description = "rtpengine's worker threads; 0 for as many as it likes.")
    private int threads;

    @Option(
            names = "--own-network",
            description =
                    "Run in a network namespace of its own, whose loopback interface takes frames"
                            + " with loopback addresses: for --set media.sockets=xdp. Needs root.")
    private boolean ownNetwork;

    @Option(
            names = "--maximum",
            description =
                    "Instead: more and more calls, until more than 0.1 %% of the packets are lost or"
                            + " one of a hundred takes more than 20 ms.")
    private boolean maximum;

    @Option(
            names = "--ramp",
            split = ",",
            defaultValue = "400,100,2400",
            paramLabel = "FIRST,STEP,MOST",
            description = "The calls of --maximum (default: ${DEFAULT-VALUE}).")
    private List<Integer> ramp = List.of();

    @Option(
            names = "--table",
            description =
                    "All of it, as a table for docs/performance.md: the modes rtp-rtp, rtp-sdes,"
                            + " rtp-gcm and rtp-browser at 100, 500 and 1000 calls, then --maximum of"
                            + " each. Takes half an hour. --calls, --modes and --ramp change it.")
    private boolean table;

    @Option(
            names = "--check",
            description =
                    "Exit with 1 unless Jackfield costs no more than rtpengine and loses less than"
                            + " 0.1 %%.")
    private boolean check;

    private final Dtls dtls =
            new BouncyCastleDtls(
                    new SecureRandom(), InstantSource.system(), BouncyCastleDtls.Settings.DEFAULT);

    private boolean good = true;

    @Override
    public Integer call() throws IOException {
        if (ownNetwork && !OwnNetwork.isInside()) {
            return OwnNetwork.again();
        }
        if (modes.isEmpty()) {
            modes =
                    table
                            ? List.of(Mode.RTP_RTP, Mode.RTP_SDES, Mode.RTP_GCM, Mode.RTP_BROWSER)
                            : List.of(Mode.RTP_RTP, Mode.RTP_SDES);
        }
        if (calls.isEmpty()) {
            calls = table ? List.of(100, 500, 1000) : List.of(200);
        }
        conditions.prepare();
        List<Contender> contenders = new ArrayList<>();
        try (Scratch scratch = new Scratch()) {
            Path folder = scratch.folder();
            try {
                return measure(folder, contenders);
            } finally {
                contenders.forEach(Contender::close);
            }
        }
    }

    private int measure(Path folder, List<Contender> contenders) {
        if (!only.equals("rtpengine")) {
            contenders.add(Contender.jackfield(folder, conditions.java(), conditions.settings()));
        }
        if (!only.equals("jackfield")) {
            contenders.add(Contender.rtpengine(folder, threads));
        }
        if (table) {
            tabulate(contenders);
            return CommandLine.ExitCode.OK;
        }
        if (maximum) {
            modes.forEach(mode -> climb(contenders, mode));
            return CommandLine.ExitCode.OK;
        }
        List<Comparison> results = new ArrayList<>();
        try {
            for (Mode mode : modes) {
                for (int count : calls) {
                    results.add(compare(contenders, mode, count, conditions.warmUp()));
                }
            }
        } finally {
            conclude(results);
        }
        return check && !good ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    /// Whatever ends one line of it, the others are measured all the same.
    private void tabulate(List<Contender> contenders) {
        List<String> rows = new ArrayList<>();
        for (Mode mode : modes) {
            double warmUp = conditions.warmUp();
            for (int count : calls) {
                try {
                    rows.add(compare(contenders, mode, count, warmUp).row());
                } catch (BenchFailure e) {
                    System.out.println("  " + e.getMessage());
                    rows.add("| %s | %d | %s |".formatted(mode.title(), count, e.getMessage()));
                }
                warmUp = Math.min(warmUp, WARM_ALREADY);
            }
        }
        List<String> most = new ArrayList<>();
        for (Mode mode : modes) {
            try {
                most.add("| %s | %s |".formatted(mode.title(), climb(contenders, mode)));
            } catch (BenchFailure e) {
                most.add("| %s | %s |".formatted(mode.title(), e.getMessage()));
            }
        }
        System.out.println();
        System.out.println(Comparison.TABLE);
        rows.forEach(System.out::println);
        System.out.println();
        System.out.println("| legs | the most calls on one core |");
        System.out.println("|---|---|");
        most.forEach(System.out::println);
    }

    private Comparison compare(List<Contender> contenders, Mode mode, int count, double warmUp) {
        System.out.printf("%n%s, %d calls, %d packets/s%n", mode.title(), count, 100 * count);
        System.out.println(Comparison.HEADING);
        Round.Plan plan =
                new Round.Plan(mode, count, rounds.settle(), rounds.seconds(), 1000L * tick);
        for (Contender relay : contenders) {
            Round.run(relay, plan.warmUp(warmUp), dtls, 0);
        }
        Comparison comparison = new Comparison(mode, count);
        for (int i = 1; i <= rounds.count(); i++) {
            for (Contender relay : contenders) {
                Round round = Round.run(relay, plan, dtls, i);
                comparison.add(relay.name(), round);
                System.out.println(Comparison.line("  " + relay.name(), round));
                requireFreeLoad(round);
            }
        }
        for (Contender relay : contenders) {
            System.out.println(
                    Comparison.line("= " + relay.name(), comparison.median(relay.name())));
        }
        if (contenders.size() == 2) {
            System.out.printf("  ratio %27.2f%n", comparison.ratio());
        }
        return comparison;
    }

    private String climb(List<Contender> contenders, Mode mode) {
        System.out.printf("%n%s, the most calls on one core%n", mode.title());
        System.out.println(Comparison.HEADING);
        Ramp climb =
                new Ramp(ramp.get(0), ramp.get(1), ramp.get(2), rounds.settle(), rounds.seconds());
        List<String> results = new ArrayList<>();
        for (Contender relay : contenders) {
            int few = Math.min(200, ramp.get(0));
            Round.run(relay, new Round.Plan(mode, few, 0.5, conditions.warmUp(), 0), dtls, 0);
            Ramp.Result result = climb.run(relay, mode, dtls);
            results.add("%s: %d calls (%s)".formatted(relay.name(), result.calls(), result.end()));
        }
        results.forEach(each -> System.out.println("= " + each));
        return String.join("; ", results);
    }

    private static void requireFreeLoad(Round round) {
        if (round.loadPercent() > LOAD_LIMIT_PERCENT) {
            throw new BenchFailure(
                    "the load itself is at its limit (%.0f %% of its core): fewer calls, please"
                            .formatted(round.loadPercent()));
        }
    }

    private void conclude(List<Comparison> results) {
        System.out.println();
        for (Comparison result : results) {
            System.out.println(result.json());
            if (result.names().contains("jackfield")) {
                good &= result.median("jackfield").lossPercent() <= WORST_LOSS;
            }
            if (result.names().size() == 2) {
                good &= result.ratio() <= 1.0;
            }
        }
    }
}
