package jackfield.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Whom the kernel's scheduler lets run first (sched(7)).
@SuppressWarnings("restricted") // native access is what this class is for
public final class Precedence {
    private static final int PRIO_PROCESS = 0;
    private static final int SCHED_FIFO = 1;
    private static final int SCHED_RR = 2;
    private static final int SELF = 0;
    private static final int EPERM = 1;
    private static final int ERANGE = 34;

    /// Ten times the share of an ordinary thread, and it is woken before them.
    private static final int NICE = -10;

    private Precedence() {}

    private static final class Calls {
        static final MethodHandle GETPRIORITY = call("getpriority", JAVA_INT, JAVA_INT);
        static final MethodHandle SETPRIORITY = call("setpriority", JAVA_INT, JAVA_INT, JAVA_INT);
        static final MethodHandle SCHED_GETSCHEDULER = call("sched_getscheduler", JAVA_INT);

        private static MethodHandle call(String name, MemoryLayout... parameters) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(
                    linker.defaultLookup().findOrThrow(name),
                    FunctionDescriptor.of(JAVA_INT, parameters),
                    Linker.Option.captureCallState("errno"));
        }
    }

    /// Lets the calling thread run before the others of its process: before its compilers, its
    /// collector's helpers and whatever looks at it. An ordinary thread gets the niceness -10,
    /// unless it has a better one. One under a real-time policy stays what it is: the JVM's threads
    /// try again where they wait for each other, and one that the kernel prefers for ever tries for
    /// ever.
    ///
    /// @return 0, or the negative errno where that is refused: it needs `CAP_SYS_NICE` or
    ///   `RLIMIT_NICE`
    public static int raise() {
        if (!Linux.UNAVAILABLE.isEmpty()) {
            return -ERANGE;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(Linux.ERRNO_BYTES, 16);
            int policy =
                    Linux.result((int) Calls.SCHED_GETSCHEDULER.invokeExact(errno, SELF), errno);
            return policy == SCHED_FIFO || policy == SCHED_RR ? -EPERM : nicer(errno);
        } catch (Throwable t) {
            throw Linux.broken(t);
        }
    }

    /// Undoes [#raise] for the calling thread.
    ///
    /// @return 0, or the negative errno
    public static int lower() {
        if (!Linux.UNAVAILABLE.isEmpty()) {
            return -ERANGE;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(Linux.ERRNO_BYTES, 16);
            int now = (int) Calls.GETPRIORITY.invokeExact(errno, PRIO_PROCESS, SELF);
            return now != NICE
                    ? 0
                    : Linux.result(
                            (int) Calls.SETPRIORITY.invokeExact(errno, PRIO_PROCESS, SELF, 0),
                            errno);
        } catch (Throwable t) {
            throw Linux.broken(t);
        }
    }

    private static int nicer(MemorySegment errno) throws Throwable {
        int now = (int) Calls.GETPRIORITY.invokeExact(errno, PRIO_PROCESS, SELF);
        return now <= NICE
                ? 0
                : Linux.result(
                        (int) Calls.SETPRIORITY.invokeExact(errno, PRIO_PROCESS, SELF, NICE),
                        errno);
    }
}
