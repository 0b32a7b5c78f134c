package jackfield.server.cli;

import jackfield.server.config.BadSettings;
import jackfield.store.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The commands of Jackfield. Without one, a node runs.
@Command(
        name = "jackfield",
        description = "Patches browsers, SIP phones, PBXs and trunks together.",
        mixinStandardHelpOptions = false,
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            UsersCommand.class,
            CallsCommand.class,
            RegistrationsCommand.class,
            SettingsCommand.class,
            VersionCommand.class,
            TrainCommand.class
        },
        footer = {
            "",
            "Also: ./jackfield test [fast|interop], ./jackfield bench ..., ./jackfield tools"
        })
public final class CommandLineTool implements Runnable {
    @Mixin private NodeOptions options = new NodeOptions();
    @Mixin private Help help = new Help();

    /// Every command's `--help`.
    static final class Help {
        @CommandLine.Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help.")
        private boolean asked;

        boolean isAsked() {
            return asked;
        }
    }

    /// Does what the arguments say; the exit code.
    public static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        CommandLine commands = new CommandLine(new CommandLineTool());
        commands.setExecutionExceptionHandler(
                (exception, command, parsed) -> explain(exception, command.getErr()));
        return commands;
    }

    @Override
    public void run() {
        RunCommand.run(options);
    }

    private static int explain(Exception exception, PrintWriter err) throws Exception {
        switch (exception) {
            case Failure failure -> {
                err.println("jackfield: " + failure.getMessage());
                return failure.exitCode();
            }
            case BadSettings bad -> {
                bad.problems().forEach(err::println);
                return CommandLine.ExitCode.USAGE;
            }
            case StoreException store -> err.println("jackfield: " + store.getMessage());
            case UncheckedIOException io -> err.println("jackfield: " + io.getMessage());
            case IOException io -> err.println("jackfield: " + io.getMessage());
            default -> throw exception;
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
