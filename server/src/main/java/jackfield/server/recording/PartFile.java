package jackfield.server.recording;

import jackfield.media.record.RecordingFile;
import jackfield.store.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A file that has `.part` behind its name until it is whole. Only its owner can read it.
final class PartFile implements RecordingFile {
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
        Path part = whole.resolveSibling(whole.getFileName() + ".part");
        OwnerOnly.create(part);
        return new PartFile(
                whole,
                part,
                FileChannel.open(
                        part, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
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
