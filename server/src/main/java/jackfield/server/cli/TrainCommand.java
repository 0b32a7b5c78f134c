package jackfield.server.cli;

import jackfield.server.config.Config;
import jackfield.server.config.DataFolder;
import jackfield.server.log.Logs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/// Starts and stops a node on loopback with free ports and a folder of its own, so that the JVM
/// learns which classes a start needs (the AOT cache, docs/adr/0040-launcher.md).
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {
    private static final List<String> APART =
            List.of(
                    "listen.address=127.0.0.1",
                    "edge.https.port=0",
                    "edge.ws.listen=127.0.0.1:0",
                    "sip.udp.port=0",
                    "sip.tcp.port=0",
                    "sip.tls.port=0",
                    "media.browser.port=0");

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLineTool tool;

    @Override
    public Integer call() throws IOException {
        Config.Sources sources = new Config.Sources();
        APART.forEach(sources::set);
        Config config = sources.read();
        Logs.configure("text", "warn");
        Path folder = Files.createTempDirectory("jackfield-train");
        try {
            for (int start = 0; start < 2; start++) { // the second finds its files there, as usual
                tool.starter().rehearse(config, new DataFolder(folder));
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
        return 0;
    }
}
