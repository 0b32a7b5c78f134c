package jackfield.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/// The system calls of our loops, by foreign function calls into libc.
///
/// Pointers travel as `long`, so that no segment is made for a call. Each call answers what libc
/// answers, or the negative errno. The segment `errno` belongs to the calling thread and has
/// [#ERRNO_BYTES].
@SuppressWarnings("restricted") // native access is what this class is for
public final class Linux {
    public static final int EPERM = 1;
    public static final int EINTR = 4;
    public static final int EAGAIN = 11;
    public static final int EADDRINUSE = 98;
    public static final int ENOBUFS = 105;
    public static final int ECONNREFUSED = 111;

    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;
    public static final int SOCK_DGRAM = 2;
    public static final int NONBLOCK_CLOEXEC = 0x80800;
    public static final int CLOEXEC = 0x80000;
    public static final int SOL_SOCKET = 1;
    public static final int SO_SNDBUF = 7;
    public static final int SO_RCVBUF = 8;
    public static final int SO_SNDBUFFORCE = 32;
    public static final int SO_RCVBUFFORCE = 33;
    public static final int SO_MEMINFO = 55;

    /// `SK_MEMINFO_DROPS`, and the count of the array's 32-bit words up to it.
    public static final int MEMINFO_DROPS = 8;

    public static final int MEMINFO_BYTES = 4 * (MEMINFO_DROPS + 1);
    public static final int IPPROTO_IP = 0;
    public static final int IP_TOS = 1;
    public static final int IP_MTU_DISCOVER = 10;
    public static final int IPV6_MTU_DISCOVER = 23;

    /// Nothing is cut into fragments: what is too long for its path is refused.
    public static final int PMTUDISC_DO = 2;

    public static final int IPPROTO_IPV6 = 41;
    public static final int IPV6_TCLASS = 67;
    public static final int IPV6_V6ONLY = 26;
    public static final int MSG_TRUNC = 0x20;
    public static final int EPOLLIN = 1;
    public static final int EPOLL_CTL_ADD = 1;
    public static final int EPOLL_CTL_DEL = 2;
    public static final short POLLIN = 1;
    private static final int DO_NOT_WAIT = 0x40;
    private static final int PR_SET_TIMERSLACK = 29;

    private static final boolean X86_64 =
            System.getProperty("os.arch").toLowerCase(Locale.ROOT).matches("amd64|x86_64");

    /// `struct epoll_event` is packed on x86-64 only.
    public static final int EPOLL_EVENT_BYTES = X86_64 ? 12 : 16;

    public static final int EPOLL_EVENT_DATA = X86_64 ? 4 : 8;

    private static final StructLayout ERRNO = Linker.Option.captureStateLayout();
    public static final long ERRNO_BYTES = ERRNO.byteSize();
    private static final ValueLayout.OfInt ERRNO_INT = ValueLayout.JAVA_INT_UNALIGNED;

    /// Why these calls can't be made here; empty when they can.
    public static final String UNAVAILABLE = probe();

    private Linux() {}

