package jackfield.server.config;

import jackfield.store.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The folder that holds what one node keeps: database, keys, tokens. Only its owner can read it.
///
/// @param path the folder
public record DataFolder(Path path) {
    /// The folder that was asked for, or the user's data folder.
    public static DataFolder choose(
            @Nullable Path asked, Map<String, String> environment, String system, Path home) {
        if (asked != null) {
            return new DataFolder(asked.toAbsolutePath().normalize());
        }
        String named = environment.getOrDefault("JACKFIELD_DATA", "");
        if (!named.isBlank()) {
            return new DataFolder(Path.of(named).toAbsolutePath().normalize());
        }
        String shared = environment.getOrDefault("XDG_DATA_HOME", "");
        if (!shared.isBlank()) {
            return new DataFolder(Path.of(shared).resolve("jackfield"));
        }
        return new DataFolder(
                system.startsWith("Mac")
                        ? home.resolve("Library/Application Support/Jackfield")
                        : home.resolve(".local/share/jackfield"));
    }

    /// Makes the folder where there is none.
    public void create() {
        try {
            OwnerOnly.folder(path);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the data folder " + path + " cannot be made: choose another with --data", e);
        }
    }

    /// The settings file here, if there is one.
    public Optional<Path> settings() {
        Path file = path.resolve("jackfield.yaml");
        return Files.exists(file) ? Optional.of(file) : Optional.empty();
    }

    /// Takes the folder for this process until [FileLock#release]; empty when another node has it.
    public Optional<FileLock> lock() throws IOException {
        Path file = path.resolve("lock");
        OwnerOnly.create(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException anotherNodeInThisProcess) {
            lock = null;
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return Optional.ofNullable(lock);
    }

    /// The database, unless the settings name another.
    public Path database(Config config) {
        return config.get(Settings.STORE_URL)
                .map(url -> Path.of(url.substring("jdbc:sqlite:".length())))
                .orElse(path.resolve("jackfield.db"));
    }

    /// The local certificate authority and the server's certificate.
    public Path tls() {
        return path.resolve("tls");
    }

    /// The certificate that the running node shows, for its command line.
    public Path shownCertificate() {
        return tls().resolve("shown.crt");
    }

    /// The demo accounts in plain text.
    public Path demoAccounts() {
        return path.resolve("demo-accounts.txt");
    }

    /// The token that the API asks for.
    public Path adminToken() {
        return path.resolve("admin.token");
    }

    /// The key that flow tokens and nonces are made with.
    public Path nodeKey() {
        return path.resolve("node.key");
    }

    /// The secret that time-limited TURN credentials are made with.
    public Path turnSecret() {
        return path.resolve("turn.secret");
    }

    /// The key that push services and pages know the node by.
    public Path pushKey() {
        return path.resolve("push.key");
    }

    /// The address of the API of the node that runs on this folder.
    public Path apiAddress() {
        return path.resolve("api.url");
    }
}
