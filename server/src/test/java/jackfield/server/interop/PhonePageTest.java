package jackfield.server.interop;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import jackfield.testkit.peers.Baresip;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.PhonePage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the phone page says and does when something is in the way, and whether those who can't see
/// it or don't use a mouse can use it.
@Tag("interop")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class PhonePageTest {
    private static final int ALICE_HZ = 800;
    private static final int BOB_HZ = 1400;

    @TempDir static Path folder;
    private static Node node;
    private static PhonePage alice;
    private static PhonePage bob;

    @BeforeAll
    static void start() {
        node = Node.start(folder, Addresses.next(), Map.of("limits.ring-time", "20s"));
        alice = Phones.page(folder, node, "alice", ALICE_HZ);
        bob = Phones.page(folder, node, "bob", BOB_HZ);
    }

    @AfterAll
    static void stop() {
        node.close(); // first: it stays where a browser did not start
        alice.close();
        bob.close();
    }

    @AfterEach
    void noCallStays() {
        Phones.noCallStays(node, alice, bob);
    }

    @Test
    void withoutAMicrophoneThePageSaysHowToAllowIt() {
        try (PhonePage deaf = PhonePage.withoutMicrophone(folder, node.page())) {
            deaf.signIn("alice", node.demoPassword("alice"));
            deaf.call("9999");
            deaf.awaitText("#notice", "no permission to use the microphone");
            deaf.awaitView("dial");
            bob.call("alice");
            deaf.answer();
            deaf.awaitText("#notice", "no permission to use the microphone");
            deaf.awaitView("dial");
            bob.quiet(); // who rings for long is not answered: then there is nothing to hang up
            alice.awaitView("dial");
        }
    }

    /// R19: the call does not notice that the WebSocket is gone, and ends properly on the next one.
    @Test
    void aCallOutlivesItsWebSocket() {
        alice.call("bob");
        bob.answer();
        alice.awaitConnected();
        alice.cutSignalling();
        alice.awaitText("#presence-text", "Connection lost");
        alice.awaitText("#notice", "can’t be reached");
        alice.awaitTone(BOB_HZ);
        bob.awaitTone(ALICE_HZ);
        alice.awaitText("#call-state", "Connected");
        alice.reconnectable();
        alice.awaitText("#presence-text", "Signed in as alice");
        assertThat(alice.page().locator("#notice")).isHidden();
        bob.click("#hold");
        alice.awaitText("#call-state", "The other side holds the call");
        bob.click("#hold");
        alice.awaitConnected();
        bob.click("#hang-up");
        alice.awaitView("dial");
    }

    @Test
    void anOfflineDeviceIsSaidAndComesBackByItself() {
        alice.offline(true);
        alice.awaitText("#notice", "This device is offline");
        alice.offline(false);
        alice.awaitText("#presence-text", "Signed in as alice");
        assertThat(alice.page().locator("#notice")).isHidden();
    }

    @Test
    void whoTalksAndWantsNoOtherCallIsBusy() {
        bob.callWaiting(false);
        try {
            bob.call("9999");
            bob.awaitConnected();
            alice.call("bob");
            alice.awaitText("#notice", "bob is busy");
            bob.awaitConnected();
            bob.click("#hang-up");
            bob.awaitView("dial");
        } finally {
            bob.callWaiting(true);
        }
    }

    @Test
    void whoDoesNotAnswerIsSaidNotToAnswer() {
        alice.call("bob");
        bob.awaitView("incoming");
        alice.awaitText("#call-state", "Ringing");
        alice.awaitText("#notice", "bob did not answer");
        alice.awaitView("dial");
        bob.awaitText("#notice", "Missed call from alice");
    }

    /// R15: keys are agreed on long after the offer was made.
    @Test
    void aCallThatRangForLongHasSound() {
        alice.call("bob");
        bob.awaitView("incoming");
        Patience.listen(Duration.ofSeconds(10));
        bob.answer();
        alice.awaitTone(BOB_HZ);
        bob.awaitTone(ALICE_HZ);
        alice.click("#hang-up");
        bob.awaitView("dial");
    }

    @Test
    void theKeyboardAnswersDialsAndDeclines() {
        alice.page().focus("#number");
        alice.page().fill("#number", "bob");
        alice.press("Enter");
        bob.awaitView("incoming");
        bob.awaitFocus("#answer");
        bob.press("Enter");
        alice.awaitConnected();
        alice.awaitFocus("#hang-up");
        alice.press("Enter");
        bob.awaitView("dial");
        alice.awaitView("dial");
        alice.call("bob");
        bob.awaitView("incoming");
        bob.awaitFocus("#answer");
        bob.press("Escape");
        alice.awaitText("#notice", "bob declined");
    }

    @Test
    void aScreenReaderIsToldWhatHappens() {
        Page ours = alice.page();
        Page theirs = bob.page();
        assertThat(ours.getByRole(AriaRole.STATUS).first()).containsText("Signed in as alice");
        assertThat(ours.getByRole(AriaRole.GROUP, named("Dial pad"))).isVisible();
        assertThat(ours.getByRole(AriaRole.BUTTON, exactly("star"))).isVisible();
        ours.getByRole(AriaRole.TEXTBOX, named("Name or number to call")).fill("bob");
        ours.getByRole(AriaRole.BUTTON, exactly("Call")).click();
        Locator dialog = theirs.getByRole(AriaRole.ALERTDIALOG, named("Incoming call"));
        assertThat(dialog).isVisible();
        assertThat(dialog).hasAccessibleDescription("alice");
        Locator answer = dialog.getByRole(AriaRole.BUTTON, inside("Answer"));
        assertThat(answer).isFocused();
        answer.click();
        assertThat(ours.locator("#call-state")).hasText("Connected");
        Locator mute = ours.getByRole(AriaRole.BUTTON, exactly("Mute"));
        assertThat(mute).hasAttribute("aria-pressed", "false");
        mute.click();
        assertThat(mute).hasAttribute("aria-pressed", "true");
        assertThat(ours.getByRole(AriaRole.BUTTON, exactly("Hold")))
                .hasAttribute("aria-pressed", "false");
        Locator keys = ours.getByRole(AriaRole.BUTTON, exactly("Keypad"));
        assertThat(keys).hasAttribute("aria-expanded", "false");
        keys.click();
        assertThat(keys).hasAttribute("aria-expanded", "true");
        assertThat(ours.getByRole(AriaRole.GROUP, named("Keypad for tones"))).isVisible();
        ours.getByRole(AriaRole.BUTTON, exactly("Hang up")).click();
        bob.awaitView("dial");
        alice.call("nobody");
        assertThat(ours.getByRole(AriaRole.ALERT)).containsText("no nobody here");
    }

    /// R20, with two tabs of one browser.
    @Test
    void bothTabsOfAUserRingAndOneAnswers() {
        PhonePage tab = alice.secondTab();
        tab.signIn("alice", node.demoPassword("alice"));
        bob.call("alice");
        alice.awaitView("incoming");
        tab.answer();
        bob.awaitConnected();
        alice.awaitText("#notice", "Answered on another phone");
        bob.click("#hang-up");
        tab.awaitView("dial");
        tab.click("#sign-out");
        tab.awaitView("signin");
        bob.call("alice");
        alice.awaitView("incoming");
        alice.click("#decline");
        bob.awaitText("#notice", "alice declined");
        tab.closeTab();
    }

    @Test
    void closingTheTabEndsTheCallAtTheOtherSide() {
        PhonePage tab = alice.secondTab();
        tab.signIn("alice", node.demoPassword("alice"));
        tab.call("bob");
        bob.answer();
        tab.awaitConnected();
        tab.closeTab();
        bob.awaitView("dial");
    }

    /// Nobody says BYE: the connection is gone, and the browser's consent runs out (RFC 7675).
    @Test
    void aCrashedTabEndsTheCallOfItsSipPhoneToo() {
        PhonePage tab = alice.secondTab();
        tab.signIn("alice", node.demoPassword("alice"));
        try (Baresip desk =
                Phones.registered(folder, node, "bob", "udp", BOB_HZ, ";answermode=auto")) {
            tab.call("bob");
            tab.awaitConnected();
            desk.await("CALL_ESTABLISHED");
            tab.crash();
            Patience.until(
                    "a BYE at the SIP phone",
                    Duration.ofSeconds(110),
                    () -> desk.has("CALL_CLOSED"),
                    () -> desk.output() + node.api("/api/calls"));
        }
    }

    @Test
    void aReloadedPageIsSignedInAgainAndCanBeCalled() {
        bob.page().reload();
        bob.awaitText("#presence-text", "Signed in as bob");
        alice.call("bob");
        bob.answer();
        alice.awaitConnected();
        alice.click("#hang-up");
        bob.awaitView("dial");
    }

    /// R32: a LAN without any other network.
    @Test
    void thePageAsksNobodyButItsNode() {
        PhonePage tab = alice.secondTab();
        List<String> asked = new CopyOnWriteArrayList<>();
        tab.page().onRequest(request -> asked.add(request.url()));
        tab.page().onWebSocket(socket -> asked.add(socket.url()));
        tab.load(node.page());
        tab.signIn("alice", node.demoPassword("alice"));
        tab.call("9999");
        tab.awaitConnected();
        tab.awaitTone(ALICE_HZ);
        String servers =
                String.valueOf(
                        tab.page()
                                .evaluate(
                                        "() => window.connections.at(-1).getConfiguration()"
                                                + ".iceServers.flatMap((each) => each.urls).join()"));
        tab.click("#hang-up");
        tab.awaitView("dial");
        assertThat(asked).hasSizeGreaterThan(4);
        assertThat(asked)
                .allSatisfy(url -> assertThat(URI.create(url).getHost()).isEqualTo(node.address()));
        assertThat(servers.split(",")).allSatisfy(url -> assertThat(url).contains(node.address()));
        tab.closeTab();
    }

    /// The other side, a desk phone, notices nothing but a new description.
    @Test
    void aCallOutlivesTheReloadOfItsPage() {
        try (Baresip desk =
                Phones.registered(folder, node, "bob", "udp", BOB_HZ, ";answermode=auto")) {
            bob.click("#sign-out");
            alice.call("bob");
            alice.awaitConnected();
            alice.awaitTone(BOB_HZ);
            alice.page().reload();
            alice.awaitView("talk");
            alice.awaitTone(BOB_HZ);
            desk.awaitTone(ALICE_HZ);
            alice.awaitConnected();
            alice.click("#hold");
            alice.awaitText("#call-state", "On hold");
            alice.click("#hold");
            alice.awaitConnected();
            alice.awaitTone(BOB_HZ);
            desk.hangUp();
            alice.awaitView("dial");
        } finally {
            bob.signIn("bob", node.demoPassword("bob"));
        }
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static Page.GetByRoleOptions exactly(String name) {
        return named(name).setExact(true);
    }

    private static Locator.GetByRoleOptions inside(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }
}
