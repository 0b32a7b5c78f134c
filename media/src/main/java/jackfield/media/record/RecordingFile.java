package jackfield.media.record;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Where the bytes of a recording go. Whoever opened it closes it.
public interface RecordingFile {
    /// Writes what remains in `bytes` at the end.
    void append(ByteBuffer bytes) throws IOException;

    /// Writes what remains in `bytes` over what stands at `position`.
    void overwrite(long position, ByteBuffer bytes) throws IOException;
}
