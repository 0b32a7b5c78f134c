package jackfield.server.boot;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SIGINT and SIGTERM: the first stops in order, the second ends the process at once. The JVM's own
/// handling ignores the second; the class that changes this is known by name only, because the
/// compiler warns of it (the module jdk.unsupported keeps it for want of another).
final class Signals {
    private static final Logger log = LoggerFactory.getLogger(Signals.class);
    private static final int KILLED_BY_SIGINT = 130;

    private final AtomicBoolean seen = new AtomicBoolean();

    private Signals() {}

    /// From now on, for this process. A signal that the process was started to ignore, as a shell
    /// does for SIGINT of what runs in its background, stays ignored.
    static void watch() {
        Signals signals = new Signals();
        signals.take("INT");
        signals.take("TERM");
    }

    private void take(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours =
                    Proxy.newProxyInstance(
                            Signals.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (_, _, _) -> {
                                came();
                                return null;
                            });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
        } catch (ReflectiveOperationException | RuntimeException e) {
            log.debug("a second SIG{} will not end the node at once", name, e);
        }
    }

    /// On a thread of its own for each signal.
    @SuppressWarnings("SystemExitOutsideMain") // it is what the signal asks for
    private void came() {
        if (seen.compareAndSet(false, true)) {
            log.info("stopping; once more to end at once");
            System.exit(0);
        } else {
            Runtime.getRuntime().halt(KILLED_BY_SIGINT);
        }
    }
}
