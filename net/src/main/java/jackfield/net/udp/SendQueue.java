package jackfield.net.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import jackfield.net.linux.Linux;
import jackfield.net.linux.SocketAddresses;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What leaves at the end of a turn: one chain of packets for each socket that sends, in arrays
/// that grow to what the busiest turn needed.
final class SendQueue {
    private static final int BURST = 64;
    private static final int HEADER = 64;
    private static final int VECTOR = 16;

    private final MemorySegment headers;
    private final MemorySegment vectors;
    private final MemorySegment names;
    private final List<EpollSocket> senders = new ArrayList<>();
    private final int[] batch = new int[BURST];

    private long[] address = new long[1024];
    private int[] length = new int[1024];
    private long[] high = new long[1024];
    private long[] low = new long[1024];
    private int[] port = new int[1024];
    private int[] next = new int[1024];
    private int count;

    SendQueue(Arena arena) {
        headers = arena.allocate((long) BURST * HEADER, 8);
        vectors = arena.allocate((long) BURST * VECTOR, 8);
        names = arena.allocate((long) BURST * SocketAddresses.BYTES, 8);
        for (int i = 0; i < BURST; i++) {
            long at = (long) i * HEADER;
            headers.set(
                    JAVA_LONG_UNALIGNED, at, names.address() + (long) i * SocketAddresses.BYTES);
            headers.set(JAVA_LONG_UNALIGNED, at + 16, vectors.address() + (long) i * VECTOR);
            headers.set(JAVA_LONG_UNALIGNED, at + 24, 1);
        }
    }

    void add(EpollSocket socket, long packet, int bytes, long toHigh, long toLow, int toPort) {
        if (SocketAddresses.isIpv4(toHigh, toLow) == socket.ipv6) {
            socket.tally.add(Tally.SEND_ERRORS, 1); // the socket speaks the other IP version
            return;
        }
        if (count == address.length) {
            grow();
        }
        int i = count++;
        address[i] = packet;
        length[i] = bytes;
        high[i] = toHigh;
        low[i] = toLow;
        port[i] = toPort;
        next[i] = -1;
        if (socket.first < 0) {
            socket.first = i;
            senders.add(socket);
        } else {
            next[socket.last] = i;
        }
        socket.last = i;
        socket.queued++;
    }

    private void grow() {
        int size = 2 * count;
        address = Arrays.copyOf(address, size);
        length = Arrays.copyOf(length, size);
        high = Arrays.copyOf(high, size);
        low = Arrays.copyOf(low, size);
        port = Arrays.copyOf(port, size);
        next = Arrays.copyOf(next, size);
    }

    void flush(MemorySegment errno) {
        for (int i = 0; i < senders.size(); i++) {
            EpollSocket socket = senders.get(i);
            if (socket.queued == 1) {
                sendOne(errno, socket, socket.first);
            } else {
                sendMany(errno, socket);
            }
            socket.first = -1;
            socket.last = -1;
            socket.queued = 0;
        }
        senders.clear();
        count = 0;
    }

    private void sendOne(MemorySegment errno, EpollSocket socket, int i) {
        int nameLength = SocketAddresses.put(names, 0, high[i], low[i], port[i]);
        int answer;
        do {
            answer =
                    Linux.sendto(
                            errno, socket.fd, address[i], length[i], names.address(), nameLength);
        } while (answer == -Linux.EINTR);
        if (answer < 0) {
            socket.tally.add(Tally.SEND_ERRORS, 1);
        } else {
            sent(socket, i);
        }
    }

    private void sendMany(MemorySegment errno, EpollSocket socket) {
        int i = socket.first;
        while (i >= 0) {
            int size = 0;
            while (i >= 0 && size < BURST) {
                fill(size, i);
                batch[size++] = i;
                i = next[i];
            }
            sendBatch(errno, socket, size);
        }
    }

    private void fill(int at, int i) {
        long header = (long) at * HEADER;
        int nameLength =
                SocketAddresses.put(
                        names, (long) at * SocketAddresses.BYTES, high[i], low[i], port[i]);
        headers.set(JAVA_INT_UNALIGNED, header + 8, nameLength);
        vectors.set(JAVA_LONG_UNALIGNED, (long) at * VECTOR, address[i]);
        vectors.set(JAVA_LONG_UNALIGNED, (long) at * VECTOR + 8, length[i]);
    }

    /// The kernel stops at the first datagram it refuses: that one is lost and the rest go on,
    /// unless the send buffer is full, when the rest would only make matters worse.
    private void sendBatch(MemorySegment errno, EpollSocket socket, int size) {
        int done = 0;
        while (done < size) {
            int answer =
                    Linux.sendmmsg(
                            errno,
                            socket.fd,
                            headers.address() + (long) done * HEADER,
                            size - done);
            if (answer > 0) {
                for (int k = done; k < done + answer; k++) {
                    sent(socket, batch[k]);
                }
                done += answer;
            } else if (answer == -Linux.EAGAIN) {
                socket.tally.add(Tally.SEND_ERRORS, size - done);
                return;
            } else if (answer != -Linux.EINTR) {
                socket.tally.add(Tally.SEND_ERRORS, 1);
                done++;
            }
        }
    }

    private void sent(EpollSocket socket, int i) {
        socket.tally.add(Tally.PACKETS_OUT, 1);
        socket.tally.add(Tally.BYTES_OUT, length[i]);
    }
}
