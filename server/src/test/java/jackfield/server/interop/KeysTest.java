package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Baresip;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys that arrive in another way than they were pressed: a phone that knows RTP events, and JsSIP
/// and SIP.js in Chromium, which say that they take INFO alone.
@Tag("interop")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class KeysTest {
    /// What the scenarios' users speak: the phone is their second.
    private static final int FIRST_TONE = 500;

    private static final int SECOND_TONE = 900;
    private static final Path CLIENTS =
            Path.of(System.getProperty("jackfield.clients", "../web/clients/dist"))
                    .toAbsolutePath()
                    .normalize();

    @TempDir static Path folder;
    private static Node node;
    private static ScenarioPage page;

    @BeforeAll
    static void start() {
        node =
                Node.start(
                        folder,
                        Addresses.next(),
                        Map.of("media.shards", "1", "media.dtmf", "carry"));
        page = ScenarioPage.open(node.page(), CLIENTS.resolve("browser.js"));
    }

    @AfterAll
    static void stop() {
        page.close();
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jssip", "sipjs"})
    void eventsOfAPhoneComeByInfo(String library) {
        try (Baresip bob = phone()) {
            CompletableFuture<Void> pressed =
                    CompletableFuture.runAsync(() -> {
                        bob.await("CALL_ESTABLISHED");
                        bob.awaitTone(FIRST_TONE);
                        Patience.listen(Duration.ofSeconds(2));
                        bob.press("7");
                        Patience.listen(Duration.ofSeconds(1));
                        bob.press("#");
                    });
            run("keysComeByInfo", library);
            pressed.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jssip", "sipjs"})
    void infoComesAsEventsOfRtp(String library) {
        try (Baresip bob = phone()) {
            run("keysGoByInfo", library);
            assertThat(bob.await("CALL_DTMF_START")).contains("5");
            assertThat(bob.await("CALL_DTMF_START")).contains("*");
            assertThat(bob.has("CALL_DTMF_START")).as("more keys").isFalse();
        }
    }

    private static Baresip phone() {
        return Phones.registered(folder, node, "bob", "udp", SECOND_TONE, ";answermode=auto");
    }

    private static void run(String scenario, String library) {
        String settings =
                """
                {"url":"wss://%s:8443/ws","domain":"%s",
                "passwords":{"alice":"%s","bob":"%s"}}
                """
                        .formatted(
                                node.address(),
                                node.address(),
                                node.demoPassword("alice"),
                                node.demoPassword("bob"));
        page.run(scenario, settings, List.of(library));
    }
}
