package jackfield.server.recording;

import jackfield.base.Parsed;
import jackfield.media.prompt.PcmClip;
import jackfield.media.prompt.WavFile;
import jackfield.roles.relay.Prompts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The WAV files of one folder. Each is read once, and again when it has changed; by threads of
/// their own, so that nobody waits for a disk.
public final class PromptFolder implements Prompts {
    private static final int MOST_KEPT = 100;
    private static final long LARGEST = 50L << 20;

    private final Path folder;
    private final Map<Path, Kept> kept = new ConcurrentHashMap<>();

    private record Kept(FileTime written, PcmClip clip) {}

    public PromptFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /// @param name of a file in the folder, or its whole path
    @Override
    public void load(String name, Consumer<Parsed<PcmClip>> reply) {
        Thread.startVirtualThread(() -> reply.accept(read(name)));
    }

    private Parsed<PcmClip> read(String name) {
        try {
            Path file = folder.resolve(name).normalize();
            if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
                return new Parsed.Bad<>("no such file in media.prompts", name);
            }
            FileTime written = Files.getLastModifiedTime(file);
            Kept known = kept.get(file);
            if (known != null && known.written.equals(written)) {
                return new Parsed.Ok<>(known.clip);
            }
            if (Files.size(file) > LARGEST) {
                return new Parsed.Bad<>("too large", name);
            }
            Parsed<PcmClip> read = WavFile.parse(Files.readAllBytes(file));
            if (read instanceof Parsed.Ok<PcmClip>(PcmClip clip)) {
                PcmClip eased = clip.eased();
                if (kept.size() >= MOST_KEPT) {
                    kept.clear();
                }
                kept.put(file, new Kept(written, eased));
                return new Parsed.Ok<>(eased);
            }
            return read;
        } catch (IOException | IllegalArgumentException e) {
            return new Parsed.Bad<>("cannot be read", name);
        }
    }
}
