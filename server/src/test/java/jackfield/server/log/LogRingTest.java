package jackfield.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LogRingTest {
    private static final Logger LOG = LoggerFactory.getLogger("jackfield.ringtest");
    private final LogRing ring = Logs.ring();
    private final String call = UUID.randomUUID().toString();

    @BeforeEach
    void configure() {
        Logs.configure("text", "warn");
    }

    @Test
    void linesOfACallAreFoundByTheirCallId() {
        try (MDC.MDCCloseable _ = Logs.call(call)) {
            LOG.warn("first");
            LOG.info("not logged at this level");
            LOG.error("second", new IllegalStateException("why"));
        }
        LOG.warn("of no call");
        List<LogRing.Line> lines = ring.lines(call, "trace", 10);
        assertThat(lines).extracting(LogRing.Line::level).containsExactly("warn", "error");
        assertThat(lines.getFirst().text()).isEqualTo("first");
        assertThat(lines.getFirst().room()).isEqualTo("ringtest");
        assertThat(lines.getLast().text()).startsWith("second\n").contains("why");
        assertThat(ring.lines(call, "error", 10)).hasSize(1);
        assertThat(ring.lines(call, "trace", 1).getFirst().text()).startsWith("second");
    }

    @Test
    void aLongLineIsCutAndAListenerHears() {
        List<LogRing.Line> heard = new ArrayList<>();
        Consumer<Supplier<LogRing.Line>> listener = line -> heard.add(line.get());
        ring.tell(listener);
        try (MDC.MDCCloseable _ = Logs.call(call)) {
            LOG.warn("y".repeat(3_000));
        }
        ring.tellNoMore(listener);
        LOG.warn("unheard");
        assertThat(heard).filteredOn(line -> call.equals(line.callId())).hasSize(1);
        assertThat(ring.lines(call, "trace", 1).getFirst().text()).hasSize(2_001).endsWith("…");
    }
}
