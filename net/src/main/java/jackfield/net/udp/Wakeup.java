package jackfield.net.udp;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import jackfield.net.linux.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A descriptor (eventfd) that becomes readable when another thread wants the loop's attention.
final class Wakeup {
    /// The loop's own.
    private final MemorySegment errno;

    private final MemorySegment count;
    private final int fd;

    // Guards the descriptor against a late call from another thread.
    private final Object lock = new Object();
    private boolean closed;

    Wakeup(Arena arena, MemorySegment errno) {
        this.errno = errno;
        count = arena.allocate(8, 8);
        fd = Linux.eventfd(errno);
        if (fd < 0) {
            throw new IllegalStateException("no eventfd: errno " + -fd);
        }
    }

    int fd() {
        return fd;
    }

    /// Makes it readable. From any thread.
    void call() {
        try (Arena calls = Arena.ofConfined()) {
            MemorySegment one = calls.allocate(8, 8);
            one.set(JAVA_LONG_UNALIGNED, 0, 1);
            synchronized (lock) {
                if (!closed) {
                    Linux.write(calls.allocate(Linux.ERRNO_BYTES, 16), fd, one.address(), 8);
                }
            }
        }
    }

    /// The loop has seen it: no longer readable.
    void seen() {
        Linux.read(errno, fd, count.address(), 8);
    }

    void close() {
        synchronized (lock) {
            closed = true;
            Linux.close(errno, fd);
        }
    }
}
