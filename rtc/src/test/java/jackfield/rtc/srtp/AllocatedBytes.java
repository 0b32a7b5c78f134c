package jackfield.rtc.srtp;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// The heap bytes this thread has allocated, from the JDK's ThreadMXBean. By method handle, because
/// a protocol module does not read the management modules.
public final class AllocatedBytes {
    private static final MethodHandle READ = read();

    private AllocatedBytes() {}

    public static long now() throws Throwable {
        return (long) READ.invokeExact();
    }

    private static MethodHandle read() {
        try {
            var lookup = MethodHandles.publicLookup();
            Class<?> factory = Class.forName("java.lang.management.ManagementFactory");
            Class<?> threads = Class.forName("java.lang.management.ThreadMXBean");
            Object bean =
                    lookup.findStatic(factory, "getThreadMXBean", MethodType.methodType(threads))
                            .invoke();
            return lookup.findVirtual(
                            Class.forName("com.sun.management.ThreadMXBean"),
                            "getCurrentThreadAllocatedBytes",
                            MethodType.methodType(long.class))
                    .bindTo(bean);
        } catch (Throwable noSuchBean) {
            throw new ExceptionInInitializerError(noSuchBean);
        }
    }
}
