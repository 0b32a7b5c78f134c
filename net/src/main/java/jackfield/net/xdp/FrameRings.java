package jackfield.net.xdp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import jackfield.net.linux.Linux;
import jackfield.net.linux.SharedMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/// An AF_XDP socket on one queue of an interface: frames in memory shared with the kernel, and four
/// rings of who has them. On one thread.
///
/// ```
/// fill: frames that the kernel may receive into     -> received: what it put there
/// send: frames to send                              -> completed: sent ones, ours again
/// descriptor (16 bytes): 0 address in the frames' memory | 8 length | 12 options
/// ```
final class FrameRings {
    /// One frame's memory, and how far behind its start the kernel puts what it receives.
    static final int FRAME = 2048;

    static final int HEADROOM = 256;

    private static final int AF_XDP = 44;
    private static final int SOCK_RAW = 3;
    private static final int SOL_XDP = 283;
    private static final int MMAP_OFFSETS = 1;
    private static final int RECEIVE_RING = 2;
    private static final int SEND_RING = 3;
    private static final int REGISTER_FRAMES = 4;
    private static final int FILL_RING = 5;
    private static final int COMPLETION_RING = 6;
    private static final int STATISTICS = 7;
    private static final short COPIES_AND_NEEDS_WAKING = 1 << 1 | 1 << 3;
    private static final VarHandle INDEX = JAVA_INT.varHandle();

    private final MemorySegment errno;
    private final MemorySegment statistics;
    private final int fd;
    private final int count;
    private final int mask;
    private final MemorySegment frames;
    private final Side fill;
    private final Side completed;
    private final Side received;
    private final Side toSend;
    private final List<MemorySegment> mapped = new ArrayList<>();
    private final int[] free;
    private int freeCount;

    /// The place of one ring in its mapped memory, and how far we are in it.
    private static final class Side {
        final MemorySegment shared;
        final long producer;
        final long consumer;
        final long descriptors;
        int at;

        Side(MemorySegment shared, MemorySegment offsets, int which) {
            this.shared = shared;
            producer = offsets.get(JAVA_LONG, 32L * which);
            consumer = offsets.get(JAVA_LONG, 32L * which + 8);
            descriptors = offsets.get(JAVA_LONG, 32L * which + 16);
        }
    }

    /// @param count frames to receive into, and as many to send; a power of two
    /// @throws UnsupportedOperationException with the cause, where the kernel refuses
    FrameRings(Arena arena, int interfaceIndex, int queue, int count) {
        this.count = count;
        mask = count - 1;
        errno = arena.allocate(Linux.ERRNO_BYTES, 16);
        statistics = arena.allocate(64, 8);
        frames = arena.allocate(2L * count * FRAME, 4096);
        free = new int[count];
        fd =
                XdpCalls.require(
                        "AF_XDP socket", Linux.socket(errno, AF_XDP, SOCK_RAW | Linux.CLOEXEC));
        try (Arena calls = Arena.ofConfined()) {
            MemorySegment region = calls.allocate(32, 8);
            region.set(JAVA_LONG, 0, frames.address());
            region.set(JAVA_LONG, 8, frames.byteSize());
            region.set(JAVA_INT, 16, FRAME);
            set("frames", REGISTER_FRAMES, region, 32);
            MemorySegment size = calls.allocate(8, 8);
            size.set(JAVA_INT, 0, count);
            for (int ring : new int[] {FILL_RING, COMPLETION_RING, RECEIVE_RING, SEND_RING}) {
                set("ring " + ring, ring, size, 4);
            }
            MemorySegment offsets = calls.allocate(128, 8);
            size.set(JAVA_INT, 0, 128);
            XdpCalls.require(
                    "rings",
                    Linux.getsockopt(
                            errno, fd, SOL_XDP, MMAP_OFFSETS, offsets.address(), size.address()));
            received = side(offsets, 0, 16, 0);
            toSend = side(offsets, 1, 16, 0x8000_0000L);
            fill = side(offsets, 2, 8, 0x1_0000_0000L);
            completed = side(offsets, 3, 8, 0x1_8000_0000L);
            MemorySegment name = calls.allocate(16, 8);
            name.set(JAVA_SHORT, 0, (short) AF_XDP);
            name.set(JAVA_SHORT, 2, COPIES_AND_NEEDS_WAKING);
            name.set(JAVA_INT, 4, interfaceIndex);
            name.set(JAVA_INT, 8, queue);
            XdpCalls.require("bind to queue " + queue, Linux.bind(errno, fd, name.address(), 16));
        } catch (UnsupportedOperationException e) {
            close();
            throw e;
        }
        for (int i = 0; i < count; i++) {
            giveBack((long) i * FRAME);
            free[freeCount++] = count + i;
        }
        filled();
    }

