package jackfield.base;

import java.lang.foreign.MemorySegment;

/// The way out of one UDP socket: datagrams are queued and leave together when the loop's turn
/// ends. Only for the loop's own thread.
public interface Egress {
    /// Queues the first `length` bytes of `packet` for the address. The bytes must stay as they are
    /// until the turn ends: true for a received slot and for memory that [#slot()] gave.
    void send(MemorySegment packet, int length, long high, long low, int port);

    /// Queues `length` bytes of `packet` from `offset` on; else as the other.
    default void send(MemorySegment packet, int offset, int length, long high, long low, int port) {
        send(packet.asSlice(offset, length), length, high, low, port);
    }

    /// Touches the memory that sending wants, for a packet that comes soon; the sum of what was
    /// read says nothing.
    default long fetch() {
        return 0;
    }

    /// Marks what leaves here from now on.
    ///
    /// @param tos the field of IPv4 called type of service and of IPv6 traffic class (RFC 2474: the
    ///   DSCP, times four), 0 to 255; -1 for the node's usual mark
    default void mark(int tos) {}

    /// Memory for a packet of our own (at least 2,048 bytes), good until the turn ends.
    MemorySegment slot();
}
