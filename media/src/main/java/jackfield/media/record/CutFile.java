package jackfield.media.record;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A file of a recording that was not ended: the program or the machine stopped while it grew.
/// Whoever opened it closes it.
public interface CutFile {
    /// How many bytes there are.
    long length() throws IOException;

    /// Fills `to` with what stands at `position`, as far as there is something.
    void read(long position, ByteBuffer to) throws IOException;

    /// Writes what remains in `bytes` over what stands at `position`.
    void overwrite(long position, ByteBuffer bytes) throws IOException;

    /// Leaves only so many bytes.
    void truncate(long length) throws IOException;
}
