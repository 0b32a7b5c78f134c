package jackfield.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogsTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void everyLineOfACallHasItsCallId() {
        ILoggingEvent event = event("INVITE for {}", "bob", Map.of("callId", "a84b@pc"), null);
        assertThat(new TextLayout().doLayout(event))
                .matches(
                        "\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  proxy \\[a84b@pc\\] INVITE for bob\n");
        JsonNode json = JsonMapper.shared().readTree(new JsonLayout().doLayout(event));
        assertThat(json.path("callId").asString()).isEqualTo("a84b@pc");
        assertThat(json.path("message").asString()).isEqualTo("INVITE for bob");
        assertThat(json.path("level").asString()).isEqualTo("info");
        assertThat(json.path("logger").asString()).isEqualTo("jackfield.roles.proxy.ProxyCore");
        assertThat(json.path("time").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    }

    @Test
    void aStrangerCannotWriteLinesOfHisOwn() {
        ILoggingEvent event =
                event("from {}", "x\r\n14:00:00 ERROR \u001b[2J\u007f", Map.of(), null);
        String text = new TextLayout().doLayout(event);
        assertThat(text).endsWith("from x\\r\\n14:00:00 ERROR \\x1b[2J\\x7f\n").hasLineCount(1);
        String json = new JsonLayout().doLayout(event);
        assertThat(json).hasLineCount(1);
        assertThat(JsonMapper.shared().readTree(json).path("message").asString())
                .isEqualTo("from x\r\n14:00:00 ERROR \u001b[2J\u007f");
    }

    @Test
    void jsonCarriesQuotesEmojiAndTheStackTrace() {
        ILoggingEvent event =
                event("a \"b\" \\ \uD83D\uDE00{}", "", Map.of(), new IllegalStateException("why"));
        JsonNode json = JsonMapper.shared().readTree(new JsonLayout().doLayout(event));
        assertThat(json.path("message").asString()).isEqualTo("a \"b\" \\ \uD83D\uDE00");
        assertThat(json.path("error").asString())
                .startsWith("java.lang.IllegalStateException: why");
        assertThat(json.has("callId")).isFalse();
    }

    @Test
    void levelsAreOursAndLibrariesStayQuiet() {
        Logs.configure(context, "json", Level.DEBUG);
        assertThat(context.getLogger("jackfield.roles.proxy").isDebugEnabled()).isTrue();
        assertThat(context.getLogger("io.netty").isDebugEnabled()).isFalse();
        Logs.configure(context, "text", Level.INFO);
        assertThat(context.getLogger("io.netty").isInfoEnabled()).isFalse();
        assertThat(context.getLogger("jackfield.x").isInfoEnabled()).isTrue();
        assertThat(context.getLogger("jackfield.x").isDebugEnabled()).isFalse();
    }

    @Test
    void aCallIsNamedOnlyWhileItIsOpen() {
        try (MDC.MDCCloseable call = Logs.call("c-1")) {
            assertThat(call).isNotNull();
            assertThat(MDC.get(Logs.CALL_ID)).isEqualTo("c-1");
        }
        assertThat(MDC.get(Logs.CALL_ID)).isNull();
    }

    @Test
    void ourSetupIsTheOneLogbackFinds() {
        LoggerContext found = (LoggerContext) LoggerFactory.getILoggerFactory();
        assertThat(found.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("stderr")).isNotNull();
    }

    private ILoggingEvent event(
            String message, String argument, Map<String, String> mdc, @Nullable Throwable thrown) {
        LoggingEvent event =
                new LoggingEvent(
                        "here",
                        context.getLogger("jackfield.roles.proxy.ProxyCore"),
                        Level.INFO,
                        message,
                        thrown,
                        new Object[] {argument});
        event.setMDCPropertyMap(mdc);
        return event;
    }
}
