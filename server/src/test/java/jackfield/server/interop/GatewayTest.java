package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.Sipp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Routes on a real node: two SIPp gateways of which one dies in mid-run, and a redirection.
@Tag("interop")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class GatewayTest {
    private static final String FIRST = Addresses.next();
    private static final String SECOND = Addresses.next();

    @TempDir static Path folder;
    private static Node node;

    @BeforeAll
    static void start() throws IOException {
        Path data = folder.resolve("data");
        Files.createDirectories(data);
        Files.writeString(
                data.resolve("jackfield.yaml"),
                """
                groups:
                  - name: gateways
                    algorithm: round-robin
                    members: ["sip:%s", "sip:%s"]
                    probing: {interval: 2s, timeout: 2s, up: 1, down: 2}
                routes:
                  - {name: out, prefix: "0", from: users, group: gateways, strip: 1, prepend: "49"}
                  - {name: moved, number: 88, redirect: "sip:new.example"}
                """
                        .formatted(FIRST, SECOND));
        node = Node.start(folder, Addresses.next(), Map.of());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void callsGoOnWhenAGatewayDies() {
        try (Sipp second = gateway("second", SECOND)) {
            try (Sipp first = gateway("first", FIRST)) {
                awaitStates(first, "up", "up");
                calls("both", "01234", 4);
                assertThat(chosen(0)).isPositive();
                assertThat(chosen(1)).isPositive();
            }
            long before = chosen(1);
            // At once, before any probe has noticed: the calls themselves find another way.
            calls("one", "01234", 2);
            assertThat(chosen(1)).isGreaterThanOrEqualTo(before + 2);
            awaitStates(second, "down", "up");
            calls("known", "01234", 3);
            try (Sipp first = gateway("again", FIRST)) {
                awaitStates(first, "up", "up");
                long after = chosen(0);
                calls("again", "01234", 2);
                assertThat(chosen(0)).isGreaterThan(after);
            }
        }
    }

    @Test
    void aRedirectionIsSent() {
        String scenario = SippScenarios.redirected("alice");
        try (Sipp caller = caller("redirected", scenario, "88", 1)) {
            caller.awaitSuccess();
            assertThat(caller.logs()).contains("302 Moved").contains("<sip:88@new.example>");
        }
    }

    @Test
    void aRouteIsTestedAndTheRulesAreShown() {
        String path = "/api/routes/test?from=alice&to=01234";
        // Where all members are down, as after a test that ended them, there is no way out.
        try (Sipp first = gateway("tested", FIRST)) {
            Patience.until(
                    "a way out",
                    Duration.ofSeconds(40),
                    () -> json(path).path("outcome").asString("").equals("forwarded"),
                    () -> node.api("/api/groups") + first.logs());
            assertThat(json(path).path("targets").toString()).contains("sip:491234@127.");
        }
        assertThat(json("/api/routes/test?from=-&to=01234").path("outcome").asString(""))
                .startsWith("refused with 4");
        assertThat(json("/api/routes").path("routes").size()).isEqualTo(2);
    }

    private static Sipp gateway(String name, String host) {
        return Sipp.start(
                folder.resolve("gw-" + name),
                name,
                new Sipp.Setup(
                        SippScenarios.gateway(),
                        "",
                        host,
                        5060,
                        node.address() + ":5060",
                        "u1",
                        100_000,
                        "gw",
                        List.of()));
    }

    private static void calls(String name, String number, int times) {
        try (Sipp caller = caller(name, SippScenarios.call("alice"), number, times)) {
            caller.awaitSuccess();
        }
    }

    private static Sipp caller(String name, String scenario, String number, int times) {
        return Sipp.start(
                folder.resolve("caller-" + name),
                name,
                new Sipp.Setup(
                        scenario,
                        "",
                        Addresses.next(),
                        5060,
                        node.address() + ":5060",
                        "u1",
                        times,
                        number,
                        List.of("alice", node.demoPassword("alice"))));
    }

    private static JsonNode json(String path) {
        return JsonMapper.shared().readTree(node.api(path));
    }

    private static JsonNode member(int index) {
        return json("/api/groups").path("groups").path(0).path("members").path(index);
    }

    private static long chosen(int index) {
        return member(index).path("chosen").asLong(0);
    }

    private static void awaitStates(Sipp logs, String first, String second) {
        Patience.until(
                "gateways " + first + " and " + second,
                Duration.ofSeconds(40),
                () ->
                        member(0).path("state").asString("").equals(first)
                                && member(1).path("state").asString("").equals(second)
                                && member(1).path("latencyMs").asDouble(-1) >= 0,
                () -> node.api("/api/groups") + logs.logs());
    }
}
