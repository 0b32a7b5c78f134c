package jackfield.server.cli;

import jackfield.server.boot.Banner;
import jackfield.server.boot.Node;
import jackfield.server.config.Config;
import jackfield.server.config.Settings;
import jackfield.server.log.Logs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `jackfield run`, and `jackfield` alone.
@Command(name = "run", description = "Run a node until it is stopped (the default).")
final class RunCommand implements Runnable {
    @Mixin private NodeOptions options = new NodeOptions();
    @Mixin private CommandLineTool.Help help = new CommandLineTool.Help();

    @Override
    public void run() {
        run(options);
    }

    static void run(NodeOptions options) {
        Config config = options.config();
        Logs.configure(config.get(Settings.LOG_FORMAT), config.get(Settings.LOG_LEVEL));
        try {
            Node node = Node.start(config, options.data());
            Runtime.getRuntime()
                    .addShutdownHook(
                            Thread.ofPlatform().name("stop").unstarted(node::stopInTime));
            System.out.print(
                    Banner.of(
                            node.reach(),
                            node.demoAccounts(),
                            options.data(),
                            System.currentTimeMillis() - startedEpochMs()));
            System.out.flush();
            node.awaitEnd();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static long startedEpochMs() {
        return ManagementFactory.getRuntimeMXBean().getStartTime();
    }
}
