package jackfield.server.boot;

import jackfield.server.cli.CommandLineTool;
import jackfield.server.cli.Starter;
import jackfield.server.config.Config;
import jackfield.server.config.DataFolder;
import jackfield.server.config.Settings;
import jackfield.server.log.Logs;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/// Where the program begins.
public final class Main {
    private Main() {}

    /// Runs the command that the arguments name; without one, a node.
    public static void main(String[] arguments) {
        Runtime.getRuntime().addShutdownHook(new Thread(Logs::flush, "last lines"));
        System.exit(CommandLineTool.run(new Nodes(), arguments));
    }

    private static final class Nodes implements Starter {
        @Override
        public void run(Config config, DataFolder data) throws IOException {
            Logs.configure(config.get(Settings.LOG_FORMAT), config.get(Settings.LOG_LEVEL));
            Node node = Node.start(config, data);
            stopOnSignal(node);
            System.out.print(
                    Banner.of(node.reach(), node.demoAccounts(), data, millisSinceStart()));
            System.out.flush();
            Signals.watch();
            node.awaitEnd();
        }

        @Override
        public void rehearse(Config config, DataFolder data, Rehearsal meanwhile)
                throws IOException {
            try (Node node = Node.start(config, data)) {
                Banner.of(node.reach(), node.demoAccounts(), data, millisSinceStart());
                meanwhile.with(node.reach().sip().orElseThrow(), node.reach().ng().orElseThrow());
            }
        }

        /// SIGTERM and Ctrl-C stop the node in order. The JVM would then report the signal; a node
        /// that stopped as it should reports 0.
        private static void stopOnSignal(Node node) {
            Runtime.getRuntime()
                    .addShutdownHook(
                            Thread.ofPlatform()
                                    .name("stop")
                                    .unstarted(() -> {
                                        int code = node.stopInTime() ? 0 : 1;
                                        Logs.flush();
                                        Runtime.getRuntime().halt(code);
                                    }));
        }

        private static long millisSinceStart() {
            return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
        }
    }
}
