package jackfield.net.xdp;

import java.lang.foreign.MemorySegment;

/// Who takes the datagrams of a port.
public interface Arrivals {
    /// A datagram is among those that come next; nothing of it has been verified yet. The memory is
    /// lent until the turn's end.
    void soon(MemorySegment slot, long high, long low, int port);

    /// One datagram, from an address of two longs (an IPv4 one mapped) and a port, at `now`
    /// (nanoseconds since the node started). The memory is lent until the turn's end.
    void arrived(MemorySegment slot, int length, long high, long low, int port, long now);
}