    private static String probe() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return "not Linux";
        }
        String arch = System.getProperty("os.arch");
        if (!X86_64 && !arch.equals("aarch64")) {
            return arch;
        }
        try {
            return Calls.RECVMMSG.type().parameterCount() > 0 ? "" : "no recvmmsg";
        } catch (LinkageError refused) {
            Throwable cause = refused.getCause();
            return String.valueOf(cause == null ? refused : cause);
        }
    }

    /// The handles, in a class of their own: loading it fails where the calls are missing or native
    /// access is denied.
    private static final class Calls {
        static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT);
        static final MethodHandle BIND = call("bind", JAVA_INT, JAVA_LONG, JAVA_INT);
        static final MethodHandle CLOSE = call("close", JAVA_INT);
        static final MethodHandle GETSOCKNAME = call("getsockname", JAVA_INT, JAVA_LONG, JAVA_LONG);
        static final MethodHandle SETSOCKOPT =
                call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
        static final MethodHandle GETSOCKOPT =
                call("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
        static final MethodHandle EVENTFD = call("eventfd", JAVA_INT, JAVA_INT);
        static final MethodHandle READ = wide("read", JAVA_INT, JAVA_LONG, JAVA_LONG);
        static final MethodHandle WRITE = wide("write", JAVA_INT, JAVA_LONG, JAVA_LONG);
        static final MethodHandle EPOLL_CREATE1 = call("epoll_create1", JAVA_INT);
        static final MethodHandle EPOLL_CTL =
                call("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
        static final MethodHandle EPOLL_WAIT =
                call("epoll_wait", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
        static final MethodHandle PPOLL = call("ppoll", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        static final MethodHandle PRCTL =
                call("prctl", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        static final MethodHandle RECVMMSG =
                call("recvmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
        static final MethodHandle RECVFROM =
                wide("recvfrom", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
        static final MethodHandle SENDMMSG =
                call("sendmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
        static final MethodHandle SENDTO =
                wide("sendto", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);

        private static MethodHandle call(String name, MemoryLayout... parameters) {
            return handle(name, FunctionDescriptor.of(JAVA_INT, parameters));
        }

        private static MethodHandle wide(String name, MemoryLayout... parameters) {
            return handle(name, FunctionDescriptor.of(JAVA_LONG, parameters));
        }

        private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(
                    linker.defaultLookup().findOrThrow(name),
                    descriptor,
                    Linker.Option.captureCallState("errno"));
        }
    }

    /// A handle for system calls that libc has no name for: it takes the segment for errno, the
    /// number of the call (`long`) and the parameters, and answers a `long` for [#result].
    public static MethodHandle syscall(MemoryLayout... parameters) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG).appendArgumentLayouts(parameters),
                Linker.Option.firstVariadicArg(1),
                Linker.Option.captureCallState("errno"));
    }

    /// What a call answered, or the negative errno.
    public static int result(long answer, MemorySegment errno) {
        return answer < 0 ? -errno.get(ERRNO_INT, 0) : (int) answer;
    }

    /// An errno as the operating system's own programs say it, for messages that people read.
    public static String words(int errno) {
        return switch (errno) {
            case EPERM -> "Operation not permitted";
            case 13 -> "Permission denied"; // EACCES
            case 23 -> "Too many open files in system"; // ENFILE
            case 24 -> "Too many open files"; // EMFILE
            case 97 -> "Address family not supported by protocol"; // EAFNOSUPPORT
            case EADDRINUSE -> "Address already in use";
            case 99 -> "Cannot assign requested address"; // EADDRNOTAVAIL
            case ENOBUFS -> "No buffer space available";
            default -> "errno " + errno;
        };
    }

    /// What cannot be: handles of foreign functions declare that they throw.
    public static Error broken(Throwable thrown) {
        return new AssertionError("a foreign function call does not throw", thrown);
    }

    public static int socket(MemorySegment errno, int family, int type) {
        try {
            return result((int) Calls.SOCKET.invokeExact(errno, family, type, 0), errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    public static int bind(MemorySegment errno, int fd, long address, int length) {
        try {
            return result((int) Calls.BIND.invokeExact(errno, fd, address, length), errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    public static int close(MemorySegment errno, int fd) {
        try {
            return result((int) Calls.CLOSE.invokeExact(errno, fd), errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    public static int getsockname(MemorySegment errno, int fd, long address, long length) {
        try {
            return result((int) Calls.GETSOCKNAME.invokeExact(errno, fd, address, length), errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    public static int setsockopt(
            MemorySegment errno, int fd, int level, int option, long value, int length) {
        try {
            return result(
                    (int) Calls.SETSOCKOPT.invokeExact(errno, fd, level, option, value, length),
                    errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    public static int getsockopt(
            MemorySegment errno, int fd, int level, int option, long value, long length) {
        try {
            return result(
                    (int) Calls.GETSOCKOPT.invokeExact(errno, fd, level, option, value, length),
                    errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    public static int eventfd(MemorySegment errno) {
        try {
            return result((int) Calls.EVENTFD.invokeExact(errno, 0, NONBLOCK_CLOEXEC), errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    public static int read(MemorySegment errno, int fd, long buffer, long length) {
        try {
            return result((long) Calls.READ.invokeExact(errno, fd, buffer, length), errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    public static int write(MemorySegment errno, int fd, long buffer, long length) {
        try {
            return result((long) Calls.WRITE.invokeExact(errno, fd, buffer, length), errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    public static int epollCreate(MemorySegment errno) {
        try {
            return result((int) Calls.EPOLL_CREATE1.invokeExact(errno, CLOEXEC), errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    public static int epollCtl(MemorySegment errno, int epoll, int operation, int fd, long event) {
        try {
            return result(
                    (int) Calls.EPOLL_CTL.invokeExact(errno, epoll, operation, fd, event), errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    public static int epollWait(
            MemorySegment errno, int epoll, long events, int max, int timeoutMs) {
        try {
            return result(
                    (int) Calls.EPOLL_WAIT.invokeExact(errno, epoll, events, max, timeoutMs),
                    errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    public static int ppoll(MemorySegment errno, long fds, long count, long timeout) {
        try {
            return result((int) Calls.PPOLL.invokeExact(errno, fds, count, timeout, 0L), errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /// Short sleeps of the calling thread end on time and not 50 us later; where that is refused
    /// nothing is lost but that.
    public static void exactSleep(MemorySegment errno) {
        try {
            result((int) Calls.PRCTL.invokeExact(errno, PR_SET_TIMERSLACK, 1L, 0L, 0L, 0L), errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    public static int recvmmsg(MemorySegment errno, int fd, long messages, int count) {
        try {
            return result(
                    (int) Calls.RECVMMSG.invokeExact(errno, fd, messages, count, 0, 0L), errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    public static int recvfrom(
            MemorySegment errno, int fd, long buffer, long length, long name, long nameLength) {
        try {
            long answer =
                    (long)
                            Calls.RECVFROM.invokeExact(
                                    errno, fd, buffer, length, MSG_TRUNC, name, nameLength);
            return result(answer, errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    public static int sendmmsg(MemorySegment errno, int fd, long messages, int count) {
        try {
            return result((int) Calls.SENDMMSG.invokeExact(errno, fd, messages, count, 0), errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    public static int sendto(
            MemorySegment errno, int fd, long buffer, long length, long name, int nameLength) {
        try {
            long answer =
                    (long) Calls.SENDTO.invokeExact(errno, fd, buffer, length, 0, name, nameLength);
            return result(answer, errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /// Has the kernel look at what a socket has queued by other means than the call.
    public static int kick(MemorySegment errno, int fd) {
        try {
            long answer = (long) Calls.SENDTO.invokeExact(errno, fd, 0L, 0L, DO_NOT_WAIT, 0L, 0);
            return result(answer, errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }
}
