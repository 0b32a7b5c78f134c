package jackfield.server.cli;

import jackfield.server.config.Config;
import jackfield.server.config.DataFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say which node is meant and what it is told.
final class NodeOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The settings file (default: jackfield.yaml in the data folder).")
    private @Nullable Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder (default: the user's own).")
    private @Nullable Path data;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting; may be given many times.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--roles",
            paramLabel = "LIST",
            description = "The roles of this node, with commas: same as --set roles=LIST.")
    private @Nullable String roles;

    /// The folder that is meant.
    DataFolder data() {
        return DataFolder.choose(
                data,
                System.getenv(),
                System.getProperty("os.name", ""),
                Path.of(System.getProperty("user.home", ".")));
    }

    /// What the node is told by file, environment and options.
    Config config() {
        Config.Sources sources = new Config.Sources();
        Path file = file();
        if (file != null) {
            sources.file(file);
        }
        sources.environment(System.getenv());
        settings.forEach(sources::set);
        if (roles != null) {
            sources.set("roles=" + roles);
        }
        return sources.read();
    }

    /// The settings file that is meant, or null when there is none.
    @Nullable Path file() {
        if (config != null) {
            return config;
        }
        String named = System.getenv().getOrDefault("JACKFIELD_CONFIG", "");
        return named.isBlank() ? data().settings().orElse(null) : Path.of(named);
    }
}
