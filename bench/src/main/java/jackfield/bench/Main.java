package jackfield.bench;

import jackfield.bench.fuzz.FuzzCommand;
import jackfield.bench.location.BindingsBench;
import jackfield.bench.relay.FloorBench;
import jackfield.bench.relay.PauseBench;
import jackfield.bench.relay.RelayBench;
import jackfield.bench.sip.SipBench;
import jackfield.bench.turn.TurnBench;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The benchmarks' command line.
@Command(
        name = "jackfield bench",
        description = "Measures Jackfield. docs/performance.md says what the figures mean.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "  page           how long a person waits for the phone in Chromium (--rounds N)"
        },
        subcommands = {
            RelayBench.class,
            PauseBench.class,
            FloorBench.class,
            SipBench.class,
            TurnBench.class,
            BindingsBench.class,
            StartBench.class,
            SrtpCost.class,
            MediaCoreCost.class,
            FuzzCommand.class,
            CodecCost.class,
            Main.SipParseCommand.class
        })
public final class Main implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    /// Runs the command that the arguments name; its exit code becomes the process's.
    public static void main(String[] arguments) {
        System.exit(
                new CommandLine(new Main())
                        .setExecutionExceptionHandler(Main::explain)
                        .execute(arguments));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(System.err);
        return CommandLine.ExitCode.USAGE;
    }

    private static int explain(
            Exception exception, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (exception instanceof BenchFailure) {
            command.getErr().println("bench: " + exception.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw exception;
    }

    /// `bench sip-parse`.
    @Command(
            name = "sip-parse",
            description = "Time and garbage of reading, forwarding and writing one INVITE.",
            mixinStandardHelpOptions = true)
    static final class SipParseCommand implements Callable<Integer> {
        @Override
        public Integer call() {
            SipParse.main(new String[0]);
            return CommandLine.ExitCode.OK;
        }
    }
}
