package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.Program;
import jackfield.testkit.peers.SignalPages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Calls over `/signal` between real pages, and with programs that are no pages.
@Tag("interop")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class SignalTest {
    private static final int ALICE = 440;
    private static final int BOB = 800;

    @TempDir static Path folder;
    private static Node node;
    private static SignalPages pages;

    @BeforeAll
    static void start() {
        node =
                Node.start(
                        folder,
                        Addresses.next(),
                        Map.of(
                                "signal.ring-time",
                                "8s",
                                "signal.offline-time",
                                "1s",
                                "signal.grace",
                                "40s"));
        pages = SignalPages.open(node.page() + "signal-example/");
    }

    @AfterAll
    static void stop() {
        pages.close();
        node.close();
    }

    private static SignalPages.Device alice() {
        return pages.device("alice", node.demoPassword("alice"), "alice-1", ALICE);
    }

    private static SignalPages.Device bob(String id) {
        return pages.device("bob", node.demoPassword("bob"), id, BOB);
    }

    private static void talk(SignalPages.Device alice, SignalPages.Device bob) {
        alice.awaitsState("connected");
        bob.awaitsState("connected");
        alice.awaitsTone(BOB);
        bob.awaitsTone(ALICE);
    }

    private static void leave(SignalPages.Device... devices) {
        for (SignalPages.Device device : devices) {
            device.does("() => window.signal?.close()");
            device.close();
        }
    }

    /// R22: each way a call can end ends both pages' calls.
    @Test
    void everyEndEndsBothSides() {
        SignalPages.Device alice = alice();
        SignalPages.Device bob = bob("bob-1");
        assertThat(alice.does("() => window.servers()")).isEqualTo(2);

        alice.calls("bob");
        bob.answers();
        talk(alice, bob);
        bob.ends();
        alice.awaitsEvent("ended ended");

        alice.calls("bob");
        bob.awaitsState("incoming");
        bob.does("() => window.state.call.reject()");
        alice.awaitsEvent("ended rejected");

        alice.calls("bob");
        bob.awaitsState("incoming");
        alice.ends();
        bob.awaitsEvent("ended cancelled");

        alice.calls("bob");
        bob.awaitsState("incoming");
        alice.awaitsEvent("ended timeout");
        bob.awaitsEvent("ended timeout");

        leave(bob);
        alice.calls("bob");
        alice.awaitsEvent("ended offline");
        leave(alice);
    }

    /// R20: two tabs of one user ring, the first answer wins.
    @Test
    void everyTabRingsAndTheFirstAnswerWins() {
        SignalPages.Device alice = alice();
        SignalPages.Device one = bob("bob-1");
        SignalPages.Device two = bob("bob-2");
        alice.calls("bob");
        one.awaitsState("incoming");
        two.answers();
        one.awaitsEvent("ended answered");
        talk(alice, two);
        leave(alice, one, two);
    }

    /// R21: two who call each other at once get one call on both sides.
    @Test
    void twoWhoCallEachOtherGetOneCall() {
        SignalPages.Device alice = alice();
        SignalPages.Device bob = bob("bob-1");
        alice.does("() => window.signal.iceServers()");
        bob.does("() => window.signal.iceServers()");
        long at = System.currentTimeMillis() + 1_500;
        alice.callsAt("bob", at);
        bob.callsAt("alice", at);
        talk(alice, bob);
        assertThat(alice.does("() => window.signal.calls.size")).isEqualTo(1);
        assertThat(bob.does("() => window.signal.calls.size")).isEqualTo(1);
        assertThat(alice.does("() => window.state.call.id"))
                .isEqualTo(bob.does("() => window.state.call.id"));
        leave(alice, bob);
    }

    /// R19: the WebSocket is gone for 20 s in a call: media goes on, and the call can be changed
    /// and ended afterwards.
    @Test
    void aConnectionLostInMidCallCostsNothing() {
        SignalPages.Device alice = alice();
        SignalPages.Device bob = bob("bob-1");
        alice.calls("bob");
        bob.answers();
        talk(alice, bob);
        bob.cut();
        Patience.listen(Duration.ofSeconds(20));
        bob.awaitsTone(ALICE);
        alice.awaitsTone(BOB);
        bob.reconnectable();
        bob.awaits("the connection", "window.signal.state === 'online'");
        bob.does(
                "() => { window.before = window.state.call.peer.pc.localDescription.sdp;"
                        + " window.state.call.restart(); }");
        bob.awaits(
                "ICE to start anew",
                "window.state.call.peer.pc.signalingState === 'stable'"
                        + " && window.state.call.peer.pc.localDescription.sdp !== window.before");
        talk(alice, bob);
        alice.ends();
        bob.awaitsEvent("ended ended");
        leave(alice, bob);
    }

    /// A client that knows Wimpex's five messages calls, and is called.
    @Test
    void aClientOfTheOldKindCallsAndIsCalled() {
        SignalPages.Device alice = alice();
        SignalPages.Device bob = pages.plain("bob", node.demoPassword("bob"), BOB);
        alice.calls("bob");
        alice.awaitsState("connected");
        alice.awaitsTone(BOB);
        bob.awaitsTone(ALICE);
        alice.ends();
        bob.does("() => window.plainCalls('alice')");
        alice.answers();
        alice.awaitsState("connected");
        alice.awaitsTone(BOB);
        bob.awaitsTone(ALICE);
        leave(alice, bob);
    }

    /// aiortc, as it is, with a WebSocket: sound both ways and a data channel.
    @Test
    void aiortcNeedsNothingSpecial() {
        SignalPages.Device bob = bob("bob-1");
        Path script = Path.of("src/test/resources/aiortc_signal.py").toAbsolutePath();
        try (Program python =
                Program.start(
                        "aiortc",
                        folder,
                        List.of(
                                "/usr/bin/python3",
                                script.toString(),
                                node.page().replace("https", "wss") + "signal",
                                "alice",
                                node.demoPassword("alice"),
                                "bob"))) {
            python.awaitOutput("in as alice");
            bob.answers();
            bob.awaitsState("connected");
            bob.awaitsTone(ALICE);
            bob.awaits("a word", "window.state.channel.includes('hello from aiortc')");
            python.awaitOutput("heard ");
            Matcher heard = Pattern.compile("heard (\\d+)").matcher(python.output());
            assertThat(heard.find()).isTrue();
            assertThat(Integer.parseInt(heard.group(1))).isBetween(BOB * 9 / 10, BOB * 11 / 10);
            bob.ends();
            python.awaitOutput("over call-end");
        }
        leave(bob);
    }
}
