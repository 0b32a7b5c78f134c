package jackfield.media.transcode;

import java.lang.foreign.MemorySegment;

/// Where packets go.
public interface PacketOut {
    /// Memory for one packet, at least 2,048 bytes, good until it is sent.
    MemorySegment slot();

    /// Sends the first `length` bytes of it.
    void send(MemorySegment packet, int length);
}
