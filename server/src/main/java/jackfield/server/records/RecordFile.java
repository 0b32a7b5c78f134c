package jackfield.server.records;

import jackfield.roles.records.SavedCallRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;

/// Call records as JSON lines. The first write of a day (UTC) moves what there is to
/// `NAME.2026-11-20`, by the day of its last line. For one thread.
///
/// A batch is in the file whole and forced to the disk before this returns, or not at all: what a
/// full disk took half of is cut off again.
public final class RecordFile {
    private final Path path;
    private final Function<SavedCallRecord, String> json;

    /// @param path the file; its folder must exist
    /// @param json one record as JSON without line breaks
    public RecordFile(Path path, Function<SavedCallRecord, String> json) {
        this.path = path;
        this.json = json;
    }

    /// Appends records.
    public void write(List<SavedCallRecord> records) throws IOException {
        int from = 0;
        while (from < records.size()) {
            LocalDate day = day(records.get(from).endedMs());
            int to = from + 1;
            while (to < records.size() && day(records.get(to).endedMs()).equals(day)) {
                to++;
            }
            rotate(day);
            append(records.subList(from, to));
            from = to;
        }
    }

    private void rotate(LocalDate today) throws IOException {
        if (!Files.exists(path) || Files.size(path) == 0) {
            return;
        }
        LocalDate last = day(Files.getLastModifiedTime(path).toMillis());
        if (last.isBefore(today)) {
            Path old = path.resolveSibling(path.getFileName() + "." + last);
            if (!Files.exists(old)) {
                Files.move(path, old, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private void append(List<SavedCallRecord> records) throws IOException {
        StringBuilder lines = new StringBuilder();
        records.forEach(record -> lines.append(json.apply(record)).append('\n'));
        ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
        if (!Files.exists(path)) {
            Files.createFile(
                    path,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            long end = file.size();
            file.position(end);
            boolean done = false;
            try {
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                file.force(false);
                done = true;
            } finally {
                if (!done) {
                    file.truncate(end);
                }
            }
        }
    }

    private static LocalDate day(long ms) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(ms), ZoneOffset.UTC);
    }
}
