package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Baresip;
import jackfield.testkit.peers.ConsolePage;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.PhonePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the console knows of a call when it is over: how it sounded, what was recorded of it, and
/// what pages said of one that passed nobody.
@Tag("interop")
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class EndedCallsTest {
    private static final Duration LIMIT = Duration.ofSeconds(45);

    @TempDir static Path folder;
    private static Node node;
    private static ConsolePage console;
    private static Path shots;

    @BeforeAll
    static void start() throws IOException {
        node =
                Node.start(
                        folder,
                        Addresses.next(),
                        Map.of("recording.folder", folder.resolve("calls").toString()));
        shots = Files.createDirectories(Path.of("target/console"));
        console = ConsolePage.signedIn(node, 1280, 800);
    }

    @AfterAll
    static void stop() {
        console.close();
        node.close();
    }

    private static void look(String name) {
        for (boolean dark : new boolean[] {false, true}) {
            for (int width : new int[] {1280, 360}) {
                console.looks(dark, width, 800);
                console.screenshot(
                        shots.resolve(name + "-" + (dark ? "dark" : "light") + width + ".png"));
                assertThat(console.axe()).as(name + width).isEmpty();
                assertThat(console.overhang()).as(name + width + " fits").isZero();
            }
        }
        console.looks(false, 1280, 800);
    }

    @BeforeEach
    void forgive() {
        console.forgive();
    }

    private static void noCalls() {
        Phones.noCallStays(node);
        console.awaitNoCalls();
    }

    @Test
    void itsChartsItsLegsAndItsRecordingStay() throws IOException {
        try (Baresip alice = Phones.registered(folder, node, "alice", "tcp", 600, "");
                Baresip bob =
                        Phones.registered(folder, node, "bob", "udp", 1100, ";answermode=auto")) {
            alice.dial("sip:bob@" + node.address());
            alice.await("CALL_ESTABLISHED");
            bob.await("CALL_ESTABLISHED");
            console.openCall("alice");
            console.press("Record");
            console.awaitText(".facts", "running");
            console.awaitCount(".chart", 4);
            console.press("Pause recording");
            console.awaitText(".facts", "paused");
            console.press("Go on recording");
            console.awaitText(".facts", "running");
            // Long enough for what is played further down.
            Patience.listen(Duration.ofSeconds(4));
            look("live");
            alice.hangUp();
            console.awaitText(".verdict-box", "Answered; the caller hung up.");
            console.awaitText("Caller's side");
            console.awaitCount(".chart", 4);
            assertThat(console.text(".chart:has-text('MOS') .key")).containsPattern("[34]\\.\\d");
            console.awaitText("before the end");
            look("ended");
        }
        noCalls();
        // The file is finished behind the call, and the page asks once.
        Patience.until(
                "the recording",
                LIMIT,
                () -> node.api("/api/recordings").contains("alice"),
                () -> node.api("/api/recordings"));
        console.go("recordings");
        console.awaitText("tbody", "alice");
        look("recordings");
        console.page().click("tbody [aria-label^='Play']");
        console.page().waitForFunction("() => document.querySelector('audio')?.readyState >= 2");
        console.page().evaluate("() => { document.querySelector('audio').currentTime = 3; }");
        console.page()
                .waitForFunction(
                        "() => { const sound = document.querySelector('audio');"
                                + " return sound.currentTime >= 3 && !sound.error; }");
        assertThat(
                        ((Number)
                                        console.page()
                                                .evaluate(
                                                        "() => document.querySelector('audio').duration"))
                                .doubleValue())
                .isGreaterThan(3.5);
        look("player");
        console.page().click("tbody [aria-label^='Remove']");
        console.awaitText("dialog", "Remove this recording?");
        console.yes();
        console.awaitText("There are no recordings.");
        assertThat(Files.list(folder.resolve("calls"))).isEmpty();
        assertThat(console.complaints()).isEmpty();
    }

    @Test
    void aDirectCallIsExplainedByItsPages() {
        try (PhonePage alice = PhonePage.open(folder, node.page(), 800);
                PhonePage bob = PhonePage.open(folder, node.page(), 1400)) {
            alice.signIn("alice", node.demoPassword("alice"));
            bob.signIn("bob", node.demoPassword("bob"));
            alice.awaitDirect();
            bob.awaitDirect();
            alice.callDirectly("bob", false);
            bob.answer();
            alice.awaitConnected();
            bob.awaitConnected();
            console.openCall("alice");
            Patience.until(
                    "what both pages say",
                    LIMIT,
                    () ->
                            console.page().locator(".chart").count() == 4
                                    && console.text(".legs").contains("host → "),
                    () -> console.text("body"));
            for (String side : List.of("Caller's side (alice)", "Called party's side (bob)")) {
                console.awaitText(".legs", side);
            }
            look("direct");
            alice.click("#hang-up");
            bob.awaitView("dial");
            console.awaitText(".verdict-box", "the caller hung up");
            console.awaitText(".legs", "Said by the page itself");
        }
        noCalls();
        assertThat(node.api("/api/calls?state=ended"))
                .contains("\"profile\":\"page\"")
                .contains("\"verdictCode\":\"fine\"");
    }

    /// A page that may use nothing but a relay, and knows none.
    private static final String NO_WAY_OUT =
            "const Usual = window.RTCPeerConnection; window.RTCPeerConnection = class extends Usual"
                    + " { constructor(wish) { super({ ...wish, iceServers: [],"
                    + " iceTransportPolicy: 'relay' }); } };";

    @Test
    void aDirectCallWithoutAPathSaysSoAndWhatHelps() {
        try (PhonePage alice = PhonePage.open(folder, node.page(), 800);
                PhonePage bob = PhonePage.open(folder, node.page(), 1400)) {
            for (PhonePage each : List.of(alice, bob)) {
                each.page().addInitScript(NO_WAY_OUT);
                each.load(node.page());
            }
            alice.signIn("alice", node.demoPassword("alice"));
            bob.signIn("bob", node.demoPassword("bob"));
            alice.awaitDirect();
            bob.awaitDirect();
            alice.callDirectly("bob", false);
            bob.answer();
            console.openCall("alice");
            Patience.until(
                    "the verdict",
                    Duration.ofSeconds(90),
                    () -> console.text(".verdict").contains("No path between"),
                    () -> console.text("body"));
            look("direct-lost");
            alice.click("#hang-up");
            console.awaitText(".verdict-box", "the caller hung up");
            assertThat(console.text(".verdict")).contains("No path between");
        }
        noCalls();
    }
}
