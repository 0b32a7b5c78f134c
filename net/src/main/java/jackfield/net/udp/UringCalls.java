package jackfield.net.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import jackfield.net.linux.Linux;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The three system calls of io_uring, which libc has no names for. Answers are as in [Linux].
final class UringCalls {
    private static final long SETUP_NUMBER = 425;
    private static final long ENTER_NUMBER = 426;
    private static final long REGISTER_NUMBER = 427;

    private static final MethodHandle SETUP = Linux.syscall(JAVA_INT, JAVA_LONG);
    private static final MethodHandle ENTER =
            Linux.syscall(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle REGISTER =
            Linux.syscall(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);

    private UringCalls() {}

    static int setup(MemorySegment errno, int entries, long parameters) {
        try {
            return Linux.result(
                    (long) SETUP.invokeExact(errno, SETUP_NUMBER, entries, parameters), errno);
        } catch (Throwable t) {
            throw Linux.broken(t);
        }
    }

    static int enter(
            MemorySegment errno,
            int ring,
            int submit,
            int complete,
            int flags,
            long argument,
            long bytes) {
        try {
            return Linux.result(
                    (long)
                            ENTER.invokeExact(
                                    errno,
                                    ENTER_NUMBER,
                                    ring,
                                    submit,
                                    complete,
                                    flags,
                                    argument,
                                    bytes),
                    errno);
        } catch (Throwable t) {
            throw Linux.broken(t);
        }
    }

    static int register(MemorySegment errno, int ring, int what, long argument, int count) {
        try {
            return Linux.result(
                    (long)
                            REGISTER.invokeExact(
                                    errno, REGISTER_NUMBER, ring, what, argument, count),
                    errno);
        } catch (Throwable t) {
            throw Linux.broken(t);
        }
    }
}
