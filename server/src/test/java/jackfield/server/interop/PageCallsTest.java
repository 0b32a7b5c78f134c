package jackfield.server.interop;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.PhonePage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Three people with the phone page: several calls, transfers, the three-way call and pictures,
/// each judged by what the others hear and see.
@Tag("interop")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class PageCallsTest {
    private static final int ALICE_HZ = 800;
    private static final int BOB_HZ = 1400;
    private static final int CAROL_HZ = 2100;

    @TempDir static Path folder;
    private static Node node;
    private static PhonePage alice;
    private static PhonePage bob;
    private static PhonePage carol;

    @BeforeAll
    static void start() {
        node =
                Node.start(
                        folder,
                        Addresses.next(),
                        Map.of("users", "alice:wonderland,bob:pencil,carol:piano"));
        alice = PhonePage.open(folder, node.page(), ALICE_HZ).signIn("alice", "wonderland");
        bob = PhonePage.open(folder, node.page(), BOB_HZ).signIn("bob", "pencil");
        carol = PhonePage.open(folder, node.page(), CAROL_HZ).signIn("carol", "piano");
    }

    @AfterAll
    static void stop() {
        alice.close();
        bob.close();
        carol.close();
        node.close();
    }

    @AfterEach
    void noCallStays() {
        Phones.noCallStays(node, alice, bob, carol);
    }

    @Test
    void aSecondCallHoldsTheFirstAndSwapsWithIt() {
        call(alice, bob, "bob");
        secondCall();
        bob.awaitText("#call-state", "The other side holds the call");
        alice.awaitTone(CAROL_HZ);
        carol.awaitTone(ALICE_HZ);
        alice.click("#other-calls .swap");
        bob.awaitConnected();
        carol.awaitText("#call-state", "The other side holds the call");
        alice.awaitTone(BOB_HZ);
        bob.awaitTone(ALICE_HZ);
        bob.click("#hang-up");
        alice.awaitText("#peer", "carol");
        alice.click("#hold");
        alice.awaitTone(CAROL_HZ);
    }

    @Test
    void whoTalksIsRungAndAnsweringHoldsTheOtherCall() {
        call(alice, bob, "bob");
        carol.call("alice");
        alice.awaitView("incoming");
        alice.awaitTone(BOB_HZ);
        alice.click("#answer");
        carol.awaitConnected();
        alice.awaitTone(CAROL_HZ);
        bob.awaitText("#call-state", "The other side holds the call");
    }

    /// R23, by REFER (RFC 3515).
    @Test
    void aBlindTransferConnectsTheOtherTwo() {
        call(alice, bob, "bob");
        alice.click("#transfer");
        alice.page().fill("#transfer-target", "carol");
        alice.press("Enter");
        carol.answer();
        alice.awaitView("dial");
        alice.awaitText("#notice", "bob was sent to carol");
        bob.awaitText("#peer", "carol");
        bob.awaitTone(CAROL_HZ);
        carol.awaitTone(BOB_HZ);
        bob.click("#keys");
        bob.click("#dtmf-pad [data-key='5']");
        bob.awaitText(".typed", "5");
        bob.click("#keys");
    }

    @Test
    void aTransferToNobodyGivesTheCallBack() {
        call(alice, bob, "bob");
        alice.click("#transfer");
        alice.page().fill("#transfer-target", "nobody");
        alice.click("#transfer-send");
        alice.awaitText("#notice", "nobody could not be reached");
        alice.click("#hold");
        bob.awaitTone(ALICE_HZ);
        alice.awaitTone(BOB_HZ);
    }

    /// R23, with Replaces (RFC 3891): whichever side began the call that is replaced.
    @Test
    void anAttendedTransferConnectsTheOtherTwo() {
        call(alice, bob, "bob");
        secondCall();
        connect("bob");
        call(bob, alice, "alice");
        carol.call("alice");
        alice.answer();
        carol.awaitConnected();
        connect("bob");
    }

    /// Alice, who talks to carol, connects her with the one who waits.
    private static void connect(String waiting) {
        alice.click("#transfer");
        alice.click("#transfer-form .connect[data-peer='" + waiting + "']");
        alice.awaitView("dial");
        carol.awaitText("#peer", "bob");
        carol.awaitConnected();
        bob.awaitConnected();
        carol.awaitTone(BOB_HZ);
        bob.awaitTone(CAROL_HZ);
        bob.click("#hang-up");
        carol.awaitView("dial");
        bob.awaitView("dial");
    }

    /// R23: everybody hears both others; muting takes away one voice only.
    @Test
    void inAThreeWayCallEverybodyHearsEverybody() {
        call(alice, bob, "bob");
        secondCall();
        alice.click("#join");
        alice.awaitText("#call-state", "Three-way call");
        bob.awaitTones(ALICE_HZ, CAROL_HZ);
        carol.awaitTones(ALICE_HZ, BOB_HZ);
        alice.awaitTone(CAROL_HZ);
        alice.click("#mute");
        alice.awaitText("#call-state", "Three-way call, muted");
        Patience.until(
                "carol alone at bob's",
                Duration.ofSeconds(20),
                () -> bob.levels(ALICE_HZ).getFirst() < -85,
                () -> String.valueOf(bob.levels(ALICE_HZ, CAROL_HZ)));
        bob.awaitTones(CAROL_HZ);
        alice.click("#mute");
        bob.awaitTones(ALICE_HZ, CAROL_HZ);
        alice.click("#split");
        carol.awaitTone(ALICE_HZ);
        bob.awaitText("#call-state", "The other side holds the call");
        alice.click("#join");
        carol.awaitTones(ALICE_HZ, BOB_HZ);
        carol.click("#hang-up");
        alice.awaitText("#call-state", "Connected");
        bob.awaitTone(ALICE_HZ);
        alice.awaitTone(BOB_HZ);
    }

    @Test
    void aVideoCallShowsBothPictures() {
        alice.page().fill("#number", "bob");
        alice.click("#video-call");
        bob.awaitText("#incoming-title", "Incoming video call");
        bob.click("#answer-video");
        alice.awaitConnected();
        alice.awaitPicture();
        bob.awaitPicture();
        assertThat(alice.page().locator("#own-video")).isVisible();
        alice.awaitTone(BOB_HZ);
        bob.awaitTone(ALICE_HZ);
    }

    @Test
    void aPictureComesAndGoesInACallWithoutOne() {
        call(alice, bob, "bob");
        alice.click("#camera");
        bob.awaitPicture();
        assertThat(alice.page().locator("#remote-video")).hasCount(0);
        bob.click("#camera");
        alice.awaitPicture();
        alice.click("#camera");
        assertThat(bob.page().locator("#remote-video")).hasCount(0);
        alice.click("#camera");
        bob.awaitPicture();
        alice.click("#hold");
        bob.awaitText("#call-state", "The other side holds the call");
        alice.click("#hold");
        bob.awaitConnected();
        bob.awaitPicture();
        bob.awaitTone(ALICE_HZ);
    }

    @Test
    void aVideoCallCanBeAnsweredWithoutAPicture() {
        alice.page().fill("#number", "bob");
        alice.click("#video-call");
        bob.answer();
        bob.awaitPicture();
        alice.awaitTone(BOB_HZ);
        assertThat(alice.page().locator("#remote-video")).hasCount(0);
    }

    /// R19: a way that is lost is looked for anew, by an ICE restart in a re-INVITE.
    @Test
    void aLostWayIsFoundAnew() {
        call(alice, bob, "bob");
        alice.awaitTone(BOB_HZ);
        String before = fragment(alice);
        alice.page()
                .evaluate(
                        "() => { const c = window.connections.at(-1);"
                                + " Object.defineProperty(c, 'iceConnectionState',"
                                + " { value: 'disconnected', configurable: true });"
                                + " c.dispatchEvent(new Event('iceconnectionstatechange'));"
                                + " delete c.iceConnectionState; }");
        Patience.until(
                "an ICE restart",
                Duration.ofSeconds(20),
                () -> !fragment(alice).equals(before),
                () -> alice.sdp(false));
        alice.awaitConnected();
        alice.awaitTone(BOB_HZ);
        bob.awaitConnected();
        bob.awaitTone(ALICE_HZ);
    }

    private static String fragment(PhonePage phone) {
        return phone.sdp(false)
                .lines()
                .filter(line -> line.startsWith("a=ice-ufrag:"))
                .findFirst()
                .orElse("");
    }

    @Test
    void whatIsWrittenArrives() {
        alice.click("#tab-messages");
        alice.page().fill("#chat-to", "bob");
        alice.press("Enter");
        alice.page().fill("#chat-text", "Grüße, bis später");
        alice.press("Enter");
        alice.awaitText("#chat .said", "Grüße, bis später");
        bob.awaitText("#notice", "Message from alice");
        bob.click("#tab-messages");
        bob.awaitText("#messages", "1 unread");
        bob.page().locator("#messages .rows button").first().click();
        bob.awaitText("#chat .said", "Grüße, bis später");
        assertThat(alice.page().locator("#chat .said small")).not().containsText("not sent");
        // Another phone of the same account knows nothing yet, but the server does.
        bob.page()
                .evaluate(
                        "() => Object.keys(localStorage).filter((key) => key.includes('chats'))"
                                + ".forEach((key) => localStorage.removeItem(key))");
        bob.page().reload();
        bob.awaitText("#presence-text", "Signed in as bob");
        bob.click("#tab-messages");
        bob.awaitText("#messages", "Grüße, bis später");
        alice.page().reload();
        alice.awaitText("#presence-text", "Signed in as alice");
        alice.click("#tab-messages");
        alice.page().locator("#messages .rows button").first().click();
        alice.awaitText("#chat .said", "delivered");
        alice.click("#tab-keypad");
        bob.click("#tab-keypad");
    }

    @Test
    void theListOfCallsKnowsWhoCalledAndCallsAgain() {
        call(alice, bob, "bob");
        alice.click("#hang-up");
        bob.awaitView("dial");
        bob.click("#tab-recents");
        bob.awaitText("#recents li", "alice");
        bob.page().getByLabel("Call alice").first().click();
        alice.answer();
        bob.awaitConnected();
        assertThat(bob.text("#peer")).isEqualTo("alice");
        bob.click("#hang-up");
        alice.awaitView("dial");
        bob.click("#tab-keypad");
    }

    /// Presence and dialog events, and the address book of the server.
    @Test
    void aLampShowsWhoIsThereAndWhoTalks() {
        alice.click("#tab-contacts");
        alice.click("#add-contact");
        alice.page().fill("#contact-address", "bob");
        alice.press("Enter");
        var lamp = alice.page().locator("#contacts li[data-peer='bob'] .lit");
        assertThat(lamp).hasAttribute("data-lamp", "available");
        call(bob, carol, "carol");
        assertThat(lamp).hasAttribute("data-lamp", "busy");
        bob.click("#hang-up");
        assertThat(lamp).hasAttribute("data-lamp", "available");
        try (PhonePage elsewhere = PhonePage.open(folder, node.page(), ALICE_HZ)) {
            elsewhere.signIn("alice", "wonderland");
            elsewhere.click("#tab-contacts");
            elsewhere.awaitText("#contacts li", "bob");
        }
        alice.click("#tab-keypad");
    }

    /// Whoever aims at a button hits it: what others do meanwhile moves none.
    @Test
    void whatComesWhileOneTalksMovesNoButton() {
        call(alice, bob, "bob");
        alice.awaitTone(BOB_HZ);
        alice.watchButtons();
        assertThat(alice.page().locator("#quality-text"))
                .containsText(Pattern.compile("Good|Fair|Poor"));
        carol.click("#tab-messages");
        carol.page().fill("#chat-to", "alice");
        carol.press("Enter");
        carol.page().fill("#chat-text", "Are you there?");
        carol.press("Enter");
        alice.awaitText("#notice", "Message from carol");
        bob.click("#hold");
        alice.awaitText("#call-state", "The other side holds the call");
        bob.click("#hold");
        alice.awaitConnected();
        carol.click("#tab-keypad");
        carol.call("alice");
        alice.awaitView("incoming");
        carol.awaitText("#call-state", "Ringing");
        carol.click("#hang-up");
        alice.awaitText("#notice", "Missed call from carol");
        alice.awaitView("talk");
        assertThat(alice.movedButtons()).isEmpty();
    }

    private static void call(PhonePage from, PhonePage to, String name) {
        from.call(name);
        to.answer();
        from.awaitConnected();
        to.awaitConnected();
    }

    /// Alice, who talks already, calls carol.
    private static void secondCall() {
        alice.click("#add-call");
        alice.call("carol");
        carol.answer();
        alice.awaitText("#peer", "carol");
        alice.awaitConnected();
        carol.awaitConnected();
    }
}
