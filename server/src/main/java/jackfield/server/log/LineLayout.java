package jackfield.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// One event, one line (and a stack trace).
abstract class LineLayout extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    static String localTime(ILoggingEvent event) {
        return LOCAL.format(Instant.ofEpochMilli(event.getTimeStamp()));
    }

    static String utc(ILoggingEvent event) {
        return UTC.format(Instant.ofEpochMilli(event.getTimeStamp()));
    }

    /// `registrar` of `jackfield.roles.registrar.Registrar`, `sip` of `jackfield.sip`: the room,
    /// not the street.
    static String room(ILoggingEvent event) {
        String[] names = event.getLoggerName().split("\\.");
        String last = names[names.length - 1];
        boolean room = names.length < 2 || Character.isLowerCase(last.charAt(0));
        return room ? last : names[names.length - 2];
    }

    static @Nullable String callId(ILoggingEvent event) {
        return event.getMDCPropertyMap().get(Logs.CALL_ID);
    }

    static @Nullable String trace(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        return thrown == null ? null : ThrowableProxyUtil.asString(thrown);
    }
}
