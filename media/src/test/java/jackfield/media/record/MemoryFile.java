package jackfield.media.record;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A file in memory.
final class MemoryFile implements RecordingFile {
    private byte[] content = new byte[1024];
    private int length;

    @Override
    public void append(ByteBuffer bytes) {
        int count = bytes.remaining();
        if (length + count > content.length) {
            content = Arrays.copyOf(content, 2 * (length + count));
        }
        bytes.get(content, length, count);
        length += count;
    }

    @Override
    public void overwrite(long position, ByteBuffer bytes) {
        bytes.get(content, (int) position, bytes.remaining());
    }

    byte[] bytes() {
        return Arrays.copyOf(content, length);
    }
}
