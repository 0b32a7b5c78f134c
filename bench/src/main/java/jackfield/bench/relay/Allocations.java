package jackfield.bench.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/// What the threads of a JVM have allocated, as its flight recording tells: the JVM counts for each
/// thread, and writes it down once a second.
final class Allocations {
    private static final String EVENT = "jdk.ThreadAllocationStatistics";
    private static final int SHOWN = 5;
    private static final int SECOND_MS = 1000;

    private final Path file;

    /// @param file where the JVM is to write
    Allocations(Path file) {
        this.file = file;
    }

    /// The option of that JVM.
    String option() {
        return "-XX:StartFlightRecording:settings=none,dumponexit=true,filename="
                + file
                + ",+"
                + EVENT
                + "#enabled=true,+"
                + EVENT
                + "#period=1s";
    }

    private record Count(long first, long last) {
        Count until(long value) {
            return new Count(Math.min(first, value), Math.max(last, value));
        }

        long bytes() {
            return last - first;
        }
    }

    /// Who allocated how much between two moments (ms since 1970), once the JVM is gone.
    String told(long from, long to) throws IOException {
        if (!Files.exists(file)) {
            return "allocated:           the JVM left no flight recording";
        }
        Map<String, Count> threads = new HashMap<>();
        long first = to;
        long last = from;
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                long at = event.getStartTime().toEpochMilli();
                if (event.getEventType().getName().equals(EVENT) && at >= from && at <= to) {
                    first = Math.min(first, at);
                    last = Math.max(last, at);
                    long allocated = event.getLong("allocated");
                    String name = event.getThread("thread").getJavaName();
                    threads.merge(
                            String.valueOf(name),
                            new Count(allocated, allocated),
                            (known, _) -> known.until(allocated));
                }
            }
        }
        double seconds = Math.max(1, last - first) / (double) SECOND_MS;
        long sum = threads.values().stream().mapToLong(Count::bytes).sum();
        String most =
                threads.entrySet().stream()
                        .filter(each -> each.getValue().bytes() > 0)
                        .sorted(Comparator.comparingLong(each -> -each.getValue().bytes()))
                        .limit(SHOWN)
                        .map(each ->
                                String.format(
                                        "%s %.1f",
                                        each.getKey(), each.getValue().bytes() / seconds / 1024))
                        .collect(Collectors.joining(", "));
        return String.format(
                "allocated:           %.1f kB/s (%s), in %.0f s",
                sum / seconds / 1024, most, seconds);
    }
}
