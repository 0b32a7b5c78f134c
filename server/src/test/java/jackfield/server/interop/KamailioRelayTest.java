package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Baresip;
import jackfield.testkit.peers.Kamailio;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.ScenarioPage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Debian's Kamailio with its rtpengine module drives our relay by NG, as it would drive
/// rtpengine-daemon: JsSIP in Chromium speaks SIP over WebSocket to Kamailio, the phone is baresip
/// with plain RTP, and each hears the other's tone.
@Tag("interop")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class KamailioRelayTest {
    private static final Path CLIENTS =
            Path.of(System.getProperty("jackfield.clients", "../web/clients/dist"))
                    .toAbsolutePath()
                    .normalize();
    private static final int BROWSER_HZ = 500;
    private static final int PHONE_HZ = 900;

    @TempDir static Path folder;
    private static Node node;
    private static Kamailio kamailio;
    private static Baresip phone;
    private static ScenarioPage page;

    @BeforeAll
    static void start() {
        String address = Addresses.next();
        node =
                Node.start(
                        folder.resolve("node"),
                        address,
                        Map.of("relay.ng.listen", address + ":2223"));
        kamailio =
                Kamailio.startRelaying(
                        folder.resolve("kamailio"),
                        Addresses.next(),
                        Map.of("alice", "wonderland", "bob", "pencil"),
                        address + ":2223");
        phone =
                Baresip.start(
                        folder.resolve("phone"),
                        new Baresip.Setup(
                                ("<sip:bob@%s;transport=udp>;auth_pass=pencil;regint=300"
                                                + ";audio_codecs=PCMU/8000/1,PCMA/8000/1"
                                                + ";answermode=auto")
                                        .formatted(kamailio.address()),
                                Addresses.next(),
                                PHONE_HZ,
                                Map.of()));
        phone.awaitRegistered();
        page = ScenarioPage.open(node.page(), CLIENTS.resolve("browser.js"));
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : new AutoCloseable[] {page, phone, kamailio, node}) {
            if (each != null) {
                each.close(); // what did not start is null
            }
        }
    }

    @Test
    void aBrowserCallsAPhone() {
        run("aPhoneIsCalled");
        phone.await("CALL_ESTABLISHED");
        phone.awaitHeard(BROWSER_HZ);
        phone.await("CALL_CLOSED");
        awaitNoCalls();
    }

    @Test
    void aPhoneCallsABrowser() throws InterruptedException {
        CompletableFuture<JsonNode> seen = new CompletableFuture<>();
        Thread caller =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                Patience.until(
                                        "alice at Kamailio",
                                        Duration.ofSeconds(30),
                                        () -> kamailio.location().contains("alice"),
                                        kamailio::output);
                                phone.dial("sip:alice@" + kamailio.address());
                                phone.await("CALL_ESTABLISHED");
                                phone.awaitTone(BROWSER_HZ);
                                seen.complete(calls());
                                phone.hangUp();
                                phone.await("CALL_CLOSED");
                            } catch (Throwable broken) {
                                seen.completeExceptionally(broken);
                            }
                        });
        run("aPhoneCalls");
        caller.join(Duration.ofSeconds(20));
        JsonNode call = seen.join().path(0);
        assertThat(call.path("state").asString("")).isEqualTo("answered");
        assertThat(call.path("from").asString("")).startsWith("tag ");
        assertThat(call.path("legs").asInt(0)).isEqualTo(2);
        awaitNoCalls();
        assertIsExplainedAfterIt(call.path("callId").asString(""));
    }

    /// Its proxy has its record; how it sounded is asked here.
    private static void assertIsExplainedAfterIt(String callId) {
        Patience.until(
                "the call among those that are over",
                Duration.ofSeconds(20),
                () -> node.tool("calls", "--ended").contains(callId),
                () -> node.tool("calls", "--ended"));
        JsonNode media = JsonMapper.shared().readTree(node.api("/api/calls/" + callId + "/media"));
        assertThat(media.path("ended").asBoolean(false)).as("%s", media).isTrue();
        for (JsonNode leg : media.path("legs")) {
            assertThat(leg.path("packetsIn").asLong(0)).as("%s", leg).isPositive();
        }
        assertThat(media.path("legs")).hasSize(2);
    }

    private static void run(String scenario) {
        try {
            page.run(
                    scenario,
                    """
                    {"url":"ws://%1$s:8080/","domain":"%1$s","passwords":{"alice":"wonderland"}}
                    """
                            .formatted(kamailio.address()),
                    List.of("jssip"));
        } catch (RuntimeException failed) {
            throw new AssertionError(
                    kamailio.output() + "\n" + phone.output() + "\n" + explained(), failed);
        }
    }

    private static String explained() {
        StringBuilder text = new StringBuilder();
        for (JsonNode call : calls()) {
            text.append(node.tool("calls", call.path("callId").asString(""), "--sdp"));
        }
        return text.toString();
    }

    private static JsonNode calls() {
        JsonNode all = JsonMapper.shared().readTree(node.api("/api/calls"));
        assertThat(all.has("calls")).as("%s", all).isTrue();
        return all.path("calls");
    }

    private static void awaitNoCalls() {
        Patience.until(
                "no call at the relay",
                Duration.ofSeconds(20),
                () -> calls().isEmpty(),
                () -> calls() + kamailio.output());
    }
}
