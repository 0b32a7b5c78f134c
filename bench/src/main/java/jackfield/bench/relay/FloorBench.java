package jackfield.bench.relay;

import jackfield.bench.BenchFailure;
import jackfield.bench.Child;
import jackfield.bench.Machine;
import jackfield.bench.OwnNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `bench floor`: what the system calls of a relay cost on this machine, in C and with nothing
/// around them.
@Command(
        name = "floor",
        description =
                "Compiles a relay in C that only receives and sends, and measures its CPU time for"
                        + " a packet by several ways to the kernel. Needs cc.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class FloorBench implements Callable<Integer> {
    @Option(
            names = "--source",
            defaultValue = "bench/src/main/floor/floor.c",
            description = "The C file (default: ${DEFAULT-VALUE}).")
    private Path source = Path.of("");

    @Option(
            names = "--calls",
            split = ",",
            defaultValue = "100,500,1000",
            description = "How many calls at once (default: ${DEFAULT-VALUE}).")
    private List<Integer> calls = List.of();

    @Option(
            names = "--window",
            defaultValue = "600",
            description = "Microseconds between turns (default: ${DEFAULT-VALUE}).")
    private int window;

    @Option(
            names = "--seconds",
            defaultValue = "3",
            description = "That each of them counts (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--real-time", description = "Before all ordinary work.")
    private boolean realTime;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path program = Files.createTempFile("jackfield-floor-", "");
        System.out.println(Machine.description());
        if (!Child.run(List.of("cc", "-O2", "-w", "-o", program.toString(), source.toString()))) {
            throw new BenchFailure("cc does not compile " + source + ": run this in the sources");
        }
        for (int count : calls) {
            for (String way : List.of("epoll2", "epoll", "connect", "uring", "shared", "xdp")) {
                run(program, way, count);
                // A ring gives its ports back a moment after its process has ended.
                Machine.waitUntil(System.nanoTime() + 1_000_000_000);
            }
        }
        Files.delete(program);
        return CommandLine.ExitCode.OK;
    }

    private void run(Path program, String way, int count) throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        program.toString(),
                        way,
                        String.format(Locale.ROOT, "%d", count),
                        String.format(Locale.ROOT, "%d", seconds),
                        String.format(Locale.ROOT, "%d", window));
        ProcessBuilder builder =
                new ProcessBuilder(way.equals("xdp") ? OwnNetwork.command(command) : command)
                        .inheritIO();
        if (realTime) {
            builder.environment().putAll(Map.of("FLOOR_RT", "1"));
        }
        if (builder.start().waitFor() != 0) {
            System.out.println(way + " did not work here");
        }
    }
}
