package jackfield.server.interop;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.PhonePage;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The whole phone by the keyboard alone: everything can be reached, the focus is always seen, and
/// after every change it is where one goes on.
@Tag("interop")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class PhoneKeyboardTest {
    private static final int ALICE_HZ = 800;
    private static final int BOB_HZ = 1400;

    @TempDir static Path folder;
    private static Node node;
    private static PhonePage alice;
    private static PhonePage bob;

    @BeforeAll
    static void start() {
        node = Node.start(folder, Addresses.next(), Map.of("users", "alice:wonderland,bob:pencil"));
        alice = PhonePage.open(folder, node.page(), ALICE_HZ);
        bob = PhonePage.open(folder, node.page(), BOB_HZ).signIn("bob", "pencil");
    }

    @AfterAll
    static void stop() {
        alice.close();
        bob.close();
        node.close();
    }

    @Test
    void everythingIsDoneByKeys() {
        signIn();
        talk();
        transfer();
        answerAndDecline();
        contacts();
        messages();
        settings();
        signOut();
    }

    /// Waits until the focus is where one goes on, and people see it.
    private static void at(String selector) {
        alice.awaitFocus(selector);
        assertThat(alice.focused()).doesNotContain(", ");
    }

    private static void type(String text) {
        alice.page().keyboard().type(text);
    }

    private static void press(String selector) {
        alice.tabTo(selector);
        alice.press("Enter");
    }

    private static void signIn() {
        at("#user");
        type("alice");
        alice.tabTo("#password");
        type("wrong");
        alice.press("Enter");
        alice.awaitText("#notice", "Wrong name or password");
        alice.awaitFocus("#password, #sign-in");
        alice.tabTo("#user");
        alice.tabTo("#password");
        alice.press("Control+a");
        type("wonderland");
        alice.press("Enter");
        alice.awaitText("#presence-text", "alice");
        at("#number");
    }

    private static void talk() {
        type("bob");
        alice.press("Enter");
        bob.answer();
        alice.awaitConnected();
        at("#hang-up");
        press("#hold");
        alice.awaitText("#call-state", "On hold");
        at("#hold");
        alice.press("Space");
        alice.awaitConnected();
        press("#mute");
        alice.awaitText("#call-state", "muted");
        alice.press("Enter");
        alice.awaitConnected();
        press("#keys");
        press("#dtmf-pad [data-key='7']");
        alice.press("#");
        alice.awaitText(".typed", "7#");
        alice.press("Escape");
        alice.awaitGone("#dtmf-pad");
        at("#keys");
        press("#quality");
        assertThat(alice.page().locator("#quality-panel")).isVisible();
        at("#quality");
        alice.press("Escape");
        alice.awaitGone("#quality-panel");
        at("#quality");
    }

    private static void transfer() {
        press("#transfer");
        at("#transfer-target");
        alice.press("Escape");
        alice.awaitGone("#transfer-form");
        at("#transfer");
        alice.press("Enter");
        at("#transfer-target");
        type("9999");
        alice.press("Enter");
        alice.awaitText("#notice", "bob was sent to 9999");
        alice.awaitView("dial");
        at("#number");
        bob.awaitText("#peer", "9999");
        bob.awaitTone(BOB_HZ);
        bob.quiet();
    }

    private static void answerAndDecline() {
        press("#tab-recents");
        bob.call("alice");
        at("#answer");
        alice.press("Enter");
        bob.awaitConnected();
        at("#hang-up");
        alice.press("Enter");
        bob.awaitView("dial");
        alice.awaitView("dial");
        at("#tab-recents"); // the list of calls is what was shown before
        bob.call("alice");
        at("#answer");
        alice.press("Escape");
        bob.awaitText("#notice", "alice declined");
        at("#tab-recents");
    }

    private static void contacts() {
        press("#tab-contacts");
        press("#add-contact");
        alice.tabTo("#contact-address");
        type("bob");
        alice.press("Enter");
        alice.awaitText("#contacts li", "bob");
        at("#add-contact");
        press("#to-bob-ways");
        alice.tabTo("#to-bob-video");
        alice.press("Escape");
        alice.awaitGone("#to-bob-video");
        at("#to-bob-ways");
    }

    private static void messages() {
        press("#tab-messages");
        alice.tabTo("#chat-to");
        type("bob");
        alice.press("Enter");
        at("#chat-text");
        type("By keys alone");
        alice.press("Enter");
        alice.awaitText("#chat .said", "By keys alone");
        bob.awaitText("#notice", "Message from alice");
        press("#chat-back");
        at("#chat-to");
    }

    private static void settings() {
        press("#tab-settings");
        alice.tabTo("#call-waiting");
        alice.press("Space");
        assertThat(alice.page().locator("#call-waiting")).not().isChecked();
        alice.press("Space");
        assertThat(alice.page().locator("#call-waiting")).isChecked();
        alice.tabTo("#theme");
        alice.press("ArrowDown");
        assertThat(alice.page().locator("html")).hasAttribute("data-theme", "light");
        at("#theme");
    }

    private static void signOut() {
        press("#sign-out");
        alice.awaitView("signin");
        at("#user");
    }
}
