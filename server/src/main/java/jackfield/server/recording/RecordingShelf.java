package jackfield.server.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The recordings that are over, as they lie in their folder: what the `.json` beside each says,
/// and its files. What it is asked for by strangers' names never leads out of the folder.
public final class RecordingShelf {
    private static final JsonMapper JSON = JsonMapper.shared();
    static final int DEEPEST = 9;
    static final int MOST = 200_000;
    private static final int LONGEST_ID = 2_000;
    static final long LONGEST_STORY = 256 << 10;
    private static final String STORY = RecordingStory.JSON;

    /// A name as [RecordingDesk] makes them.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9@_+-][A-Za-z0-9@._+-]{0,250}");

    /// What may stand behind a recording's name, and what that is.
    static final Map<String, String> KINDS =
            Map.of(
                    ".wav", "audio/wav",
                    "-caller.wav", "audio/wav",
                    "-callee.wav", "audio/wav",
                    "-caller.opus", "audio/ogg",
                    "-callee.opus", "audio/ogg",
                    ".pcap", "application/vnd.tcpdump.pcap");

    private final Path folder;

    /// @param folder of all recordings
    public RecordingShelf(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /// A recording.
    ///
    /// @param id names it in requests
    /// @param callId the Call-ID; empty where its story cannot be read
    /// @param begun when; null where that is not known
    /// @param durationMs how long
    /// @param ended why it ended
    /// @param cut whether it was: the node ended in the middle of it
    /// @param files those that are there
    public record Shelved(
            String id,
            String callId,
            @Nullable Instant begun,
            long durationMs,
            String ended,
            boolean cut,
            List<Part> files) {
        public Shelved {
            files = List.copyOf(files);
        }
    }

    /// A file of a recording.
    ///
    /// @param kind what stands behind the recording's name: `-caller.opus`
    /// @param type its media type
    /// @param size in bytes
    public record Part(String kind, String type, long size, Path path) {}

    /// Some recordings.
    ///
    /// @param all how many there are in the folder
    /// @param next the `before` of the next page; null on the last
    public record Page(List<Shelved> recordings, int all, @Nullable String next) {
        public Page {
            recordings = List.copyOf(recordings);
        }
    }

    private record Story(Path path, long atMs) {}

    /// The recordings, the last first.
    ///
    /// @param before only those behind this one, by its id; null for the first page
    /// @param limit so many at most
    /// @param wanted only those that it wants
    public Page list(@Nullable String before, int limit, Predicate<Shelved> wanted) {
        List<Story> stories = stories();
        int at = 0;
        if (before != null) {
            Path last = path(before);
            while (at < stories.size() && !stories.get(at).path().equals(last)) {
                at++;
            }
            at++;
        }
        List<Shelved> page = new ArrayList<>();
        String next = null;
        for (; at < stories.size(); at++) {
            Shelved one = shelved(stories.get(at).path());
            if (one != null && wanted.test(one)) {
                if (page.size() == limit) {
                    next = page.getLast().id();
                    break;
                }
                page.add(one);
            }
        }
        return new Page(page, stories.size(), next);
    }

    /// One of them; empty where there is none.
    public Optional<Shelved> find(String id) {
        Path story = path(id);
        return story == null || !isOurs(story)
                ? Optional.empty()
                : Optional.ofNullable(shelved(story));
    }

    /// One file of a recording; empty where there is none.
    public Optional<Part> file(String id, String kind) {
        return find(id).flatMap(one ->
                one.files().stream().filter(part -> part.kind().equals(kind)).findFirst());
    }

    /// Removes a recording; false where there is none.
    ///
    /// @throws IOException it could not be removed whole
    public boolean remove(String id) throws IOException {
        Optional<Shelved> found = find(id);
        Path story = path(id);
        if (found.isEmpty() || story == null) {
            return false;
        }
        for (Part part : found.get().files()) {
            Files.deleteIfExists(part.path());
        }
        return Files.deleteIfExists(story);
    }

    /// The last written first.
    private List<Story> stories() {
        List<Story> stories = new ArrayList<>();
        try {
            Files.walkFileTree(
                    folder,
                    EnumSet.noneOf(FileVisitOption.class),
                    DEEPEST,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
                            if (about.isRegularFile() && file.toString().endsWith(STORY)) {
                                stories.add(new Story(file, about.lastModifiedTime().toMillis()));
                            }
                            return stories.size() < MOST
                                    ? FileVisitResult.CONTINUE
                                    : FileVisitResult.TERMINATE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException gone) {
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stories.sort(Comparator.comparingLong(Story::atMs).thenComparing(Story::path).reversed());
        return stories;
    }

    private @Nullable Shelved shelved(Path story) {
        try {
            if (Files.size(story) > LONGEST_STORY) {
                return null;
            }
            JsonNode told = JSON.readTree(Files.readString(story, StandardCharsets.UTF_8));
            return told.path("begun").isString() && told.path("files").isArray()
                    ? new Shelved(
                            id(story),
                            told.path("callId").asString(""),
                            Instant.parse(told.path("begun").asString()),
                            told.path("durationMs").asLong(0),
                            told.path("endedBecause").asString(""),
                            told.path("cut").asBoolean(false),
                            parts(story))
                    : null;
        } catch (IOException | JacksonException | java.time.DateTimeException e) {
            return null; // gone meanwhile, or no story of ours
        }
    }

    private List<Part> parts(Path story) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (String kind : KINDS.keySet().stream().sorted().toList()) {
            Path path = story.resolveSibling(base(story) + kind);
            if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                parts.add(new Part(kind, KINDS.getOrDefault(kind, ""), Files.size(path), path));
            }
        }
        return parts;
    }

    private static String base(Path story) {
        String name = String.valueOf(story.getFileName());
        return name.substring(0, name.length() - STORY.length());
    }

    private String id(Path story) {
        String inside = folder.relativize(story).toString();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        inside.substring(0, inside.length() - STORY.length())
                                .getBytes(StandardCharsets.UTF_8));
    }

    /// Where the story of `id` is, if there is one; null where no recording can have this id.
    private @Nullable Path path(String id) {
        if (id.length() > LONGEST_ID) {
            return null;
        }
        String inside;
        try {
            inside = new String(Base64.getUrlDecoder().decode(id), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
        String[] names = inside.split("/", -1);
        Path path = folder;
        for (String name : names) {
            if (!NAME.matcher(name).matches() || names.length > DEEPEST) {
                return null;
            }
            path = path.resolve(name);
        }
        return path.resolveSibling(path.getFileName() + STORY);
    }

    /// False also where a link on the way leads out of the folder.
    private boolean isOurs(Path story) {
        try {
            Path place = story.getParent();
            return Files.isRegularFile(story, LinkOption.NOFOLLOW_LINKS)
                    && place != null
                    && place.toRealPath().startsWith(folder.toRealPath());
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
