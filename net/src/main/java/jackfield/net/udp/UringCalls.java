package jackfield.net.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.stream.Stream;

/// The three system calls of io_uring, which libc has no names for. Answers are as in [Linux].
@SuppressWarnings("restricted") // native access is what this class is for
final class UringCalls {
    private static final long SETUP_NUMBER = 425;
    private static final long ENTER_NUMBER = 426;
    private static final long REGISTER_NUMBER = 427;

    private static final MethodHandle SETUP = syscall(JAVA_INT, JAVA_LONG);
    private static final MethodHandle ENTER =
            syscall(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle REGISTER = syscall(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);

    private UringCalls() {}

    private static MethodHandle syscall(MemoryLayout... parameters) {
        Linker linker = Linker.nativeLinker();
        MemoryLayout[] all =
                Stream.concat(Stream.of(JAVA_LONG), Stream.of(parameters))
                        .toArray(MemoryLayout[]::new);
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(JAVA_LONG, all),
                Linker.Option.firstVariadicArg(1),
                Linker.Option.captureCallState("errno"));
    }

    private static int result(long answer, MemorySegment errno) {
        return answer < 0 ? -errno.get(JAVA_INT, 0) : (int) answer;
    }

    private static Error broken(Throwable thrown) {
        return new AssertionError("a foreign function call does not throw", thrown);
    }

    static int setup(MemorySegment errno, int entries, long parameters) {
        try {
            return result(
                    (long) SETUP.invokeExact(errno, SETUP_NUMBER, entries, parameters), errno);
        } catch (Throwable t) {
            throw broken(t);
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
            return result(
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
            throw broken(t);
        }
    }

    static int register(MemorySegment errno, int ring, int what, long argument, int count) {
        try {
            return result(
                    (long)
                            REGISTER.invokeExact(
                                    errno, REGISTER_NUMBER, ring, what, argument, count),
                    errno);
        } catch (Throwable t) {
            throw broken(t);
        }
    }
}
