package jackfield.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A node of ours under load: the classes, and the JVM's options, that we run with ourselves.
public final class OwnNode {
    private OwnNode() {}

    /// The command that starts it.
    ///
    /// @param folder for its data
    /// @param address where it listens, and what it advertises
    /// @param roles `relay`, `edge,proxy`
    /// @param jvm further options of its JVM
    /// @param settings further settings, `key=value`
    public static List<String> command(
            Path folder, String address, String roles, List<String> jvm, List<String> settings) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(jvm);
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        "jackfield.server.boot.Main",
                        "run",
                        "--data",
                        folder.resolve("data").toString(),
                        "--roles",
                        roles,
                        "--set",
                        "listen.address=" + address,
                        "--set",
                        "public.address=" + address));
        settings.forEach(setting -> command.addAll(List.of("--set", setting)));
        return command;
    }
}
