package jackfield.server.recording;

import jackfield.media.record.CutFile;
import jackfield.media.record.Mending;
import jackfield.store.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Recordings that were cut: the node was killed, the power failed, or the disk was full. Their
/// files have `.part` behind their names; they are mended, get their names, and are listed. A file
/// that another node is writing in the same folder is locked, and left alone.
final class CutRecordings {
    private static final Logger log = LoggerFactory.getLogger(CutRecordings.class);
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final String WHY = "the node ended in the middle of it";
    private static final int MOST_NAMES = 1_000;

    private final Path folder;
    private final long beganMs;

    /// @param beganMs when this node began (ms since 1970): what was written since is not cut
    CutRecordings(Path folder, long beganMs) {
        this.folder = folder;
        this.beganMs = beganMs;
    }

    /// A recording by its name, and what stands behind it on its unfinished files.
    private record Cut(Path name, Set<String> kinds) {
        private Path whole(String kind) {
            return beside(name, kind);
        }

        private Path part(String kind) {
            return beside(name, kind + PartFile.PART);
        }
    }

    private static Path beside(Path name, String kind) {
        return name.resolveSibling(name.getFileName() + kind);
    }

    /// Mends all there are; how many recordings are listed now that were not.
    int mend() {
        int mended = 0;
        try {
            for (Cut each : found()) {
                mended += mend(each) ? 1 : 0;
            }
        } catch (IOException e) {
            log.warn(
                    "recordings that were cut cannot be looked for in {}: {}",
                    folder,
                    e.toString());
        }
        return mended;
    }

