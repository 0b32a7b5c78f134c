package jackfield.bench.fuzz;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./jackfield fuzz`: runs until its time is over or it has found something in every target.
@Command(
        name = "fuzz",
        description =
                "Throws bad input at the parsers and the packet path, and stores what breaks them.",
        mixinStandardHelpOptions = true)
public final class FuzzCommand implements Callable<Integer> {
    private static final long BATCH_NS = 50_000_000L;

    /// The targets' names, for the help.
    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Names() {
            super(Targets.all().stream().map(Target::name).toList());
        }
    }

    @Parameters(
            arity = "0..*",
            paramLabel = "TARGET",
            completionCandidates = Names.class,
            description = "Of ${COMPLETION-CANDIDATES}; without, all.")
    private List<String> names = List.of();

    @Option(
            names = "--seconds",
            defaultValue = "60",
            description = "How long; 0 for until it is stopped. Default: ${DEFAULT-VALUE}.")
    private long seconds;

    @Option(
            names = "--seed",
            description = "The same seed makes the same inputs. Default: another each time.")
    private long seed = System.nanoTime();

    @Option(
            names = "--corpus",
            defaultValue = "bench/src/test/resources/corpus",
            description = "Stored inputs: begun with, and added to. Default: ${DEFAULT-VALUE}.")
    private Path folder = Path.of("bench/src/test/resources/corpus");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<Target> targets = chosen();
        Corpus corpus = new Corpus(folder);
        out.printf("seed %d%n", seed);
        List<Running> running = new ArrayList<>();
        for (Target target : targets) {
            Running each = new Running(target, new Fuzzer(target, seed, corpus.of(target)));
            each.found(each.fuzzer.replay(), corpus, out);
            running.add(each);
        }
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while ((seconds == 0 || System.nanoTime() < end)
                && running.stream().anyMatch(each -> !each.broken)) {
            running.forEach(each -> each.batch(corpus, out));
        }
        running.forEach(each ->
                out.printf(
                        "%-6s %,12d inputs, %,6d behaviours%s%n",
                        each.target.name(),
                        each.fuzzer.runs(),
                        each.fuzzer.behaviours(),
                        each.broken ? ", BROKEN" : ""));
        out.flush();
        return running.stream().anyMatch(each -> each.broken)
                ? CommandLine.ExitCode.SOFTWARE
                : CommandLine.ExitCode.OK;
    }

    private List<Target> chosen() {
        List<Target> all = Targets.all();
        for (String name : names) {
            if (all.stream().noneMatch(each -> each.name().equals(name))) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), name + " is none of " + new Names());
            }
        }
        return names.isEmpty()
                ? all
                : all.stream().filter(each -> names.contains(each.name())).toList();
    }

    /// A target under way. One finding is enough: the next would be the same.
    private static final class Running {
        private final Target target;
        private final Fuzzer fuzzer;
        private boolean broken;

        Running(Target target, Fuzzer fuzzer) {
            this.target = target;
            this.fuzzer = fuzzer;
        }

        void batch(Corpus corpus, PrintWriter out) {
            long enough = System.nanoTime() + BATCH_NS;
            while (!broken && System.nanoTime() < enough) {
                found(fuzzer.step(), corpus, out);
            }
        }

        void found(Fuzzer.@Nullable Finding finding, Corpus corpus, PrintWriter out) {
            if (finding == null) {
                return;
            }
            broken = true;
            out.printf(
                    "%s: %s%n  input %s%n  stored as %s%n",
                    target.name(),
                    finding.thrown(),
                    HexFormat.of().formatHex(finding.input()),
                    corpus.store(target, finding.input()));
            finding.thrown().printStackTrace(out);
            out.flush();
        }
    }
}
