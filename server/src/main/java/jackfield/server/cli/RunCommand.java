package jackfield.server.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/// `jackfield run`.
@Command(name = "run", description = "Run a node until it is stopped (the default).")
final class RunCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLineTool tool;

    @Mixin private NodeOptions options = new NodeOptions();

    @Override
    public Integer call() throws IOException {
        return tool.run(options);
    }
}
