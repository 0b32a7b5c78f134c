package jackfield.net.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import jackfield.net.linux.Linux;
import jackfield.net.linux.SocketAddresses;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// One `struct mmsghdr`, `iovec` and `sockaddr` for each slot, written once at the start.
///
/// ```
/// mmsghdr (64 bytes): 0 name | 8 name length | 16 iov | 24 iov count | 32 control | 40 its length
///                     | 48 flags | 56 received length
/// ```
final class ReceiveHeaders {
    private static final int HEADER = 64;
    private static final int VECTOR = 16;

    private final int slotBytes;
    private final MemorySegment headers;
    private final MemorySegment names;
    private final long[] slot;
    private final MemorySegment nameLength;

    ReceiveHeaders(Arena arena, Slots slots, int slotBytes) {
        this.slotBytes = slotBytes;
        int count = slots.count();
        headers = arena.allocate((long) count * HEADER, 8);
        names = arena.allocate((long) count * SocketAddresses.BYTES, 8);
        nameLength = arena.allocate(8, 8);
        slot = new long[count];
        MemorySegment vectors = arena.allocate((long) count * VECTOR, 8);
        for (int i = 0; i < count; i++) {
            slot[i] = slots.received(i).address();
            vectors.set(JAVA_LONG_UNALIGNED, (long) i * VECTOR, slot[i]);
            vectors.set(JAVA_LONG_UNALIGNED, (long) i * VECTOR + 8, slotBytes);
            long at = (long) i * HEADER;
            headers.set(JAVA_LONG_UNALIGNED, at, name(i));
            headers.set(JAVA_INT_UNALIGNED, at + 8, SocketAddresses.BYTES);
            headers.set(JAVA_LONG_UNALIGNED, at + 16, vectors.address() + (long) i * VECTOR);
            headers.set(JAVA_LONG_UNALIGNED, at + 24, 1);
        }
    }

    private long name(int index) {
        return names.address() + (long) index * SocketAddresses.BYTES;
    }

    /// One datagram into the slot `index`: its length, also when it is longer than the slot, or the
    /// negative errno.
    int receiveOne(MemorySegment errno, int fd, int index) {
        nameLength.set(JAVA_INT_UNALIGNED, 0, SocketAddresses.BYTES);
        return Linux.recvfrom(errno, fd, slot[index], slotBytes, name(index), nameLength.address());
    }

    /// Up to `count` datagrams into the slots from `start` on: how many, or the negative errno.
    int receive(MemorySegment errno, int fd, int start, int count) {
        return Linux.recvmmsg(errno, fd, headers.address() + (long) start * HEADER, count);
    }

    /// The length of a datagram that [#receive] brought, longer than the slot when it was cut;
    /// makes its header ready for the next one.
    int taken(int index) {
        long at = (long) index * HEADER;
        headers.set(JAVA_INT_UNALIGNED, at + 8, SocketAddresses.BYTES);
        boolean cut = (headers.get(JAVA_INT_UNALIGNED, at + 48) & Linux.MSG_TRUNC) != 0;
        return cut ? slotBytes + 1 : headers.get(JAVA_INT_UNALIGNED, at + 56);
    }

    long high(int index) {
        return SocketAddresses.high(names, (long) index * SocketAddresses.BYTES);
    }

    long low(int index) {
        return SocketAddresses.low(names, (long) index * SocketAddresses.BYTES);
    }

    int port(int index) {
        return SocketAddresses.port(names, (long) index * SocketAddresses.BYTES);
    }
}
