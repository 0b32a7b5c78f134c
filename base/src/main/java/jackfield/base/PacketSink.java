package jackfield.base;

import java.lang.foreign.MemorySegment;

/// Where the loop of a UDP socket hands its datagrams, one at a time, on the loop's own thread.
@FunctionalInterface
public interface PacketSink {
    /// One datagram.
    ///
    /// @param slot the memory it lies in, from byte 0; the receiver may rewrite it in place and
    ///   send it on in this call, and must not keep it afterwards. The slot is longer than the
    ///   datagram (at least 1,600 bytes), so an authentication tag can be appended.
    /// @param length the datagram's bytes
    /// @param high the first eight bytes of the sender's address, as in [Endpoint]
    /// @param low the last eight bytes of the sender's address
    /// @param port the sender's port
    /// @param now nanoseconds since the node started
    void receive(MemorySegment slot, int length, long high, long low, int port, long now);

    /// A datagram for this sink is among those that come next, with the same slot and source. A
    /// sink with much memory of its own touches here what that datagram will need: then the
    /// processor fetches it for several datagrams at once, where it would wait for each in turn.
    /// Nothing has been verified yet: the slot may be read, and says nothing.
    default void soon(MemorySegment slot, long high, long low, int port) {}
}
