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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The operator's console with real calls: what it shows, what it does, and whether those who can't
/// see it or don't use a mouse can use it.
@Tag("interop")
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class ConsoleTest {
    static final List<String> PAGES =
            List.of(
                    "overview",
                    "calls",
                    "ended",
                    "recordings",
                    "registrations",
                    "users",
                    "routing",
                    "relays",
                    "bans",
                    "certificates",
                    "logs",
                    "settings");

    @TempDir static Path folder;
    private static Node node;
    private static Baresip alice;
    private static Baresip bob;
    private static ConsolePage console;

    @BeforeAll
    static void start() throws IOException {
        String settings =
                """
                trunks:
                  - name: carrier
                    uri: sip:127.0.0.9:5099
                groups:
                  - name: gateways
                    members:
                      - sip:127.0.0.9:5098
                routes:
                  - name: outward
                    prefix: "+49"
                    forward: trunk:carrier
                """;
        Files.writeString(
                Files.createDirectories(folder.resolve("data")).resolve("jackfield.yaml"),
                settings);
        node = Node.start(folder, Addresses.next(), Map.of());
        alice = Phones.registered(folder, node, "alice", "tcp", 600, "");
        bob = Phones.registered(folder, node, "bob", "udp", 1100, ";answermode=auto");
        console = ConsolePage.open(link(), 1280, 800);
        console.awaitText("header", "Live");
    }

    @AfterAll
    static void stop() {
        console.close();
        alice.close();
        bob.close();
        node.close();
    }

    /// The link that signs in once, as the command line prints it.
    private static String link() {
        Matcher link = Pattern.compile("Sign in\\s+(\\S+)").matcher(node.tool("console"));
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    /// Alice calls Bob; returns once the console has the call open.
    private static void call() {
        alice.dial("sip:bob@" + node.address());
        alice.await("CALL_ESTABLISHED");
        console.openCall("alice");
    }

    @BeforeEach
    void forgive() {
        console.forgive();
    }

    /// The next test finds a node without calls, and a console that knows it.
    @AfterEach
    void quiet() {
        if (node.api("/api/calls").contains("callId")) {
            alice.hangUp();
        }
        Phones.noCallStays(node);
        console.awaitNoCalls();
    }

    @Test
    void aLinkSignsInOnceAndTheTokenAlways() {
        String link = link();
        try (ConsolePage first = ConsolePage.open(link, 800, 600)) {
            first.awaitText("h1", "Overview");
            assertThat(first.page().url()).doesNotContain("ticket");
        }
        try (ConsolePage second = ConsolePage.open(link, 800, 600)) {
            second.awaitText("was used already");
            second.awaitText("./jackfield console");
            second.page().fill("input[type=password]", "wrong");
            second.press("Sign in");
            second.awaitText("This is not the node's token.");
            second.page().fill("input[type=password]", token());
            second.press("Sign in");
            second.awaitText("h1", "Overview");
            second.page().reload();
            second.awaitText("h1", "Overview");
            assertThat(second.page().content()).doesNotContain(token());
        }
    }

    private static String token() {
        try {
            return Files.readString(node.data().resolve("admin.token")).strip();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aCallComesByItselfCanBeReadAndIsHungUp() {
        console.go("calls");
        console.awaitText("There are no calls now");
        call();
        console.awaitText("h1", "alice");
        console.awaitText(".verdict", "Connected");
        console.awaitText("Caller's side");
        console.awaitText("PCMU");
        // Messages are asked for again and again while a call runs: these may come later.
        console.page().waitForSelector(".ladder .label:text('INVITE')");
        console.page().waitForSelector(".ladder .label:text('180 Ringing')");
        console.awaitText(".sdp", "m=audio");

        console.page().focus(".step[tabindex='0']");
        console.page().keyboard().press("ArrowDown");
        console.page().keyboard().press("Enter");
        console.awaitText("pre", "SIP/2.0");

        console.press("Hang up");
        console.awaitText("dialog[open]", "Hang up this call?");
        console.page().keyboard().press("Escape");
        console.awaitNo("body", "Hang up this call?");
        console.press("Hang up");
        console.yes();
        alice.await("CALL_CLOSED");
        console.awaitText(".facts", "this node");
        console.awaitText(".facts", "ended by the operator");
        console.page().goBack();
        console.awaitText("There are no calls now");
        console.go("ended");
        console.awaitText("tbody", "alice");
        assertThat(console.complaints()).isEmpty();
    }

    @Test
    void accountsComeAndGoAndPhonesAreDropped() {
        console.go("users");
        console.awaitText("tbody", "alice");
        console.press("Add a user");
        console.page().fill("dialog input:not([type=password])", "carol");
        console.page().fill("dialog input[type=password]", "a long one");
        console.page().click("dialog .primary");
        console.awaitText("tbody", "carol");
        console.page().click("[aria-label='Remove carol']");
        console.yes();
        console.awaitNo("tbody", "carol");

        console.go("bans");
        console.awaitText("Nobody is banned.");
        console.page().fill("form input", "192.0.2.0/24");
        console.press("Ban");
        console.awaitText("tbody", "192.0.2.0/24");
        console.page().click("[aria-label='Lift the ban of 192.0.2.0/24']");
        console.yes();
        console.awaitText("Nobody is banned.");

        console.go("routing");
        console.page().fill("form input >> nth=1", "9999");
        console.press("Test");
        console.awaitText(".answer", "echo");
        assertThat(console.complaints()).isEmpty();
    }

    @Test
    void everyPageIsForEverybody() throws Exception {
        Path shots = Files.createDirectories(Path.of("target/console"));
        call();
        console.awaitText("Caller's side");
        String call = console.page().url().replaceFirst(".*#/", "");
        for (int look = 0; look < 4; look++) {
            boolean dark = look == 1;
            int width = look >= 2 ? 360 : 1280;
            console.looks(dark, width, 800);
            if (look == 3) {
                console.page().evaluate("() => localStorage.setItem('jackfield.language', 'ar')");
                console.page().reload();
            }
            String name = List.of("light", "dark", "phone", "arabic").get(look);
            for (String page : PAGES) {
                console.go(page);
                look(page, shots.resolve(page + "-" + name + ".png"));
            }
            console.go(call);
            look("call", shots.resolve("call-" + name + ".png"));
        }
        console.page().evaluate("() => localStorage.clear()");
        console.page().reload();
        console.looks(false, 1280, 800);
    }

    private static void look(String page, Path shot) {
        Patience.until(
                page + " is there",
                Duration.ofSeconds(45),
                () ->
                        console.page().locator("#main .waiting").count() == 0
                                && console.page().locator("#main h1").count() == 1,
                () -> console.text("body"));
        console.screenshot(shot);
        assertThat(console.axe()).as(shot.getFileName().toString()).isEmpty();
        assertThat(console.overhang()).as(shot.getFileName() + " fits").isZero();
    }
}
