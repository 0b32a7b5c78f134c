package jackfield.server.interop;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.PhonePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every view of the phone, in light and dark, on a desktop and on small screens, from left to
/// right and from right to left: axe-core finds nothing, nothing is wider than the screen, and a
/// picture of each is in target/phone for people to look at.
@Tag("interop")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class PhoneLooksTest {
    enum Look {
        DESKTOP_LIGHT(1280, 800, ColorScheme.LIGHT, "en-US"),
        DESKTOP_DARK(1280, 800, ColorScheme.DARK, "de-DE"),
        PHONE_LIGHT(390, 844, ColorScheme.LIGHT, "de-DE"),
        PHONE_DARK(390, 844, ColorScheme.DARK, "en-US"),
        SMALL_ARABIC(320, 568, ColorScheme.LIGHT, "ar"),
        PHONE_ARABIC(360, 740, ColorScheme.DARK, "ar");

        private final int width;
        private final int height;
        private final ColorScheme colours;
        private final String locale;

        Look(int width, int height, ColorScheme colours, String locale) {
            this.width = width;
            this.height = height;
            this.colours = colours;
            this.locale = locale;
        }
    }

    private static final Path PICTURES = Path.of("target", "phone");

    @TempDir static Path folder;
    private static Node node;
    private static PhonePage bob;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(PICTURES);
        node = Node.start(folder, Addresses.next(), Map.of("users", "alice:wonderland,bob:pencil"));
        bob = PhonePage.open(folder, node.page(), 1400).signIn("bob", "pencil");
        bob.awaitDirect();
    }

    @AfterAll
    static void stop() {
        node.close();
        bob.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyViewCanBeUsedByEverybody(Look look) {
        Browser.NewContextOptions options =
                new Browser.NewContextOptions()
                        .setViewportSize(look.width, look.height)
                        .setColorScheme(look.colours)
                        .setLocale(look.locale);
        try (PhonePage alice = PhonePage.open(folder, node.page(), 800, options)) {
            alice.awaitView("signin");
            looks(alice, look, "signin");
            alice.signIn("alice", "wonderland");
            looks(alice, look, "dial");
            alice.click("#dial-ways");
            looks(alice, look, "dial-ways");
            alice.click("#dial-ways");
            alice.click("#quiet");
            assertThat(alice.page().locator("#presence")).hasAttribute("data-state", "quiet");
            looks(alice, look, "quiet");
            alice.click("#quiet");
            assertThat(alice.page().locator("#presence")).hasAttribute("data-state", "on");
            views(alice, look);
            direct(alice, look);
            calls(alice, look);
        }
        bob.awaitView("dial");
    }

    @AfterEach
    void noCallStays() {
        bob.quiet();
    }

    private static void views(PhonePage alice, Look look) {
        alice.click("#tab-contacts");
        alice.click("#add-contact");
        alice.page().fill("#contact-name", "Bob, der Baumeister");
        alice.page().fill("#contact-address", "bob");
        looks(alice, look, "contact");
        alice.click("#contact-save");
        looks(alice, look, "contacts");
        alice.click("#to-bob-ways");
        looks(alice, look, "contact-ways");
        alice.click("#to-bob-ways");
        alice.click("#tab-messages");
        alice.page().fill("#chat-to", "bob");
        alice.click("#chat-open");
        alice.page().fill("#chat-text", "Hello, are you there? I would like to call you.");
        alice.click("#chat-send");
        // The server has what was written in the looks before.
        assertThat(alice.page().locator("#chat .said li").last()).containsText("Hello, are you");
        looks(alice, look, "chat");
        alice.click("#tab-settings");
        alice.click("#connect-phone");
        alice.click("#test-microphone");
        alice.click("#test-camera");
        looks(alice, look, "settings");
        alice.page().locator("#forwarding").scrollIntoViewIfNeeded();
        looks(alice, look, "forwarding");
        alice.click("#tab-keypad");
    }

    private static void calls(PhonePage alice, Look look) {
        bob.call("alice");
        alice.awaitView("incoming");
        looks(alice, look, "incoming");
        alice.click("#answer");
        alice.awaitView("talk");
        bob.awaitConnected();
        alice.click("#quality");
        assertThat(alice.page().locator("#quality-panel .uplot")).isVisible();
        looks(alice, look, "quality");
        alice.click("#keys");
        alice.click("#dtmf-pad [data-key='7']");
        looks(alice, look, "keys");
        alice.click("#add-call");
        alice.call("9999");
        assertThat(alice.page().locator("#other-calls")).isVisible();
        assertThat(alice.page().locator("#mute")).isEnabled();
        alice.click("#transfer");
        looks(alice, look, "transfer");
        alice.click("#other-calls .swap");
        alice.click("#camera");
        bob.awaitPicture();
        bob.click("#camera");
        alice.awaitPicture();
        looks(alice, look, "video");
        alice.click("#hang-up");
        bob.awaitView("dial");
        alice.awaitText("#peer", "9999");
        alice.click("#hang-up");
        alice.awaitView("dial");
        alice.click("#tab-recents");
        // The list is longer than a small screen: what the sections cover, a person scrolls to.
        alice.page().evaluate("() => scrollTo(0, document.body.scrollHeight)");
        looks(alice, look, "recents");
    }

    private static void direct(PhonePage alice, Look look) {
        alice.awaitDirect();
        bob.callDirectly("alice", true);
        alice.awaitView("incoming");
        looks(alice, look, "direct-incoming");
        alice.click("#answer");
        bob.awaitConnected();
        alice.awaitPicture();
        looks(alice, look, "direct-video");
        bob.click("#camera");
        assertThat(alice.page().locator("#remote-video")).hasCount(0);
        bob.click("#hold");
        bob.awaitText("#call-state", "On hold");
        assertThat(alice.page().locator("#way")).isVisible();
        looks(alice, look, "direct");
        bob.click("#hang-up");
        alice.awaitView("dial");
    }

    private static void looks(PhonePage phone, Look look, String view) {
        phone.screenshot(PICTURES.resolve(look + "-" + view + ".png"));
        assertThat(phone.violations()).as("axe: %s, %s", look, view).isEmpty();
        assertThat(
                        phone.page()
                                .evaluate(
                                        "() => document.documentElement.scrollWidth"
                                                + " - document.documentElement.clientWidth"))
                .as("wider than the screen: %s, %s", look, view)
                .isEqualTo(0);
    }
}
