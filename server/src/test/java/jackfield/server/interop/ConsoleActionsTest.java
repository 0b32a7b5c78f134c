package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import jackfield.testkit.peers.Baresip;
import jackfield.testkit.peers.ConsolePage;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.PhonePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

/// What an operator does in the console, each thing on a real node and seen in what it changes.
@Tag("interop")
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class ConsoleActionsTest {
    /// Two users more, by the API.
    private static final String USERS =
            """
            async () => {
              for (const [name, password] of [['dora', 'explorer'], ['emil', 'detective']]) {
                await fetch('/api/users', {
                  method: 'POST',
                  headers: {
                    authorization: `Bearer ${sessionStorage.getItem('jackfield.console.token')}`,
                    'content-type': 'application/json',
                  },
                  body: JSON.stringify({ name, password }),
                });
              }
            }
            """;

    /// Two devices at `/signal`, made in the browser: what they hear is in `heard`.
    private static final String SIGNAL =
            """
            async () => {
              window.devices = {};
              const open = (user, password) => new Promise((signedIn) => {
                const socket = new WebSocket(`wss://${location.host}/signal`);
                socket.heard = [];
                socket.onopen = () =>
                  socket.send(JSON.stringify({ type: 'auth', user, password, device: user }));
                socket.onmessage = (event) => {
                  const message = JSON.parse(event.data);
                  socket.heard.push(message.type);
                  if (message.type === 'auth-ok') signedIn();
                };
                window.devices[user] = socket;
              });
              await open('dora', 'explorer');
              await open('emil', 'detective');
            }
            """;

    @TempDir static Path folder;
    private static String address = Addresses.next();
    private static Node node;
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
        node = up();
        console = ConsolePage.signedIn(node, 1280, 800);
        console.page().evaluate(USERS);
    }

    private static Node up() {
        return Node.start(folder, address, Map.of());
    }

    @AfterAll
    static void stop() {
        console.close();
        node.close();
    }

    /// The next test finds no call, neither at the node nor in the console.
    @AfterEach
    void quiet() {
        Phones.noCallStays(node);
        console.awaitNoCalls();
        console.forgive();
    }

    @Test
    void aRegistrationIsDroppedAndItsCallCanBeTakenAway() throws IOException {
        try (Baresip alice = Phones.registered(folder, node, "alice", "tcp", 600, "");
                Baresip bob =
                        Phones.registered(folder, node, "bob", "udp", 1100, ";answermode=auto")) {
            alice.dial("sip:bob@" + node.address());
            alice.await("CALL_ESTABLISHED");
            bob.await("CALL_ESTABLISHED");
            console.openCall("alice");
            console.awaitText("Caller's side");
            Download capture =
                    console.page().waitForDownload(() -> console.press("Capture (pcap)"));
            assertThat(capture.suggestedFilename()).endsWith(".pcapng");
            byte[] bytes = Files.readAllBytes(capture.path());
            assertThat(bytes).startsWith(new byte[] {0x0a, 0x0d, 0x0d, 0x0a});
            console.awaitText("The capture was downloaded.");

            console.go("registrations");
            console.awaitText("tbody", "bob");
            // A page of another test may have left one of bob's, which waits for it to come back.
            console.page()
                    .locator(
                            "tbody tr:has-text('udp')"
                                    + " [aria-label^='Drop the registration of bob']")
                    .click();
            console.yes();
            console.awaitText("was dropped");
            console.awaitNo("tbody", "udp");
            assertThat(node.api("/api/registrations?user=bob")).doesNotContain("\"udp\"");
            alice.hangUp();
        }
    }

    @Test
    void aTurnAllocationIsEnded() {
        console.page()
                .evaluate(
                        """
                        async ([host, credential]) => {
                          window.relayed = new RTCPeerConnection({
                            iceTransportPolicy: 'relay',
                            iceServers: [{ urls: `turn:${host}:3478?transport=tcp`,
                              username: 'alice', credential }],
                          });
                          window.relayed.createDataChannel('any');
                          await window.relayed.setLocalDescription();
                        }
                        """,
                        List.of(address, node.demoPassword("alice")));
        console.go("relays");
        console.awaitText("tbody", "alice");
        console.page().locator("[aria-label^='End the allocation of alice']").first().click();
        console.yes();
        console.awaitText("The allocation was ended.");
        console.awaitText("Nobody has a TURN allocation now.");
        assertThat(node.api("/api/turn/allocations")).doesNotContain("alice");
        console.page().evaluate("() => window.relayed.close()");
    }

    @Test
    void aMemberOfAGroupIsDisabledAndEnabled() {
        console.go("routing");
        console.awaitText("tbody", "sip:127.0.0.9:5098");
        console.page().click("[aria-label='Disable sip:127.0.0.9:5098']");
        console.awaitText("tbody", "disabled");
        assertThat(node.api("/api/groups")).contains("\"disabled\"");
        console.page().click("[aria-label='Enable sip:127.0.0.9:5098']");
        console.awaitNo("tbody", "disabled");
        assertThat(node.api("/api/groups")).doesNotContain("\"disabled\"");
    }

    @Test
    void certificatesAreReadAgain() {
        console.go("certificates");
        console.awaitText("#main", "localhost");
        console.press("Read files again");
        console.awaitText(".saying", "were read again");
    }

    @Test
    void aCallFromPageToPageIsSeenReadAndHungUp() {
        console.page().evaluate(SIGNAL);
        console.go("calls");
        console.page()
                .evaluate(
                        "() => window.devices.dora.send(JSON.stringify({ type: 'call-offer', toId:"
                                + " 'emil', callId: 'browser-1', offer: { type: 'offer', sdp:"
                                + " 'v=0\\r\\nm=audio 9 UDP/TLS/RTP/SAVPF"
                                + " 111\\r\\na=ice-pwd:hidden1\\r\\n' } }))");
        console.awaitText("tbody", "calling");
        console.page()
                .evaluate(
                        "() => window.devices.emil.send(JSON.stringify({ type: 'call-answer', toId:"
                                + " 'dora', callId: 'browser-1', answer: { type: 'answer', sdp:"
                                + " 'v=0\\r\\nm=audio 9 UDP/TLS/RTP/SAVPF 111\\r\\n' } }))");
        console.openCall("dora");
        console.awaitText("h1", "dora");
        console.awaitText(".verdict", "Connected from page to page");
        console.awaitText(".ladder", "call-answer");
        console.awaitText(".sdp", "m=audio");
        assertThat(console.page().content()).doesNotContain("hidden1");
        console.press("Hang up");
        console.yes();
        console.awaitText(".facts", "ended by the operator");
        // It is told by another connection, which may be the slower one.
        console.page().waitForFunction("() => window.devices.emil.heard.at(-1) === 'call-end'");
        console.go("ended");
        console.awaitText("tbody", "dora");
    }

    @Test
    void aLinkOfTheConsoleSignsAPhoneIn() {
        console.go("users");
        console.awaitText("tbody", "alice");
        console.page().click("[aria-label='Sign-in link for alice']");
        console.awaitText("dialog", "once");
        String link = console.text("dialog .link").replaceAll("[\\[\\]]", "").strip();
        assertThat(link).startsWith(node.page() + "#provision=");
        // What draws the code is loaded when it is wanted; a canvas is empty and 300 wide until
        // then.
        console.page()
                .waitForFunction(
                        "() => { const code = document.querySelector('canvas.code');"
                                + " return code.width > 100 && code.width === code.height; }");
        console.press("Close");
        String made = node.tool("users", "link", "bob", "--at", node.page());
        assertThat(made).contains("█").contains("signs bob in on one device, once");
        Matcher fromShell = Pattern.compile("Link\\s+(\\S+)").matcher(made);
        assertThat(fromShell.find()).isTrue();
        try (PhonePage phone = PhonePage.open(folder, link, 700)) {
            phone.awaitText("#by-link", "Sign in by link");
            assertThat(phone.page().url()).doesNotContain("provision");
            assertThat(phone.violations()).isEmpty();
            phone.click("#use-link");
            phone.awaitText("#presence-text", "Signed in as alice");
            phone.load(fromShell.group(1));
            phone.awaitText("#by-link", "alice is signed out");
            phone.click("#use-link");
            phone.awaitText("#presence-text", "Signed in as bob");
            phone.load(link);
            phone.click("#use-link");
            phone.awaitText("#notice", "was used already");
        }
    }

    @Test
    void aNodeThatGoesAwayIsMissedAndFoundAgain() {
        console.go("overview");
        console.awaitText("h1", "Overview");
        node.close();
        console.awaitText("header", "Offline");
        console.awaitText("The node does not answer.");
        node = up();
        console.awaitText("header", "Live");
        console.awaitNo("#main", "The node does not answer.");
        console.go("users");
        console.awaitText("tbody", "alice");
        // A browser says of each request how it failed; a script that failed is another thing.
        assertThat(console.complaints())
                .allMatch(each ->
                        each.startsWith("Failed to load resource")
                                || each.startsWith("WebSocket connection to"));
    }
}
