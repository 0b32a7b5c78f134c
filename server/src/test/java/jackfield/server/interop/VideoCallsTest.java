package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Baresip;
import jackfield.testkit.peers.LossyPath;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.ScenarioPage;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Two users with JsSIP in Chromium see each other through the relay: voice and picture in one
/// bundle. The scenarios are in `web/clients/src/pictures.js`.
@Tag("interop")
@Timeout(value = 150, unit = TimeUnit.SECONDS)
class VideoCallsTest {
    /// What the scenarios' first and second users speak.
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
        node = Node.start(folder, Addresses.next(), Map.of("media.shards", "1"));
        page = ScenarioPage.open(node.page(), CLIENTS.resolve("browser.js"));
    }

    @AfterAll
    static void stop() {
        page.close();
        node.close();
    }

    private static void run(String scenario, String path) {
        String settings =
                """
                {"url":"wss://%s:8443/ws","domain":"%s","path":"%s",
                "passwords":{"alice":"%s","bob":"%s"}}
                """
                        .formatted(
                                node.address(),
                                node.address(),
                                path,
                                node.demoPassword("alice"),
                                node.demoPassword("bob"));
        page.run(scenario, settings, List.of("jssip", "jssip"));
    }

    /// Runs a scenario, and gives the call as it was when it was last seen.
    private static CallReport seen(String scenario, String path) {
        var last = new AtomicReference<CallReport>();
        var over = new AtomicBoolean();
        Thread.ofVirtual()
                .start(() -> {
                    while (!over.get()) {
                        look(last);
                    }
                });
        try {
            run(scenario, path);
        } finally {
            over.set(true);
        }
        CallReport call = last.get();
        assertThat(call).as("a call was seen").isNotNull();
        return call;
    }

    private static void look(AtomicReference<CallReport> last) {
        try {
            Patience.listen(Duration.ofMillis(500));
            CallReport call = CallReport.only(node);
            if (call.legs().size() > 1) {
                last.set(call);
            }
        } catch (AssertionError none) {
            // not yet, or not any more
        }
    }

    /// What both browsers have asked for, of their pictures and voices.
    private static long asked(CallReport call, int leg, String what) {
        long sum = 0;
        for (JsonNode stream : call.legs().get(leg).path("streams")) {
            sum += stream.path("feedback").path(what).asLong(0);
        }
        return sum;
    }

    @Test
    void bothSeeAndHearEachOtherInOneBundle() {
        CallReport call = seen("aVideoCall", "");

        for (int leg = 0; leg < 2; leg++) {
            assertThat(call.legs().get(leg).path("streams")).as("one leg for both").hasSize(2);
            assertThat(asked(call, leg, "transportWide")).as(call.toString()).isPositive();
        }
    }

    @Test
    void theyDoWithTheReceiversEstimateAsWell() {
        CallReport call = seen("aVideoCallWithRemb", "");

        for (int leg = 0; leg < 2; leg++) {
            assertThat(asked(call, leg, "transportWide")).isZero();
            assertThat(asked(call, leg, "rembs")).as(call.toString()).isPositive();
        }
    }

    @Test
    void whatIsLostIsAskedForAgain() {
        try (LossyPath path =
                LossyPath.open(Addresses.next(), new InetSocketAddress(node.address(), 10_000))) {
            run("aVideoCallWithLoss", path.address());

            assertThat(path.lost()).isPositive();
        }
    }

    private static final Map<String, String> PICTURES =
            Map.of(
                    "module", "vp8.so\nmodule fakevideo.so",
                    "video_source", "fakevideo,nil",
                    "video_display", "fakevideo,nil",
                    "video_size", "320x240",
                    "video_fps", "15",
                    "video_bitrate", "400000");

    private static Baresip bob(String more, Map<String, String> settings) {
        return Phones.registered(folder, node, "bob", "udp", SECOND_TONE, more, settings);
    }

    /// Packets that went to the leg's picture.
    private static long pictures(CallReport call, String profile) {
        long sum = 0;
        for (JsonNode leg : call.legs()) {
            for (JsonNode stream : leg.path("streams")) {
                boolean shown = leg.path("profile").asString("").equals(profile);
                boolean video = stream.path("kind").asString("").equals("video");
                sum += shown && video ? stream.path("out").path("packets").asLong(0) : 0;
            }
        }
        return sum;
    }

    @Test
    void aVideoPhoneIsCalled() {
        try (Baresip bob = bob(";answermode=auto;video_codecs=vp8", PICTURES)) {
            CallReport call = seen("aVideoPhoneIsCalled", "");

            bob.awaitHeard(FIRST_TONE);
            assertThat(pictures(call, "sip")).as(call.toString()).isGreaterThan(30);
            assertThat(bob.output()).contains("VP8");
        }
    }

    @Test
    void aVideoPhoneCalls() {
        try (Baresip bob = bob(";video_codecs=vp8", PICTURES)) {
            Thread.ofVirtual()
                    .start(() -> {
                        Patience.until(
                                "alice to be registered",
                                Duration.ofSeconds(30),
                                () -> node.api("/api/registrations").contains("alice"));
                        bob.dial("sip:alice@" + node.address());
                    });

            CallReport call = seen("aVideoPhoneCalls", "");

            bob.awaitHeard(FIRST_TONE);
            assertThat(pictures(call, "sip")).as(call.toString()).isGreaterThan(30);
        }
    }

    @Test
    void aPhoneWithoutPicturesRefusesThem() {
        try (Baresip bob = bob(";answermode=auto", Map.of())) {
            CallReport call = seen("aPhoneRefusesPictures", "");

            bob.awaitHeard(FIRST_TONE);
            assertThat(pictures(call, "sip")).isZero();
        }
    }

    @Test
    void simulcastPassesFromBrowserToBrowser() {
        seen("simulcast", "");
    }
}
