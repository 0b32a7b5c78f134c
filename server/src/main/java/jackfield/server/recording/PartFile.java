package jackfield.server.recording;

import jackfield.media.record.RecordingFile;
import jackfield.store.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file that has `.part` behind its name until it is whole. Only its owner can read it. While it
/// grows it is locked, so that nobody takes it for one that was cut.
final class PartFile implements RecordingFile {
    /// Behind the names of those that are not whole.
    static final String PART = ".part";

    private static final Logger log = LoggerFactory.getLogger(PartFile.class);
    private final Path whole;
    private final Path part;
    private final FileChannel channel;
    private long length;

    private PartFile(Path whole, Path part, FileChannel channel) {
        this.whole = whole;
        this.part = part;
        this.channel = channel;
    }

    /// Makes it, and the folder it is in.
    static PartFile create(Path whole) throws IOException {
        Path folder = whole.getParent();
        if (folder != null) {
            OwnerOnly.folder(folder);
        }
        Path part = whole.resolveSibling(whole.getFileName() + PART);
        OwnerOnly.create(part);
        FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
        lock(channel, part);
        channel.truncate(0);
        return new PartFile(whole, part, channel);
    }

    /// The lock ends with the channel, or with the process.
    private static void lock(FileChannel channel, Path part) {
        try {
            if (channel.tryLock() == null) {
                log.warn("{} is being written by another program too", part);
            }
        } catch (IOException | OverlappingFileLockException e) {
            log.debug("{} has no lock: {}", part, e.toString()); // a file system without locks
        }
    }

    /// Puts other contents in the place of all there is.
    void replace(ByteBuffer bytes) throws IOException {
        channel.truncate(0);
        length = 0;
        append(bytes);
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            length += channel.write(bytes, length);
        }
    }

    @Override
    public void overwrite(long position, ByteBuffer bytes) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    long length() {
        return length;
    }

    /// Its name once it is whole.
    Path whole() {
        return whole;
    }

    /// Brings it to the disk and gives it its name.
    void finish() throws IOException {
        channel.force(true);
        channel.close();
        Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Leaves it as it is, with `.part` behind its name.
    void abandon() {
        try {
            channel.close();
        } catch (IOException e) {
            // what could be written is written
        }
    }
}
