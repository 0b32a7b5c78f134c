package jackfield.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder for the time of a measurement.
public final class Scratch implements AutoCloseable {
    private final Path folder;

    /// Makes it.
    public Scratch() throws IOException {
        folder = Files.createTempDirectory("jackfield-bench-");
    }

    public Path folder() {
        return folder;
    }

    /// Deletes it with all that is in it.
    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.deleteIfExists(file); // a server that ends may delete its own
        }
    }
}
