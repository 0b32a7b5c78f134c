package jackfield.net.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import jackfield.net.linux.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Asks Linux how many datagrams it dropped because a socket's buffer was full, in memory that all
/// sockets of a loop share. From any thread.
final class KernelDrops {
    private final MemorySegment errno;
    private final MemorySegment length;
    private final MemorySegment words;

    KernelDrops() {
        Arena arena = Arena.ofAuto(); // a socket may be asked when its loop has ended
        errno = arena.allocate(Linux.ERRNO_BYTES, 16);
        length = arena.allocate(8, 8);
        words = arena.allocate(Linux.MEMINFO_BYTES, 8);
    }

    /// So far, of an open socket; 0 where the kernel does not tell.
    synchronized long of(int fd) {
        length.set(JAVA_INT_UNALIGNED, 0, Linux.MEMINFO_BYTES);
        int answer =
                Linux.getsockopt(
                        errno,
                        fd,
                        Linux.SOL_SOCKET,
                        Linux.SO_MEMINFO,
                        words.address(),
                        length.address());
        return answer < 0
                ? 0
                : Integer.toUnsignedLong(words.get(JAVA_INT_UNALIGNED, 4L * Linux.MEMINFO_DROPS));
    }
}
