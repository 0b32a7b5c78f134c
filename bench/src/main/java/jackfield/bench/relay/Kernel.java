package jackfield.bench.relay;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The system calls of the load, by foreign function calls into Linux's libc. Pointers travel as
/// `long`; a call answers what libc answers, or the negative errno, which it leaves in a segment of
/// the calling thread.
@SuppressWarnings("restricted") // native access is what this class is for
final class Kernel {
    static final int EAGAIN = 11;
    static final int SOL_SOCKET = 1;
    static final int SO_SNDBUFFORCE = 32;
    static final int SO_RCVBUFFORCE = 33;
    static final int SO_TIMESTAMPNS = 35;
    static final int NONBLOCKING_UDP = 0x802;
    static final int AF_INET = 2;

    private static final int PR_SET_TIMERSLACK = 29;
    private static final StructLayout ERRNO = Linker.Option.captureStateLayout();
    static final long ERRNO_BYTES = ERRNO.byteSize();

    private static final MethodHandle SOCKET = handle("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = handle("bind", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CLOSE = handle("close", JAVA_INT);
    private static final MethodHandle GETSOCKNAME =
            handle("getsockname", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SETSOCKOPT =
            handle("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SENDMMSG =
            handle("sendmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle RECVMMSG =
            handle("recvmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle NANOSLEEP = handle("nanosleep", JAVA_LONG, JAVA_LONG);
    private static final MethodHandle CLOCK_GETTIME = handle("clock_gettime", JAVA_INT, JAVA_LONG);
    private static final MethodHandle PRCTL =
            handle("prctl", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle EPOLL_CREATE1 = handle("epoll_create1", JAVA_INT);
    private static final MethodHandle EPOLL_CTL =
            handle("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle EPOLL_WAIT =
            handle("epoll_wait", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);

    private Kernel() {}

    private static MethodHandle handle(String name, MemoryLayout... parameters) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, parameters),
                Linker.Option.captureCallState("errno"));
    }

    private static int result(int answer, MemorySegment errno) {
        return answer < 0 ? -errno.get(ValueLayout.JAVA_INT_UNALIGNED, 0) : answer;
    }

    private static Error broken(Throwable thrown) {
        return new AssertionError("a foreign function call does not throw", thrown);
    }

    static int socket(MemorySegment errno) {
        try {
            return result((int) SOCKET.invokeExact(errno, AF_INET, NONBLOCKING_UDP, 0), errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int bind(MemorySegment errno, int fd, long address, int length) {
        try {
            return result((int) BIND.invokeExact(errno, fd, address, length), errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static void close(MemorySegment errno, int fd) {
        try {
            int ignored = (int) CLOSE.invokeExact(errno, fd);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int getsockname(MemorySegment errno, int fd, long address, long length) {
        try {
            return result((int) GETSOCKNAME.invokeExact(errno, fd, address, length), errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int setsockopt(MemorySegment errno, int fd, int option, long value) {
        try {
            return result(
                    (int) SETSOCKOPT.invokeExact(errno, fd, SOL_SOCKET, option, value, 4), errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int sendmmsg(MemorySegment errno, int fd, long messages, int count) {
        try {
            return result((int) SENDMMSG.invokeExact(errno, fd, messages, count, 0), errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int recvmmsg(MemorySegment errno, int fd, long messages, int count) {
        try {
            return result((int) RECVMMSG.invokeExact(errno, fd, messages, count, 0, 0L), errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /// Sleeps for what the `timespec` says.
    static void nanosleep(MemorySegment errno, long timespec) {
        try {
            int ignored = (int) NANOSLEEP.invokeExact(errno, timespec, 0L);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /// The wall clock, which packets are stamped with, into a `timespec`.
    static void wallClock(MemorySegment errno, long timespec) {
        try {
            int ignored = (int) CLOCK_GETTIME.invokeExact(errno, 0, timespec);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /// Sleeps of the calling thread end on time, and not 50 us later.
    static void exactSleep(MemorySegment errno) {
        try {
            int ignored = (int) PRCTL.invokeExact(errno, PR_SET_TIMERSLACK, 1L, 0L, 0L, 0L);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int epollCreate(MemorySegment errno) {
        try {
            return result((int) EPOLL_CREATE1.invokeExact(errno, 0), errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int epollCtl(MemorySegment errno, int epoll, int operation, int fd, long event) {
        try {
            return result((int) EPOLL_CTL.invokeExact(errno, epoll, operation, fd, event), errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int epollReady(MemorySegment errno, int epoll, long events, int most) {
        try {
            return result((int) EPOLL_WAIT.invokeExact(errno, epoll, events, most, 0), errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }
}
