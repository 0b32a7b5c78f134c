package jackfield.server.interop;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Baresip;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.PhonePage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The phone page calls another from browser to browser, over `/signal`: what a call by SIP can do,
/// this one can too.
@Tag("interop")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DirectCallsTest {
    private static final int ALICE_HZ = 800;
    private static final int BOB_HZ = 1400;
    private static final int DESK_HZ = 600;

    @TempDir static Path folder;
    private static Node node;
    private static PhonePage alice;
    private static PhonePage bob;

    @BeforeAll
    static void start() {
        node = Node.start(folder, Addresses.next(), Map.of("signal.ring-time", "20s"));
        alice = Phones.page(folder, node, "alice", ALICE_HZ);
        bob = Phones.page(folder, node, "bob", BOB_HZ);
        alice.awaitDirect();
        bob.awaitDirect();
    }

    @AfterAll
    static void stop() {
        node.close();
        alice.close();
        bob.close();
    }

    @AfterEach
    void noCallStays() {
        Phones.noCallStays(node, alice, bob);
    }

    private static void talk() {
        alice.callDirectly("bob", false);
        bob.answer();
        alice.awaitConnected();
        bob.awaitConnected();
        alice.awaitTone(BOB_HZ);
        bob.awaitTone(ALICE_HZ);
    }

    @Test
    void soundGoesFromBrowserToBrowserAndTheCallIsInEverybodysList() {
        talk();
        assertThat(alice.page().locator("#way")).containsText("Direct call");
        assertThat(alice.page().locator("#transfer")).hasCount(0);
        assertThat(alice.page().locator("#keys")).hasCount(0);
        alice.click("#quality");
        assertThat(alice.page().locator("#quality-panel")).containsText("from browser to browser");
        assertThat(alice.page().locator("#quality-panel .uplot")).isVisible();
        // How good it is the machine decides.
        assertThat(alice.page().locator("#quality-text"))
                .containsText(Pattern.compile("Good|Fair|Poor"));
        String call = CallReport.ids(node).getFirst();
        assertThat(call).startsWith("signal:call_");
        alice.click("#mute");
        alice.awaitText("#call-state", "muted");
        alice.click("#mute");
        bob.click("#hang-up");
        alice.awaitView("dial");
        Patience.until(
                "the record",
                Duration.ofSeconds(20), // records are written a moment later
                () -> node.api("/api/calls?state=ended").contains(call),
                () -> node.api("/api/calls?state=ended"));
        assertThat(node.api("/api/calls?state=ended"))
                .containsPattern("\"callId\":\"" + call + "[^}]*\"endedBy\":\"callee\"")
                .containsPattern("\"callId\":\"" + call + "[^}]*\"outcome\":\"answered\"");
        Patience.until(
                "the call in alice's own list",
                Duration.ofSeconds(20),
                () -> myCalls().contains(call) && myCalls().contains("\"direction\":\"outgoing\""),
                DirectCallsTest::myCalls);
    }

    /// Who hangs up says first how it was: the node saw nothing of the media itself.
    @Test
    void aCallOfAMomentIsExplainedToo() {
        alice.callDirectly("bob", false);
        bob.answer();
        alice.awaitConnected();
        String call = CallReport.ids(node).getFirst();
        alice.click("#hang-up");
        bob.awaitView("dial");
        Patience.until(
                "what the page said in the record",
                Duration.ofSeconds(20), // records are written a moment later
                () -> CallReport.ended(call, node).json().path("sides").size() > 0,
                () -> node.api("/api/calls?state=ended"));
    }

    private static String myCalls() {
        return String.valueOf(
                alice.page()
                        .evaluate(
                                "async () => { const kept ="
                                        + " JSON.parse(sessionStorage['jackfield.account'] ??"
                                        + " localStorage['jackfield.account'] ?? '{}'); const"
                                        + " answer = await fetch('/api/me/calls', { headers: {"
                                        + " Authorization: 'Bearer ' + kept.token } }); return"
                                        + " answer.text(); }"));
    }

    @Test
    void picturesGoBothWaysAndTheCameraCanBeTurnedOffAndOn() {
        alice.callDirectly("bob", true);
        bob.awaitView("incoming");
        assertThat(bob.page().locator("#incoming-title")).containsText("video");
        bob.click("#answer-video");
        alice.awaitPicture();
        bob.awaitPicture();
        alice.click("#camera");
        assertThat(bob.page().locator("#remote-video")).hasCount(0);
        alice.click("#camera");
        bob.awaitPicture();
        alice.click("#hang-up");
        bob.awaitView("dial");
        talk();
        bob.click("#camera");
        alice.awaitPicture();
        bob.click("#hang-up");
        alice.awaitView("dial");
    }

    @Test
    void everyEndIsSaid() {
        alice.callDirectly("bob", false);
        bob.awaitView("incoming");
        assertThat(bob.page().locator("#incoming .way")).containsText("Direct call");
        alice.awaitText("#call-state", "Ringing");
        bob.click("#decline");
        alice.awaitText("#notice", "bob declined");
        bob.awaitView("dial");
        alice.callDirectly("bob", false);
        bob.awaitView("incoming");
        alice.click("#hang-up");
        bob.awaitText("#notice", "Missed call from alice");
        bob.awaitView("dial");
        alice.callDirectly("bob", false);
        bob.awaitView("incoming");
        alice.awaitText("#notice", "bob did not answer");
        bob.awaitText("#notice", "Missed call from alice");
        alice.callDirectly("nobody", false);
        alice.awaitText("#notice", "There is no nobody here");
    }

    @Test
    void whoTalksAndWantsNoOtherCallIsBusy() {
        bob.callWaiting(false);
        try {
            bob.call("9999");
            bob.awaitConnected();
            alice.callDirectly("bob", false);
            alice.awaitText("#notice", "bob is busy");
            bob.click("#hang-up");
            bob.awaitView("dial");
        } finally {
            bob.callWaiting(true);
        }
    }

    @Test
    void allPagesRingAndTheFirstToAnswerHasTheCall() {
        PhonePage other = bob.secondTab();
        other.signIn("bob", node.demoPassword("bob"));
        other.awaitDirect();
        alice.callDirectly("bob", false);
        bob.awaitView("incoming");
        other.answer();
        other.awaitConnected();
        bob.awaitText("#notice", "Answered on another phone");
        alice.awaitTone(BOB_HZ);
        other.click("#hang-up");
        alice.awaitView("dial");
        other.click("#sign-out");
        other.closeTab();
    }

    @Test
    void aDirectCallWaitsWhileACallBySipGoesOnAndIsSwappedBack() {
        talk();
        alice.click("#add-call");
        alice.call("9999");
        bob.awaitText("#call-state", "The other side holds the call");
        alice.awaitConnected();
        alice.awaitTone(ALICE_HZ);
        alice.click("#other-calls .swap");
        bob.awaitConnected();
        alice.awaitTone(BOB_HZ);
        bob.awaitTone(ALICE_HZ);
        bob.click("#hold");
        alice.awaitText("#call-state", "The other side holds the call");
        bob.click("#hold");
        alice.awaitConnected();
        alice.awaitTone(BOB_HZ);
    }

    @Test
    void aChangedNetworkIsSurvived() {
        talk();
        String before = ufrag(alice);
        alice.offline(true);
        alice.offline(false);
        Patience.until(
                "new credentials of ICE",
                Duration.ofSeconds(20),
                () -> !ufrag(alice).equals(before),
                () -> ufrag(alice));
        alice.awaitTone(BOB_HZ);
        bob.awaitTone(ALICE_HZ);
        alice.awaitText("#call-state", "Connected");
    }

    private static String ufrag(PhonePage phone) {
        Matcher line = Pattern.compile("a=ice-ufrag:(\\S+)").matcher(phone.sdp(false));
        return line.find() ? line.group(1) : "";
    }

    @Test
    void aLostConnectionToTheServerIsNotHeard() {
        talk();
        alice.cutSignalling();
        alice.awaitText("#presence-text", "Connection lost");
        Patience.listen(Duration.ofSeconds(3));
        alice.awaitTone(BOB_HZ);
        alice.reconnectable();
        alice.awaitText("#presence-text", "Signed in as alice");
        alice.click("#hold");
        bob.awaitText("#call-state", "The other side holds the call");
        alice.click("#hold");
        bob.awaitConnected();
        bob.awaitTone(ALICE_HZ);
        bob.click("#hang-up");
        alice.awaitView("dial");
    }

    @Test
    void aCallOutlivesTheReloadOfItsPage() {
        talk();
        alice.page().reload();
        alice.awaitConnected();
        alice.awaitTone(BOB_HZ);
        bob.awaitTone(ALICE_HZ);
        bob.page().reload();
        bob.awaitConnected();
        alice.awaitTone(BOB_HZ);
        bob.awaitTone(ALICE_HZ);
        alice.click("#hang-up");
        bob.awaitView("dial");
    }

    /// A call by SIP rings a page once, though the page is a device at `/signal` besides.
    @Test
    void aSipCallerRingsThePageOnce() {
        try (Baresip desk = Phones.registered(folder, node, "alice", "udp", DESK_HZ, "")) {
            desk.dial("sip:bob@" + node.address());
            bob.answer();
            bob.awaitConnected();
            bob.awaitTone(DESK_HZ);
            assertThat(bob.page().locator("#incoming")).hasCount(0);
            assertThat(bob.page().locator("#way")).hasCount(0);
            bob.click("#hang-up");
            bob.awaitView("dial");
        }
    }

    /// Whoever prefers direct calls reaches desk phones all the same.
    @Test
    void aPreferredDirectCallRingsThePagesAndTheDeskPhone() {
        prefersDirect(true);
        try (Baresip desk = Phones.registered(folder, node, "bob", "udp", DESK_HZ, "")) {
            alice.call("bob");
            bob.awaitView("incoming");
            desk.await("CALL_INCOMING");
            desk.answer();
            alice.awaitConnected();
            alice.awaitTone(DESK_HZ);
            assertThat(alice.page().locator("#way")).hasCount(0);
            assertThat(alice.page().locator("#keys")).isVisible();
            bob.awaitText("#notice", "Answered on another phone");
            alice.click("#hang-up");
            desk.await("CALL_CLOSED");
            alice.call("bob");
            desk.await("CALL_INCOMING");
            bob.answer();
            alice.awaitTone(BOB_HZ);
            assertThat(alice.page().locator("#way")).isVisible();
            assertThat(bob.page().locator("#incoming")).hasCount(0);
            alice.click("#hang-up");
            bob.awaitView("dial");
        } finally {
            prefersDirect(false);
        }
    }

    private static void prefersDirect(boolean on) {
        alice.click("#tab-settings");
        alice.page().setChecked("#prefer-direct", on);
        alice.click("#tab-keypad");
    }
}
