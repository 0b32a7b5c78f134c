package jackfield.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// The log of this process, on standard error.
public final class Logs {
    /// The MDC key whose value stands on every line of a call.
    public static final String CALL_ID = "callId";

    private Logs() {}

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

    static void configure(LoggerContext context, String format, Level level) {
        LineLayout layout = format.equals("json") ? new JsonLayout() : new TextLayout();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("stderr");
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(console);
        root.setLevel(level.isGreaterOrEqual(Level.INFO) ? Level.WARN : Level.INFO);
        context.getLogger("jackfield").setLevel(level);
    }
}
