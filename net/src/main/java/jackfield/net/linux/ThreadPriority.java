package jackfield.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// How the calling thread stands beside the others of its process: the compiler's, the collector's,
/// the web server's. Needs `CAP_SYS_NICE`, or a limit that allows it (`LimitNICE=-10`).
public final class ThreadPriority {
    private static final MethodHandle SET_PRIORITY =
            Linux.Calls.call("setpriority", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle GET_SCHEDULER =
            Linux.Calls.call("sched_getscheduler", JAVA_INT);
    private static final MethodHandle GET_PARAMETER =
            Linux.Calls.call("sched_getparam", JAVA_INT, JAVA_LONG);
    private static final MethodHandle SET_PARAMETER =
            Linux.Calls.call("sched_setparam", JAVA_INT, JAVA_LONG);

    private static final int PROCESS_OR_THREAD = 0;
    private static final int CALLER = 0;
    private static final int NICE = -10;
    private static final int FIFO = 1;
    private static final int ROUND_ROBIN = 2;

    private ThreadPriority() {}

    /// Puts the calling thread before its process's others: one step up where the process is under
    /// a real-time policy, else ten steps of `nice`.
    ///
    /// @return false where the system refuses; nothing has changed then
    public static boolean ahead() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(Linux.ERRNO_BYTES, 16);
            int policy = Linux.result((int) GET_SCHEDULER.invokeExact(errno, CALLER), errno);
            if (policy != FIFO && policy != ROUND_ROBIN) {
                int answer =
                        (int) SET_PRIORITY.invokeExact(errno, PROCESS_OR_THREAD, CALLER, NICE);
                return Linux.result(answer, errno) >= 0;
            }
            MemorySegment priority = arena.allocate(4, 4);
            int got = (int) GET_PARAMETER.invokeExact(errno, CALLER, priority.address());
            if (Linux.result(got, errno) < 0) {
                return false;
            }
            priority.set(JAVA_INT, 0, priority.get(JAVA_INT, 0) + 1);
            int set = (int) SET_PARAMETER.invokeExact(errno, CALLER, priority.address());
            return Linux.result(set, errno) >= 0;
        } catch (Throwable t) {
            throw Linux.broken(t);
        }
    }
}
