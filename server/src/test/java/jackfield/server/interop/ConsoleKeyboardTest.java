package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Baresip;
import jackfield.testkit.peers.ConsolePage;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

/// The console by the keyboard alone: where it is can always be seen, it goes through a page in the
/// order in which one reads, and nothing that goes away takes it along.
@Tag("interop")
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class ConsoleKeyboardTest {
    /// More stops than any page has.
    private static final int MOST_STOPS = 120;

    /// What the keyboard is on: its name, whether that can be seen, and where it is.
    private static final String STOP =
            """
            () => {
              const at = document.activeElement;
              if (!at || at === document.body) return { name: '' };
              const near = at.closest('.step')?.querySelector('.hit') ?? at;
              const style = getComputedStyle(near);
              const box = at.getBoundingClientRect();
              const ringed = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
                || near !== at && parseFloat(style.strokeWidth) >= 2;
              const words = at.getAttribute('aria-label') || at.labels?.[0]?.innerText
                || at.innerText || at.value || at.tagName;
              return {
                name: `${at.tagName.toLowerCase()} ${words.trim().split('\\n')[0]}`,
                ringed,
                seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
                  && box.right > 0 && box.left < innerWidth,
                inMain: Boolean(at.closest('#main')),
                order: [...document.querySelectorAll('*')].indexOf(at),
                top: Math.round(box.top + scrollY), bottom: Math.round(box.bottom + scrollY),
                left: Math.round(box.left), right: Math.round(box.right),
              };
            }
            """;

    @TempDir static Path folder;
    private static Node node;
    private static Baresip alice;
    private static Baresip bob;
    private static ConsolePage console;

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(
                Files.createDirectories(folder.resolve("data")).resolve("jackfield.yaml"),
                """
                groups:
                  - name: gateways
                    members:
                      - sip:127.0.0.9:5098
                """);
        node =
                Node.start(
                        folder,
                        Addresses.next(),
                        Map.of("recording.folder", folder.resolve("calls").toString()));
        alice = Phones.registered(folder, node, "alice", "tcp", 600, "");
        bob = Phones.registered(folder, node, "bob", "udp", 1100, ";answermode=auto");
        console = ConsolePage.signedIn(node, 1280, 800);
    }

    @AfterAll
    static void stop() {
        console.close();
        alice.close();
        bob.close();
        node.close();
    }

    @BeforeEach
    void wide() {
        console.looks(false, 1280, 800);
    }

    private static void key(String name) {
        console.page().keyboard().press(name);
    }

    @SuppressWarnings("unchecked") // the script answers so
    private static Map<String, Object> here() {
        return (Map<String, Object>) console.page().evaluate(STOP);
    }

    private static String name() {
        return String.valueOf(here().get("name"));
    }

    private static void awaitOn(String name) {
        Patience.until(
                "the keyboard on " + name,
                Duration.ofSeconds(20),
                () -> name().equals(name),
                () -> "it is on " + here());
    }

    /// Goes on with Tab until the keyboard is on an element of this name.
    private static void tabTo(String name) {
        List<String> passed = new ArrayList<>();
        for (int i = 0; i < MOST_STOPS; i++) {
            key("Tab");
            String now = name();
            if (now.equals(name)) {
                return;
            }
            passed.add(now);
        }
        throw new AssertionError("no " + name + " among " + passed);
    }

    private static int number(Map<String, Object> stop, String key) {
        return ((Number) stop.get(key)).intValue();
    }

    /// Walks from the top of the page to its end.
    private static List<Map<String, Object>> walk() {
        console.page().evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }");
        List<Map<String, Object>> stops = new ArrayList<>();
        tabTo("a Skip to the content");
        for (int i = 0; i < MOST_STOPS; i++) {
            key("Tab");
            Map<String, Object> stop = here();
            if (String.valueOf(stop.get("name")).isEmpty()
                    || stop.get("name").equals("a Skip to the content")) {
                return stops;
            }
            stops.add(stop);
        }
        throw new AssertionError("no end: " + stops);
    }

    private static void read(String page) {
        Patience.until(
                page + " is there",
                Duration.ofSeconds(45),
                () -> console.page().locator("#main .waiting").count() == 0,
                () -> console.text("body"));
        List<Map<String, Object>> stops = walk();
        Map<String, Object> before = null;
        for (Map<String, Object> stop : stops) {
            assertThat(stop.get("ringed")).as("%s: ring around %s", page, stop).isEqualTo(true);
            assertThat(stop.get("seen")).as("%s: sees %s", page, stop).isEqualTo(true);
            if (before != null && before.get("inMain").equals(stop.get("inMain"))) {
                boolean below = number(stop, "bottom") > number(before, "top");
                boolean besides =
                        number(stop, "left") >= number(before, "left")
                                || number(stop, "top") >= number(before, "bottom");
                assertThat(below && besides)
                        .as("%s: %s comes after %s", page, stop, before)
                        .isTrue();
            }
            before = stop;
        }
        assertThat(stops.stream().map(each -> each.get("inMain")).distinct())
                .as("%s: the ways first, then the page", page)
                .isSubsetOf(List.of(false, true));
    }

    @Test
    void everyPageIsWalkedByTab() {
        for (String page : ConsoleTest.PAGES) {
            console.go(page);
            read(page);
        }
        alice.dial("sip:bob@" + node.address());
        alice.await("CALL_ESTABLISHED");
        console.openCall("alice");
        console.awaitCount(".chart", 4);
        console.awaitText(".sdp", "m=audio");
        read("call");
        alice.hangUp();
        bob.await("CALL_CLOSED");
        console.awaitNoCalls();
    }

    @Test
    void theWayThereIsTheKeyboards() {
        console.go("overview");
        walk();
        tabTo("a Skip to the content");
        key("Enter");
        assertThat(console.page().evaluate("() => document.activeElement.id")).isEqualTo("main");
        console.page().evaluate("() => document.activeElement.blur()");
        tabTo("a Users");
        key("Enter");
        console.awaitText("h1", "Users");
        // What is read next is the page, not the ways once more.
        console.page().waitForFunction("() => document.activeElement.id === 'main'");
        tabTo("button Add a user");
    }

    @Test
    void dialogsTakeTheKeyboardAndGiveItBack() {
        console.go("users");
        console.awaitText("tbody", "alice");
        tabTo("button Add a user");
        key("Enter");
        console.awaitCount("dialog[open]", 1);
        awaitOn("input Name");
        for (int i = 0; i < 8; i++) {
            key("Tab");
            assertThat(
                            console.page()
                                    .evaluate(
                                            "() => document.activeElement === document.body"
                                                    + " || Boolean(document.activeElement.closest('dialog'))"))
                    .as("stop %s", i)
                    .isEqualTo(true);
        }
        key("Escape");
        console.awaitCount("dialog[open]", 0);
        awaitOn("button Add a user");

        key("Enter");
        console.awaitCount("dialog[open]", 1);
        awaitOn("input Name");
        console.page().keyboard().type("carol");
        key("Tab");
        console.page().keyboard().type("a long one");
        key("Enter");
        console.awaitText("tbody", "carol");
        awaitOn("button Add a user");

        tabTo("button Remove carol");
        key("Enter");
        console.awaitText("dialog[open]", "carol");
        key("Escape");
        console.awaitCount("dialog[open]", 0);
        awaitOn("button Remove carol");
        key("Enter");
        console.awaitCount("dialog[open]", 1);
        tabTo("button Remove");
        key("Enter");
        console.awaitNo("tbody", "carol");
        // The row went away with the keyboard on it: the one in its place has it.
        awaitOn("button Remove bob");
    }

    @Test
    void theLastBanGoesAndTheKeyboardStays() {
        console.go("bans");
        console.awaitText("Nobody is banned.");
        tabTo("input Network");
        console.page().keyboard().type("192.0.2.0/24");
        key("Enter");
        console.awaitText("tbody", "192.0.2.0/24");
        awaitOn("input Network");
        console.page().evaluate("() => document.activeElement.blur()");
        tabTo("button Lift the ban of 192.0.2.0/24");
        key("Enter");
        console.awaitCount("dialog[open]", 1);
        tabTo("button Lift");
        key("Enter");
        console.awaitText("Nobody is banned.");
        console.page().waitForFunction("() => document.activeElement.id === 'main'");
    }

    @Test
    void theLadderIsReadByArrows() {
        alice.dial("sip:bob@" + node.address());
        alice.await("CALL_ESTABLISHED");
        console.openCall("alice");
        console.page().waitForSelector(".ladder .label:text('180 Ringing')");
        console.page().evaluate("() => document.querySelector('.ladder').focus()");
        key("Tab");
        assertThat(name()).contains("INVITE");
        key("ArrowDown");
        assertThat(name()).doesNotContain("INVITE");
        key("ArrowUp");
        key("Enter");
        console.awaitText(".message", "INVITE sip:bob@");
        key("Escape");
        console.awaitCount(".message", 0);
        assertThat(name()).contains("INVITE");
        key("Enter");
        console.awaitCount(".message", 1);
        tabTo("button Next");
        key("Enter");
        key("Enter");
        tabTo("button Close");
        key("Enter");
        console.awaitCount(".message", 0);
        assertThat(console.page().evaluate("() => document.activeElement.dataset.index"))
                .isEqualTo("2");
        alice.hangUp();
        bob.await("CALL_CLOSED");
        console.awaitNoCalls();
    }

    @Test
    void onASmallScreenTheMenuOpensAndCloses() {
        console.looks(false, 360, 740);
        console.go("overview");
        console.page().evaluate("() => document.activeElement.blur()");
        tabTo("button Menu");
        key("Enter");
        tabTo("a Overview");
        key("Escape");
        awaitOn("button Menu");
        assertThat(console.page().locator("nav.open").count()).isZero();
        key("Enter");
        tabTo("a Bans");
        key("Enter");
        console.awaitText("h1", "Bans");
        assertThat(console.page().locator("nav.open").count()).isZero();
    }
}