    private List<Cut> found() throws IOException {
        Map<Path, Cut> cuts = new TreeMap<>();
        Set<Path> young = new TreeSet<>();
        if (Files.isDirectory(folder)) {
            Files.walkFileTree(
                    folder,
                    EnumSet.noneOf(FileVisitOption.class),
                    RecordingShelf.DEEPEST,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
                            String kind = about.isRegularFile() ? kind(file) : null;
                            if (kind != null) {
                                Path name = name(file, kind);
                                cuts.computeIfAbsent(name, each -> new Cut(each, new TreeSet<>()))
                                        .kinds
                                        .add(kind);
                                if (about.lastModifiedTime().toMillis() >= beganMs) {
                                    young.add(name);
                                }
                            }
                            return cuts.size() < RecordingShelf.MOST
                                    ? FileVisitResult.CONTINUE
                                    : FileVisitResult.TERMINATE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException gone) {
                            return FileVisitResult.CONTINUE;
                        }
                    });
        }
        cuts.keySet().removeAll(young);
        return List.copyOf(cuts.values());
    }

    /// What stands behind a recording's name on an unfinished file: `-caller.opus`; null for a file
    /// that is none.
    private static @Nullable String kind(Path file) {
        String name = RecordingStory.named(file);
        if (name.endsWith(RecordingStory.JSON + PartFile.PART)) {
            return RecordingStory.JSON;
        }
        return RecordingShelf.KINDS.keySet().stream()
                .filter(kind -> name.endsWith(kind + PartFile.PART))
                .max(Comparator.comparingInt(String::length))
                .orElse(null);
    }

    private static Path name(Path file, String kind) {
        String whole = RecordingStory.named(file);
        int length = whole.length() - kind.length() - PartFile.PART.length();
        return file.resolveSibling(whole.substring(0, length));
    }

    private boolean mend(Cut cut) {
        Map<String, FileChannel> held = new TreeMap<>();
        try {
            for (String kind : cut.kinds) {
                FileChannel channel = held(cut.part(kind));
                if (channel == null) {
                    return false; // somebody writes it
                }
                held.put(kind, channel);
            }
            return mended(cut, held);
        } catch (IOException e) {
            log.error("the recording {} was cut and cannot be mended: {}", cut.name, e.toString());
            return false;
        } finally {
            held.values().forEach(CutRecordings::close);
        }
    }

    private static @Nullable FileChannel held(Path part) throws IOException {
        FileChannel channel = open(part);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            log.debug("{} is written by this node", part);
        } catch (IOException e) {
            log.debug("{} cannot be locked: {}", part, e.toString());
            return channel; // a file system without locks
        }
        channel.close();
        return null;
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("a file of a recording that was cut: {}", e.toString());
        }
    }

    /// @param held the unfinished files by what stands behind the name
    private boolean mended(Cut cut, Map<String, FileChannel> held) throws IOException {
        Map<String, Object> told = told(cut.part(RecordingStory.JSON));
        // Its files may be whole already: it was cut before it was told of.
        boolean own = !Files.exists(cut.whole(RecordingStory.JSON));
        Path name = own ? cut.name : free(cut.name);
        long longest = Mending.NOTHING;
        long writtenMs = 0;
        List<String> files = new ArrayList<>();
        for (String kind : RecordingShelf.KINDS.keySet().stream().sorted().toList()) {
            FileChannel part = held.get(kind);
            Path file = part != null ? cut.part(kind) : own ? cut.whole(kind) : null;
            if (file == null || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            writtenMs = Math.max(writtenMs, Files.getLastModifiedTime(file).toMillis());
            long durationMs = part == null ? mend(file, kind) : mend(part, kind);
            if (durationMs != Mending.NOTHING) {
                longest = Math.max(longest, durationMs);
                Path whole = beside(name, kind);
                Files.move(file, whole, StandardCopyOption.ATOMIC_MOVE);
                files.add(RecordingStory.named(whole));
            }
        }
        if (!files.isEmpty()) {
            told.putIfAbsent("callId", "");
            // Where nothing is told of it: so long before it was last written.
            told.putIfAbsent("begun", Instant.ofEpochMilli(writtenMs - longest).toString());
            told.put("durationMs", longest);
            told.put("endedBecause", WHY);
            told.put("cut", true);
            told.put("files", files);
            OwnerOnly.write(beside(name, RecordingStory.JSON), RecordingStory.text(told).array());
            log.warn("the recording {} was cut after {} s: it is listed now", name, longest / 1000);
        }
        Files.deleteIfExists(cut.part(RecordingStory.JSON));
        return !files.isEmpty();
    }

    /// A name that no other recording has.
    private static Path free(Path name) throws IOException {
        for (int i = 1; i < MOST_NAMES; i++) {
            Path other = beside(name, "-cut" + i);
            if (!Files.exists(beside(other, RecordingStory.JSON))) {
                return other;
            }
        }
        throw new IOException("too many have this name");
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    private static long mend(Path file, String kind) throws IOException {
        try (FileChannel channel = open(file)) {
            return mend(channel, kind);
        }
    }

    private static long mend(FileChannel channel, String kind) throws IOException {
        Bytes bytes = new Bytes(channel);
        long durationMs =
                kind.endsWith(".wav")
                        ? Mending.wav(bytes)
                        : kind.endsWith(".opus") ? Mending.ogg(bytes) : Mending.pcap(bytes);
        channel.force(true);
        return durationMs;
    }

    /// What was told of it when it began; nothing where that cannot be read.
    private static Map<String, Object> told(Path story) {
        Map<String, Object> told = new LinkedHashMap<>();
        try {
            if (Files.isRegularFile(story, LinkOption.NOFOLLOW_LINKS)
                    && Files.size(story) <= RecordingShelf.LONGEST_STORY) {
                JsonNode read = MAPPER.readTree(Files.readString(story, StandardCharsets.UTF_8));
                Instant.parse(read.path("begun").asString(""));
                read.properties().forEach(each -> told.put(each.getKey(), each.getValue()));
            }
        } catch (IOException | JacksonException | DateTimeException e) {
            log.debug("{}: {}", story, e.toString());
        }
        return told;
    }

    /// A file, as it is mended.
    private record Bytes(FileChannel channel) implements CutFile {
        @Override
        public long length() throws IOException {
            return channel.size();
        }

        @Override
        public void read(long position, ByteBuffer to) throws IOException {
            long at = position;
            int read = 0;
            while (to.hasRemaining() && read >= 0) {
                at += read;
                read = channel.read(to, at);
            }
        }

        @Override
        public void overwrite(long position, ByteBuffer bytes) throws IOException {
            long at = position;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        }

        @Override
        public void truncate(long length) throws IOException {
            channel.truncate(length);
        }
    }
}
