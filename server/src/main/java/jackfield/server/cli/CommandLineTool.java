package jackfield.server.cli;

import jackfield.server.config.BadSettings;
import jackfield.store.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
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
            ConsoleCommand.class,
            CallsCommand.class,
            TraceCommand.class,
            RecordsCommand.class,
            RegistrationsCommand.class,
            RoutesCommand.class,
            GroupsCommand.class,
            RelayCommand.class,
            TurnCommand.class,
            TlsCommand.class,
            BansCommand.class,
            RecordCommand.class,
            ImportCommand.class,
            SettingsCommand.class,
            VersionCommand.class,
            TrainCommand.class
        },
        footer = {
            "",
            "Also: ./jackfield test [fast|interop], ./jackfield bench ..., ./jackfield tools"
        })
public final class CommandLineTool implements Callable<Integer> {
    private final Starter starter;

    @Mixin private NodeOptions options = new NodeOptions();

    /// Every command's `--help`.
    static final class Help {
        @CommandLine.Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help.")
        @SuppressWarnings("UnusedVariable") // picocli acts on the option itself
        private boolean asked;
    }

    CommandLineTool(Starter starter) {
        this.starter = starter;
    }

    /// Does what the arguments say; the exit code.
    public static int run(Starter starter, String... arguments) {
        return commandLine(starter).execute(arguments);
    }

    static CommandLine commandLine(Starter starter) {
        CommandLine commands = new CommandLine(new CommandLineTool(starter));
        addHelp(commands);
        commands.setExecutionExceptionHandler(
                (exception, command, parsed) -> explain(exception, command.getErr()));
        return commands;
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec()
                .addMixin("help", CommandLine.Model.CommandSpec.forAnnotatedObject(new Help()));
        command.getSubcommands().values().forEach(CommandLineTool::addHelp);
    }

    @Override
    public Integer call() throws IOException {
        return run(options);
    }

    int run(NodeOptions of) throws IOException {
        starter.run(of.config(), of.data());
        return CommandLine.ExitCode.OK;
    }

    Starter starter() {
        return starter;
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
