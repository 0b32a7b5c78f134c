package jackfield.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MetricsTest {
    @Test
    void numbersAreReadWhenSomebodyAsks() {
        AtomicInteger calls = new AtomicInteger(2);
        Metrics metrics =
                new Metrics()
                        .gauge("jackfield_calls", "Calls now.", calls::get)
                        .counters(
                                "jackfield_drops",
                                "Packets dropped.",
                                "reason",
                                () -> Map.of("replayed", 7L));
        assertThat(metrics.text())
                .contains("# TYPE jackfield_calls gauge")
                .contains("jackfield_calls 2.0")
                .contains("jackfield_drops_total{reason=\"replayed\"} 7.0")
                .contains("process_cpu_seconds_total ");
        calls.set(3);
        assertThat(metrics.text()).contains("jackfield_calls 3.0");
    }

    @Test
    void aNodeIsReadyOnceEveryPartIsUp() {
        Health health = new Health("1.2", () -> 61);
        health.counting(() -> 4);
        assertThat(health.status()).isEqualTo(503);
        health.expect("sip udp");
        health.expect("https");
        health.up("sip udp");
        health.started();
        assertThat(health.status()).isEqualTo(503);
        assertThat(status(health)).isEqualTo("degraded");
        health.up("https");
        assertThat(health.status()).isEqualTo(200);
        JsonNode json = JsonMapper.shared().readTree(health.json());
        assertThat(json.path("status").asString()).isEqualTo("ok");
        assertThat(json.path("version").asString()).isEqualTo("1.2");
        assertThat(json.path("uptime").asInt()).isEqualTo(61);
        assertThat(json.path("active_calls").asInt()).isEqualTo(4);
        assertThat(json.path("parts").path("https").asString()).isEqualTo("up");
    }

    @Test
    void aPartThatFailsOrAStopTakesReadinessAway() {
        Health health = new Health("1", () -> 0);
        health.up("database");
        health.started();
        assertThat(health.isReady()).isTrue();
        health.down("database", "the \"disk\" is\nfull");
        assertThat(health.isReady()).isFalse();
        assertThat(JsonMapper.shared().readTree(health.json()).path("parts").path("database"))
                .hasToString("\"the \\\"disk\\\" is full\"");
        health.up("database");
        health.draining();
        assertThat(health.status()).isEqualTo(503);
        assertThat(status(health)).isEqualTo("stopping");
    }

    private static String status(Health health) {
        return JsonMapper.shared().readTree(health.json()).path("status").asString();
    }
}
