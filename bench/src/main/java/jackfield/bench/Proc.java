package jackfield.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What a process has cost so far, as `/proc` tells it.
public record Proc(long pid) {
    private static final long TICK_NS = 10_000_000;

    /// This process.
    public static Proc self() {
        return new Proc(ProcessHandle.current().pid());
    }

    /// User and system time of all its threads (ns), from `task/*/schedstat`.
    public long cpuNs() {
        return cpuNs("");
    }

    /// The same of its threads called `name`.
    public long cpuNs(String name) {
        Path tasks = Path.of("/proc", Long.toString(pid), "task");
        long sum = 0;
        try (Stream<Path> threads = Files.list(tasks)) {
            for (Path thread : threads.toList()) {
                if (name.isEmpty() || Files.readString(thread.resolve("comm")).startsWith(name)) {
                    sum += schedstat(thread);
                }
            }
            return sum;
        } catch (IOException e) {
            throw new BenchFailure("cannot read " + tasks, e);
        }
    }

    private static long schedstat(Path thread) {
        try {
            String line = Files.readString(thread.resolve("schedstat"));
            return Long.parseLong(line.substring(0, line.indexOf(' ')));
        } catch (IOException endedMeanwhile) {
            return 0;
        }
    }

    /// User and system time (ns) with that of the programs it waited for, in steps of 10 ms.
    public long cpuWithChildrenNs() {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int i = 11; i <= 14; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks * TICK_NS;
    }

    /// It and the processes it made, theirs too.
    public List<Proc> family() {
        List<Proc> all = new ArrayList<>();
        all.add(this);
        ProcessHandle.of(pid)
                .ifPresent(handle ->
                        handle.descendants().forEach(child -> all.add(new Proc(child.pid()))));
        return all;
    }

    /// Memory it holds, in kB; what several processes share is divided among them (PSS).
    public long pssKb() {
        for (String line : read("smaps_rollup").split("\n")) {
            if (line.startsWith("Pss:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }

    /// Memory it holds, in MB.
    public double rssMb() {
        for (String line : read("status").split("\n")) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        return 0;
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            throw new BenchFailure("process " + pid + " is gone", e);
        }
    }
}