    private Side side(MemorySegment offsets, int which, int descriptorBytes, long page) {
        long bytes = offsets.get(JAVA_LONG, 32L * which + 16) + (long) descriptorBytes * count;
        MemorySegment shared = SharedMemory.map(fd, bytes, page);
        if (shared.address() == 0) {
            throw new UnsupportedOperationException("no memory for rings of AF_XDP");
        }
        mapped.add(shared);
        return new Side(shared, offsets, which);
    }

    private void set(String what, int option, MemorySegment value, int bytes) {
        XdpCalls.require(
                what, Linux.setsockopt(errno, fd, SOL_XDP, option, value.address(), bytes));
    }

    int fd() {
        return fd;
    }

    /// The memory that addresses of frames count in.
    MemorySegment frames() {
        return frames;
    }

    /// How many frames there are to receive into.
    int count() {
        return count;
    }

    /// How many received frames wait.
    int waiting() {
        return (int) INDEX.getAcquire(received.shared, received.producer) - received.at;
    }

    /// Where the received frame that is `ahead` of the next one begins.
    long address(int ahead) {
        return received.shared.get(
                JAVA_LONG, received.descriptors + 16L * (received.at + ahead & mask));
    }

    /// Its length in bytes.
    int length(int ahead) {
        return received.shared.get(
                JAVA_INT, received.descriptors + 16L * (received.at + ahead & mask) + 8);
    }

    /// The next `taken` frames are ours until [#giveBack].
    void taken(int taken) {
        received.at += taken;
        INDEX.setRelease(received.shared, received.consumer, received.at);
    }

    /// The kernel may receive into the frame at this address again, once [#filled] is called.
    void giveBack(long address) {
        fill.shared.set(
                JAVA_LONG, fill.descriptors + 8L * (fill.at++ & mask), address & -(long) FRAME);
    }

    void filled() {
        INDEX.setRelease(fill.shared, fill.producer, fill.at);
    }

    /// The address of a frame to send in; -1 when all are under way.
    long free() {
        if (freeCount == 0) {
            reclaim();
        }
        return freeCount == 0 ? -1 : (long) free[--freeCount] * FRAME;
    }

    /// Sends the frame at this address with the next [#send].
    void queue(long address, int length) {
        long descriptor = toSend.descriptors + 16L * (toSend.at++ & mask);
        toSend.shared.set(JAVA_LONG, descriptor, address);
        toSend.shared.set(JAVA_LONG, descriptor + 8, length);
    }

    /// Has the kernel send what is queued; what it does not take now goes with the next call.
    void send() {
        INDEX.setRelease(toSend.shared, toSend.producer, toSend.at);
        int before;
        do { // the kernel takes some at a time
            before = unsent();
            if (before == 0) {
                break;
            }
            Linux.kick(errno, fd);
        } while (unsent() < before);
        reclaim();
    }

    private int unsent() {
        return toSend.at - (int) INDEX.getAcquire(toSend.shared, toSend.consumer);
    }

    private void reclaim() {
        int end = (int) INDEX.getAcquire(completed.shared, completed.producer);
        for (; completed.at != end; completed.at++) {
            long address =
                    completed.shared.get(
                            JAVA_LONG, completed.descriptors + 8L * (completed.at & mask));
            free[freeCount++] = (int) (address / FRAME);
        }
        INDEX.setRelease(completed.shared, completed.consumer, completed.at);
    }

    /// Frames that came and found no room.
    long dropped() {
        try (Arena calls = Arena.ofConfined()) {
            MemorySegment size = calls.allocate(8, 8);
            size.set(JAVA_INT, 0, 48);
            int answer =
                    Linux.getsockopt(
                            errno, fd, SOL_XDP, STATISTICS, statistics.address(), size.address());
            // received and dropped, ring full, nothing to receive into
            return answer < 0
                    ? 0
                    : statistics.get(JAVA_LONG, 0)
                            + statistics.get(JAVA_LONG, 24)
                            + statistics.get(JAVA_LONG, 32);
        }
    }

    final void close() {
        Linux.close(errno, fd);
        mapped.forEach(SharedMemory::unmap);
    }
}
