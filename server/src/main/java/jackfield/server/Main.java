package jackfield.server;

import jackfield.server.cli.CommandLineTool;

/// Where the program begins.
public final class Main {
    private Main() {}

    /// Runs the command that the arguments name; without one, a node.
    public static void main(String[] arguments) {
        System.exit(CommandLineTool.run(arguments));
    }
}
