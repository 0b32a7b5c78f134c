package jackfield.server.interop;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import jackfield.testkit.peers.HostPage;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.PhonePage;
import java.net.URLEncoder;
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

/// The phone in a frame of a page of another origin, in a real Chromium.
@Tag("interop")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EmbeddedPhoneTest {
    private static final int BOB_HZ = 1100;
    private static final Path SHOTS = Path.of("target", "phone");

    @TempDir static Path folder;
    private static String shop;
    private static String stranger;
    private static Node node;
    private static PhonePage bob;

    @BeforeAll
    static void start() {
        shop = Addresses.next();
        stranger = Addresses.next();
        node =
                Node.start(
                        folder,
                        Addresses.next(),
                        Map.of("web.frame-ancestors", HostPage.originAt(shop)));
        bob = Phones.page(folder, node, "bob", BOB_HZ);
    }

    @AfterAll
    static void stop() {
        bob.close();
        node.close();
    }

    @AfterEach
    void noCallStays() {
        bob.quiet();
    }

    private static String phone() {
        return node.page().replaceFirst("/$", "");
    }

    @Test
    void aPageThatTheOperatorNamedDrivesThePhone() {
        try (HostPage host = HostPage.at(shop, node.page()).open(bob.page().context())) {
            FrameLocator frame = host.phone();
            frame.locator("#user").fill("alice");
            frame.locator("#password").fill(node.demoPassword("alice"));
            host.ask(Map.of("do", "hello"), phone());
            assertThat(host.awaitEvent("ready")).contains("\"origin\":\"" + phone());
            host.awaitEvent("unregistered");
            host.ask(Map.of("do", "call", "to", "bob"), phone());
            assertThat(host.awaitEvent("refused")).contains("unregistered");
            frame.locator("#sign-in").click();
            assertThat(host.awaitEvent("registered")).contains("alice");

            host.ask(Map.of("do", "call", "to", "bob"), phone());
            assertThat(host.awaitEvent("calling")).contains("\"peer\":\"bob\"");
            bob.answer();
            assertThat(host.awaitEvent("answered")).contains("\"incoming\":false");
            assertThat(frame.locator("#call-state")).containsText("Connected");
            frame.locator("#phone")
                    .screenshot(
                            new Locator.ScreenshotOptions()
                                    .setPath(SHOTS.resolve("embedded-talk.png")));
            host.ask(Map.of("do", "mute"), phone());
            assertThat(frame.locator("#mute")).hasAttribute("aria-pressed", "true");
            host.ask(Map.of("do", "hangUp"), phone());
            host.awaitEvent("ended");
            bob.awaitView("dial");

            host.forgetEvents();
            bob.call("alice");
            assertThat(host.awaitEvent("ringing")).contains("\"incoming\":true");
            host.ask(Map.of("do", "answer"), phone());
            bob.awaitConnected();
            bob.click("#hang-up");
            bob.awaitView("dial");
        }
    }

    /// The example that the guide names, as it is in the repository.
    @Test
    void theExampleOfTheGuideCallsInItsFrameAndByALink() {
        Path example = Path.of("..", "docs", "examples", "embedding", "index.html");
        try (HostPage host =
                HostPage.of(shop, example)
                        .open(
                                bob.page().context(),
                                "?phone=" + URLEncoder.encode(phone(), UTF_8))) {
            Page page = host.page();
            assertThat(page.locator("#how")).containsText("Sign in to the phone");
            FrameLocator frame = host.phone();
            frame.locator("#user").fill("alice");
            frame.locator("#password").fill(node.demoPassword("alice"));
            frame.locator("#sign-in").click();
            assertThat(page.locator("#how")).hasText("Signed in as alice.");
            page.locator("#to").fill("bob");
            page.locator("#call").click();
            bob.answer();
            assertThat(page.locator("#told")).containsText("answered bob");
            page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve("example.png")));
            page.locator("#end").click();
            assertThat(page.locator("#told")).containsText("ended bob");
            bob.awaitView("dial");
            Page opened = page.context().waitForPage(() -> page.locator("#link").click());
            assertThat(opened).hasURL(Pattern.compile(".*\\?call=bob$"));
            opened.close();
        }
    }

    @Test
    void aPageThatNobodyNamedGetsNoPhone() {
        try (HostPage host = HostPage.at(stranger, node.page()).open(bob.page().context())) {
            assertThat(host.phone().locator("#sign-in")).hasCount(0);
            host.ask(Map.of("do", "hello"), "*");
            bob.page().waitForTimeout(Duration.ofSeconds(2).toMillis());
            assertThat(host.heardAnything()).isFalse();
        }
    }

    @Test
    void aLinkAsksBeforeItDials() {
        try (PhonePage alice = PhonePage.open(folder, node.page() + "?call=9999", 600)) {
            alice.signIn("alice", node.demoPassword("alice"));
            alice.awaitText("#phone", "9999");
            assertThat(node.api("/api/calls")).doesNotContain("9999");
            alice.page()
                    .screenshot(
                            new Page.ScreenshotOptions().setPath(SHOTS.resolve("link-asks.png")));
            alice.click("#asked-yes");
            alice.awaitConnected();
            alice.awaitTone(600);
            alice.click("#hang-up");
        }
    }
}
