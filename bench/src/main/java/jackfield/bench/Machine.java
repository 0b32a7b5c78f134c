package jackfield.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/// The machine we measure on.
public final class Machine {
    private static final long TICK_NS = 10_000_000;

    private Machine() {}

    /// Time that `core` has worked for anybody (ns), from `/proc/stat`.
    public static long busyNs(int core) {
        for (String line : lines("/proc/stat")) {
            String[] f = line.split(" +");
            if (f[0].equals("cpu" + core)) {
                // user, nice, system, then after idle and iowait: irq, softirq, steal.
                long ticks = 0;
                for (int i : new int[] {1, 2, 3, 6, 7, 8}) {
                    ticks += Long.parseLong(f[i]);
                }
                return ticks * TICK_NS;
            }
        }
        throw new BenchFailure("no core " + core + " on this machine");
    }

    /// What the processor is called, and how many cores there are.
    public static String description() {
        String model =
                lines("/proc/cpuinfo").stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("?");
        return Runtime.getRuntime().availableProcessors()
                + " cores, "
                + model
                + ", Linux "
                + System.getProperty("os.version")
                + ", Java "
                + Runtime.version();
    }

    /// Keeps all threads of this process on `core`, those to come too.
    public static void pin(int core) {
        boolean pinned =
                Child.run(
                        List.of(
                                "taskset",
                                "-apc",
                                Integer.toString(core),
                                Long.toString(ProcessHandle.current().pid())));
        if (!pinned) {
            throw new BenchFailure("taskset cannot pin to core " + core + " (util-linux)");
        }
    }

    /// Puts all threads of this process, and so those that they make, before ordinary work
    /// (`SCHED_RR`). Needs a privilege.
    public static void preferUs() {
        String pid = Long.toString(ProcessHandle.current().pid());
        if (!Child.run(List.of("chrt", "-a", "-r", "-p", "1", pid))) {
            throw new BenchFailure("chrt may not give us real-time priority");
        }
    }

    /// Waits until `now` has passed `until` (System.nanoTime()).
    public static void waitUntil(long until) {
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /// The one in the middle.
    public static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// The one in the middle of a figure of all.
    public static <T> double median(List<T> all, ToDoubleFunction<T> figure) {
        return median(all.stream().mapToDouble(figure).toArray());
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            throw new BenchFailure("cannot read " + file + " (this needs Linux)", e);
        }
    }
}
