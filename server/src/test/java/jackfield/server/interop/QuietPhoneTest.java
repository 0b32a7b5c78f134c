package jackfield.server.interop;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.PhonePage;
import jackfield.testkit.peers.SignalDevices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a person on the phone page says of their own calls, and texts between the phone page, which
/// writes by SIP, and a page at `/signal`; all in a real Chromium.
@Tag("interop")
@Timeout(value = 150, unit = TimeUnit.SECONDS)
class QuietPhoneTest {
    private static final int ALICE_HZ = 800;
    private static final int BOB_HZ = 1400;
    private static final int CAROL_HZ = 1900;
    private static final String USERS = "alice:wonderland,bob:pencil,carol:teapot";

    @TempDir static Path folder;
    private static Node node;
    private static PhonePage alice;
    private static PhonePage bob;
    private static SignalDevices pages;

    @BeforeAll
    static void start() {
        node = Node.start(folder, Addresses.next(), Map.of("users", USERS));
        alice = PhonePage.open(folder, node.page(), ALICE_HZ);
        alice.signIn("alice", "wonderland");
        bob = PhonePage.open(folder, node.page(), BOB_HZ);
        bob.signIn("bob", "pencil");
        pages = SignalDevices.open(node.page());
        pages.signIn("alice1", "alice", "wonderland", ALICE_HZ);
        pages.signIn("carol1", "carol", "teapot", CAROL_HZ);
    }

    @AfterAll
    static void stop() {
        node.close();
        alice.close();
        bob.close();
        pages.close();
    }

    @AfterEach
    void noCallStays() {
        alice.quiet();
        bob.quiet();
        if (bob.page().locator("#quiet[aria-pressed=true]").count() > 0) {
            bob.click("#quiet");
        }
        bob.awaitText("#presence-text", "Signed in as bob");
        bob.click("#tab-keypad");
    }

    @Test
    void textsPassBetweenSipAndSignalAndAreThereOnce() {
        pages.text("alice1", "bob", "written at /signal");
        pages.await("alice1", "message-sent 202");
        bob.awaitText("#notice", "Message from alice");
        bob.click("#tab-messages");
        bob.page().fill("#chat-to", "alice");
        bob.click("#chat-open");
        bob.awaitText("#chat", "written at /signal");
        bob.page().fill("#chat-text", "written by SIP");
        bob.click("#chat-send");
        pages.await("alice1", "message written by SIP");
        alice.awaitText("#notice", "Message from");

        bob.load(node.page());
        bob.awaitView("dial");
        bob.awaitText("#presence-text", "bob");
        bob.click("#tab-messages");
        bob.page().locator("#messages .rows button").first().click();
        assertThat(bob.page().locator("#chat .said li", said("written at /signal"))).hasCount(1);
        assertThat(bob.page().locator("#chat .said li", said("written by SIP"))).hasCount(1);
        assertThat(bob.page().locator("#chat")).containsText("delivered");
    }

    private static Page.LocatorOptions said(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }

    @Test
    void whoIsNotToBeDisturbedIsNotRungAndCallersReadWhy() {
        alice.click("#tab-contacts");
        alice.click("#add-contact");
        alice.page().fill("#contact-name", "Bob");
        alice.page().fill("#contact-address", "bob");
        alice.click("#contact-save");
        alice.awaitText("#contacts", "available");

        bob.click("#quiet");
        bob.awaitText("#presence-text", "do not disturb");
        assertThat(bob.page().locator("#quiet")).hasAttribute("aria-pressed", "true");
        alice.awaitText("#contacts", "Do not disturb");
        alice.click("#tab-keypad");
        alice.call("bob");
        alice.awaitText("#notice", "Bob does not want to be disturbed");
        alice.awaitView("dial");
        alice.callDirectly("bob", false);
        alice.awaitText("#notice", "Bob does not want to be disturbed");
        pages.call("alice1", "bob", "c1");
        pages.await("alice1", "call-busy do-not-disturb 486");
        assertThat(bob.text("#notice")).isEmpty();

        bob.load(node.page());
        bob.awaitText("#presence-text", "do not disturb");
        bob.click("#quiet");
        bob.awaitText("#presence-text", "Signed in as bob");
        alice.call("bob");
        bob.answer();
        alice.awaitConnected();
    }

    @Test
    void aPersonSendsCallsElsewhere() {
        bob.click("#tab-settings");
        bob.page().fill("#forward-busy", "two words");
        bob.click("#forward-save");
        bob.awaitText("#forward-said", "can’t be called");
        bob.page().fill("#forward-busy", "carol");
        bob.click("#forward-save");
        bob.awaitText("#forward-said", "Saved");
        bob.click("#quiet-check");
        bob.awaitText("#presence-text", "do not disturb");
        alice.call("bob");
        pages.await("carol1", "call-offer");
        pages.answer("carol1");
        alice.awaitConnected();
        alice.awaitTone(CAROL_HZ);
        alice.click("#hang-up");
        alice.awaitView("dial");

        bob.load(node.page());
        bob.awaitText("#presence-text", "do not disturb");
        bob.click("#tab-settings");
        assertThat(bob.page().locator("#forward-busy")).hasValue("carol");
        bob.page().fill("#forward-busy", "");
        bob.click("#forward-save");
        bob.awaitText("#forward-said", "Saved");
        bob.click("#quiet-check");
        bob.awaitText("#presence-text", "Signed in as bob");
    }

    /// The first thing anyone tries: by the phone's own settings, and by the command line.
    @Test
    void callsGoToTheEchoTest() {
        bob.click("#tab-settings");
        bob.page().fill("#forward-always", "9999");
        bob.click("#forward-save");
        bob.awaitText("#forward-said", "Saved");
        try {
            alice.call("bob");
            alice.awaitConnected();
            alice.awaitTone(ALICE_HZ);
            alice.click("#hang-up");
            alice.awaitView("dial");
            forward("--no-answer", "9999", "--after", "3s");
            Patience.until(
                    "the node to know",
                    Duration.ofSeconds(20),
                    () -> node.api("/api/users/bob/forwarding").contains("\"noAnswer\":\"9999\""),
                    () -> node.api("/api/users/bob/forwarding"));
            alice.call("bob");
            bob.awaitView("incoming");
            bob.awaitText("#notice", "Missed call from alice");
            alice.awaitConnected();
            alice.awaitTone(ALICE_HZ);
            alice.click("#hang-up");
            alice.awaitView("dial");
        } finally {
            forward("--off");
        }
    }

    private static void forward(String... options) {
        List<String> command = new ArrayList<>(List.of("users", "forward", "bob"));
        command.addAll(List.of(options));
        command.addAll(List.of("--set", "users=" + USERS));
        node.tool(command.toArray(String[]::new));
    }

    /// The command line writes to the database alone; who watches is told at once all the same.
    @Test
    void whatTheCommandLineChangesIsSeenAtOnce() {
        alice.click("#tab-contacts");
        alice.click("#add-contact");
        alice.page().fill("#contact-name", "Robert");
        alice.page().fill("#contact-address", "bob");
        alice.click("#contact-save");
        Locator lamp = alice.page().locator("#contacts li[data-peer='bob'] .lit");
        assertThat(lamp).hasAttribute("data-lamp", "available");
        forward("--do-not-disturb", "on");
        assertThat(lamp).hasAttribute("data-lamp", "quiet");
        bob.awaitText("#presence-text", "do not disturb");
        forward("--do-not-disturb", "off");
        assertThat(lamp).hasAttribute("data-lamp", "available");
        bob.awaitText("#presence-text", "Signed in as bob");
        alice.click("#tab-keypad");
    }
}
