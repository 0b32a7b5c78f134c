package jackfield.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A node of ours under load.
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
        List<String> command = new ArrayList<>(java(jvm));
        command.addAll(
                List.of(
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

    /// As `./jackfield run` starts it where that is built, with its start-up cache and the profiles
    /// in it; else the classes, and the JVM's options, that we run with ourselves.
    private static List<String> java(List<String> jvm) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String app = System.getProperty("jackfield.app", "");
        if (app.isEmpty()) {
            command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
            command.addAll(jvm);
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        } else {
            Path built = Path.of(app);
            command.add("-XX:AOTCache=" + built.resolve("jackfield.aot"));
            command.addAll(List.of("-Xlog:aot=off", "-Xlog:cds=off"));
            command.add("@" + built.resolve("java.args"));
            command.addAll(jvm);
        }
        return command;
    }
}
