package jackfield.bench.relay;

import java.lang.foreign.MemorySegment;

/// One end of a flow of packets: sends when it is told to, and gets what comes for it. On the
/// load's thread.
public interface FlowEnd {
    /// Sends the next packet.
    void send(long now);

    /// A packet came.
    ///
    /// @param slot memory that is lent for this call
    /// @param low the source's IPv4 address, mapped
    /// @param arrived when the kernel got it (ns on the load's clock)
    void arrived(MemorySegment slot, int length, long low, int port, long arrived);
}
