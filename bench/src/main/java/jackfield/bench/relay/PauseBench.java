package jackfield.bench.relay;

import jackfield.bench.BenchFailure;
import jackfield.bench.Machine;
import jackfield.rtc.dtls.bc.BouncyCastleDtls;
import java.io.IOException;
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
import picocli.CommandLine.Option;

/// `bench pauses`: how long the JVM of a relay under load stands still.
@Command(
        name = "pauses",
        description = {
            "Sends voice through Jackfield and reads its log of safepoints: every moment at which"
                    + " all its threads stood still, for the collector or for anything else.",
            "Try another collector with --java, for example --java=-XX:+UseZGC."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class PauseBench implements Callable<Integer> {
    private static final int LOAD_CORE = 1;
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
            names = "--seconds",
            defaultValue = "600",
            description = "That count, after 15 s of warming up (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--real-time",
            description = "Run relay and load before all ordinary work. Needs a privilege.")
    private boolean realTime;

    @Option(names = "--java", paramLabel = "OPTION", description = "A further option of the JVM.")
    private List<String> java = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("jackfield-bench-");
        Path log = folder.resolve("safepoints.log");
        System.out.println(Machine.description());
        Machine.pin(LOAD_CORE);
        if (realTime) {
            Machine.preferUs();
        }
        List<String> options = new ArrayList<>(java);
        options.add("-Xlog:safepoint:file=" + log + ":none:filecount=0");
        var dtls =
                new BouncyCastleDtls(
                        new SecureRandom(),
                        InstantSource.system(),
                        BouncyCastleDtls.Settings.DEFAULT);
        try (Contender relay = Contender.jackfield(folder, options, List.of())) {
            Round.run(relay, new Round.Plan(mode, calls, 0.5, 15, 0), dtls, 0);
            int before = Files.readAllLines(log).size();
            System.out.printf("%s, %d calls, %.0f s%n", mode.title(), calls, seconds);
            System.out.println(Comparison.HEADING);
            Round round = Round.run(relay, new Round.Plan(mode, calls, 2, seconds, 0), dtls, 1);
            System.out.println(Comparison.line("  jackfield", round));
            report(Files.readAllLines(log).stream().skip(before).toList());
        }
        return CommandLine.ExitCode.OK;
    }

    private static void report(List<String> lines) {
        long longest = 0;
        int count = 0;
        int collections = 0;
        for (String line : lines) {
            Matcher found = TOTAL.matcher(line);
            if (found.find()) {
                count++;
                longest = Math.max(longest, Long.parseLong(found.group(2)));
                if (found.group(1).contains("Collect") || found.group(1).startsWith("ZMark")) {
                    collections++;
                }
            }
        }
        if (lines.isEmpty()) {
            throw new BenchFailure("the JVM wrote no log of safepoints");
        }
        System.out.printf(
                "stood still %d times (%d for a collection), the longest %.2f ms%n",
                count, collections, longest / 1e6);
    }
}
