package jackfield.bench.relay;

import jackfield.bench.BenchFailure;
import jackfield.bench.Conditions;
import jackfield.bench.Scratch;
import jackfield.rtc.dtls.bc.BouncyCastleDtls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `bench pauses`: how long the JVM of a relay under load stands still, and what it allocates.
@Command(
        name = "pauses",
        description = {
            "Sends voice through Jackfield and reads its log of safepoints: every moment at which"
                    + " all its threads stood still, for the collector or for anything else; and its"
                    + " flight recording: what each thread allocated.",
            "Only the time under a steady load counts; what opening and ending the calls did is"
                    + " told beside it.",
            "Try another collector with --java, for example --java=-XX:-UseSerialGC"
                    + " --java=-XX:+UseZGC."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class PauseBench implements Callable<Integer> {
    private static final Pattern TOTAL = Pattern.compile("Safepoint \"(\\w+)\".*Total: +(\\d+) ns");

    @Option(
            names = "--calls",
            defaultValue = "500",
            description = "How many calls at once (default: ${DEFAULT-VALUE}).")
    private int calls;

    @Option(
            names = "--mode",
            defaultValue = "rtp-sdes",
            description = "Of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Mode mode = Mode.RTP_SDES;

    @Option(
            names = "--minutes",
            defaultValue = "10",
            description = "That count, after the warming up (default: ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(
            names = "--bar",
            defaultValue = "5",
            paramLabel = "MS",
            description =
                    "Exit with 1 if anything under load stood still for longer"
                            + " (default: ${DEFAULT-VALUE}).")
    private double bar;

    @Mixin private final Conditions conditions = new Conditions(30);

    @Override
    public Integer call() throws IOException {
        conditions.prepare();
        try (Scratch scratch = new Scratch()) {
            return measure(scratch.folder());
        }
    }

    private int measure(Path folder) throws IOException {
        Path log = folder.resolve("safepoints.log");
        Allocations allocations = new Allocations(folder.resolve("relay.jfr"));
        List<String> options = new ArrayList<>(conditions.java());
        options.add("-Xlog:safepoint:file=" + log + ":none:filecount=0");
        options.add(allocations.option());
        var dtls =
                new BouncyCastleDtls(
                        new SecureRandom(),
                        InstantSource.system(),
                        BouncyCastleDtls.Settings.DEFAULT);
        Part part = new Part(log);
        double seconds = minutes * 60;
        try (Contender relay = Contender.jackfield(folder, options, conditions.settings())) {
            Round.run(relay, new Round.Plan(mode, calls, 0.5, conditions.warmUp(), 0), dtls, 0);
            int opened = part.lines().size();
            System.out.printf("%s, %d calls, %.1f min%n", mode.title(), calls, minutes);
            System.out.println(Comparison.HEADING);
            Round round =
                    Round.run(relay, new Round.Plan(mode, calls, 3, seconds, 0), dtls, 1, part);
            System.out.println(Comparison.line("  jackfield", round));
            List<String> all = part.lines();
            Stops load = Stops.of(all.subList(part.from, part.to));
            System.out.println("under load:          " + load);
            List<String> around = new ArrayList<>(all.subList(opened, part.from));
            around.addAll(all.subList(part.to, all.size()));
            System.out.println("opening and ending:  " + Stops.of(around));
            part.stops = load;
        }
        System.out.println(allocations.told(part.began, part.ended));
        return part.stops.longest() / 1e6 <= bar
                ? CommandLine.ExitCode.OK
                : CommandLine.ExitCode.SOFTWARE;
    }

    /// The part of the log that was written under load.
    private static final class Part implements Round.Watch {
        private final Path log;
        private int from;
        private int to;
        private long began;
        private long ended;
        private Stops stops = new Stops(0, 0, 0);

        Part(Path log) {
            this.log = log;
        }

        @Override
        public void begins() {
            from = lines().size();
            began = System.currentTimeMillis();
        }

        @Override
        public void ends() {
            to = lines().size();
            ended = System.currentTimeMillis();
        }

        private List<String> lines() {
            try {
                List<String> lines = Files.readAllLines(log);
                if (lines.isEmpty()) {
                    throw new BenchFailure("the JVM wrote no log of safepoints");
                }
                return lines;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// How often all threads stood still.
    ///
    /// @param collections how often of these for a collection
    /// @param longest ns
    private record Stops(int count, int collections, long longest) {
        static Stops of(List<String> lines) {
            Stops stops = new Stops(0, 0, 0);
            for (String line : lines) {
                Matcher found = TOTAL.matcher(line);
                if (found.find()) {
                    String why = found.group(1);
                    boolean collects =
                            why.contains("Collect")
                                    || why.startsWith("ZMark")
                                    || why.startsWith("ZRelocate");
                    stops =
                            new Stops(
                                    stops.count + 1,
                                    stops.collections + (collects ? 1 : 0),
                                    Math.max(stops.longest, Long.parseLong(found.group(2))));
                }
            }
            return stops;
        }

        @Override
        public String toString() {
            return String.format(
                    "stood still %d times (%d for a collection), the longest %.2f ms",
                    count, collections, longest / 1e6);
        }
    }
}
