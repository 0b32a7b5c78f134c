package jackfield.bench.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Inputs in a folder: one folder for each target, one file for each input, named by its hash.
///
/// @param folder of all targets
record Corpus(Path folder) {
    /// The stored inputs of a target, in the order of their names.
    List<byte[]> of(Target target) {
        Path own = folder.resolve(target.name());
        List<byte[]> inputs = new ArrayList<>();
        if (Files.isDirectory(own)) {
            try (Stream<Path> files = Files.list(own)) {
                for (Path file : files.sorted().toList()) {
                    inputs.add(Files.readAllBytes(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return inputs;
    }

    /// Stores an input; where it is.
    Path store(Target target, byte[] input) {
        try {
            Path own = Files.createDirectories(folder.resolve(target.name()));
            return Files.write(own.resolve(hash(input) + ".bin"), input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(byte[] input) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(input);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
