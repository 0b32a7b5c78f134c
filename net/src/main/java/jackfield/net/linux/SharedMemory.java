package jackfield.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Memory that the kernel and we both read and write: the rings of io_uring and of AF_XDP.
@SuppressWarnings("restricted") // native access is what this class is for
public final class SharedMemory {
    private static final int READ_WRITE = 3;
    private static final int SHARED_POPULATED = 0x8001;
    private static final MethodHandle MMAP =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("mmap"),
                            FunctionDescriptor.of(
                                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT,
                                    JAVA_LONG));
    private static final MethodHandle MUNMAP =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("munmap"),
                            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));

    private SharedMemory() {}

    /// `bytes` of the descriptor's memory from `offset` on; [MemorySegment#NULL] when the kernel
    /// gives none.
    public static MemorySegment map(int descriptor, long bytes, long offset) {
        try {
            long at =
                    (long)
                            MMAP.invokeExact(
                                    0L, bytes, READ_WRITE, SHARED_POPULATED, descriptor, offset);
            return at == -1 ? MemorySegment.NULL : MemorySegment.ofAddress(at).reinterpret(bytes);
        } catch (Throwable t) {
            throw new AssertionError("a foreign function call does not throw", t);
        }
    }

    /// Gives it back; nothing may touch it afterwards. [MemorySegment#NULL] is left alone.
    public static void unmap(MemorySegment mapped) {
        if (mapped.address() == 0) {
            return;
        }
        try {
            int ignored = (int) MUNMAP.invokeExact(mapped.address(), mapped.byteSize());
        } catch (Throwable t) {
            throw new AssertionError("a foreign function call does not throw", t);
        }
    }
}
