package jackfield.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// The log of this process, on standard error, written behind ([WriteBehind]).
public final class Logs {
    /// The MDC key whose value stands on every line of a call.
    public static final String CALL_ID = "callId";

    /// Of the process: several nodes in one share it, as they share the log.
    private static final LogRing RING = new LogRing();

    private Logs() {}

    /// The last lines, in memory.
    public static LogRing ring() {
        return RING;
    }

    /// Sets form and level, from now on.
    ///
    /// @param format `text` or `json`
    /// @param level `error`, `warn`, `info`, `debug` or `trace`, for our own lines; libraries stay
    ///   at `warn`, or at `info` from `debug` on
    public static void configure(String format, String level) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        configure(context, format, Level.toLevel(level));
    }

    /// Names the call that the lines of this thread belong to, until the result is closed.
    public static MDC.MDCCloseable call(String callId) {
        return MDC.putCloseable(CALL_ID, callId);
    }

    /// Writes the lines that wait. For the end of the process.
    public static void flush() {
        Logger root =
                ((LoggerContext) LoggerFactory.getILoggerFactory())
                        .getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        if (root.getAppender("stderr") instanceof WriteBehind lines) {
            lines.flush();
        }
    }

    static void configure(LoggerContext context, String format, Level level) {
        LineLayout layout = format.equals("json") ? new JsonLayout() : new TextLayout();
        layout.setContext(context);
        layout.start();
        WriteBehind console = new WriteBehind(layout, () -> System.err);
        console.setContext(context);
        console.setName("stderr");
        console.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(console);
        LogRing.Into ring = new LogRing.Into(RING);
        ring.setContext(context);
        ring.setName("ring");
        ring.start();
        root.addAppender(ring);
        root.setLevel(level.isGreaterOrEqual(Level.INFO) ? Level.WARN : Level.INFO);
        context.getLogger("jackfield").setLevel(level);
    }
}
