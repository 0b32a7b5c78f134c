package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.SignalExample;
import jackfield.testkit.peers.SignalPages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the client of `/signal` can do beyond a call, in Chromium and Firefox together.
@Tag("interop")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class SignalBrowsersTest {
    private static final int ALICE = 440;
    private static final int BOB = 800;
    private static final int CAROL = 1200;

    @TempDir static Path folder;
    private static Node node;
    private static SignalPages pages;

    @BeforeAll
    static void start() {
        node =
                Node.start(
                        folder,
                        Addresses.next(),
                        Map.of("users", "alice:wonderland,bob:pencil,carol:kitchen"));
        pages = SignalPages.open(node.page() + "signal-example/");
    }

    @AfterAll
    static void stop() {
        pages.close();
        node.close();
    }

    private static void leave(SignalPages.Device... devices) {
        for (SignalPages.Device device : devices) {
            device.does("() => window.signal?.close()");
            device.close();
        }
    }

    private static SignalPages.Device carolInFirefox() {
        return pages.inFirefox(folder, node.authority(), "carol", "kitchen", "carol-1", CAROL);
    }

    /// Everybody hears each of the others, after a change of network too, and who leaves is gone.
    @Test
    void aRoomOfThree() {
        SignalPages.Device alice = pages.device("alice", "wonderland", "alice-1", ALICE);
        SignalPages.Device bob = pages.device("bob", "pencil", "bob-1", BOB);
        SignalPages.Device carol = carolInFirefox();
        alice.joins("meeting");
        bob.joins("meeting");
        carol.joins("meeting");
        alice.awaitsTone(BOB, "bob");
        alice.awaitsTone(CAROL, "carol");
        bob.awaitsTone(ALICE, "alice");
        bob.awaitsTone(CAROL, "carol");
        carol.awaitsTone(ALICE, "alice");
        carol.awaitsTone(BOB, "bob");

        bob.does("() => { window.before = window.ufrags(); window.signal.networkChanged(); }");
        bob.awaits("the connection", "window.signal.state === 'online'");
        bob.awaits(
                "ICE to start anew with both",
                "window.ufrags().every((each) => !window.before.includes(each))");
        bob.awaitsTone(ALICE, "alice");
        bob.awaitsTone(CAROL, "carol");
        alice.awaitsTone(BOB, "bob");

        carol.does("() => window.state.room.leave()");
        alice.awaitsEvent("left carol");
        bob.awaitsEvent("left carol");
        alice.awaitsTone(BOB, "bob");
        assertThat(alice.does("() => window.state.room.peers.size")).isEqualTo(1);
        leave(alice, bob, carol);
    }

    @Test
    void picturesAScreenAndAHeldCall() {
        SignalPages.Device alice = pages.device("alice", "wonderland", "alice-1", ALICE);
        SignalPages.Device carol = carolInFirefox();
        carol.does(
                "() => { window.signal.call('alice', { audio: true, video: true })"
                        + ".then((call) => window.keep(call)); }");
        alice.awaitsState("incoming");
        alice.does("() => window.state.call.answer({ audio: true, video: false })");
        alice.awaitsTone(CAROL);
        carol.awaitsTone(ALICE);
        alice.awaitsPictures();

        alice.does("() => window.state.call.shareScreen()");
        carol.awaitsPictures();
        alice.does("() => window.stopSharing()");
        carol.awaits(
                "the screen to be gone",
                "window.state.call.peer.pc.getTransceivers().every((each) =>"
                        + " each.receiver.track.kind !== 'video' ||"
                        + " each.currentDirection === 'sendonly')");

        carol.does("() => window.state.call.hold(true)");
        alice.awaitsEvent("held true");
        alice.awaits(
                "no sound",
                "window.state.call.peer.pc.getTransceivers()"
                        + ".every((each) => each.currentDirection === 'inactive')");
        carol.does("() => window.state.call.hold(false)");
        alice.awaitsEvent("held false");
        alice.awaitsTone(CAROL);
        carol.awaitsTone(ALICE);
        alice.awaitsPictures();
        carol.ends();
        alice.awaitsEvent("ended ended");
        leave(alice, carol);
    }

    @Test
    void aChangedNetworkInFirefox() {
        SignalPages.Device alice = pages.device("alice", "wonderland", "alice-1", ALICE);
        SignalPages.Device carol = carolInFirefox();
        alice.calls("carol");
        carol.answers();
        alice.awaitsTone(CAROL);
        carol.awaitsTone(ALICE);
        carol.does("() => { window.before = window.ufrags(); window.signal.networkChanged(); }");
        carol.awaits(
                "ICE to start anew",
                "window.signal.state === 'online' && window.state.call.peer.pc.signalingState ==="
                        + " 'stable' && !window.before.includes(window.ufrags()[0])");
        alice.awaitsTone(CAROL);
        carol.awaitsTone(ALICE);
        carol.cut();
        Patience.listen(Duration.ofSeconds(3));
        carol.reconnectable();
        carol.awaits("the connection", "window.signal.state === 'online'");
        alice.ends();
        carol.awaitsEvent("ended ended");
        leave(alice, carol);
    }

    @Test
    void theExampleInFirefox() {
        SignalPages.Device bob = pages.device("bob", "pencil", "bob-1", BOB);
        try (SignalExample carol =
                SignalExample.open(
                        folder, node.page() + "signal-example/", node.authority(), CAROL)) {
            carol.signIn("carol", "kitchen");
            carol.call("bob");
            bob.answers();
            carol.awaitStatus("connected");
            carol.awaitTone(BOB);
            bob.awaitsTone(CAROL);
            carol.end();
            bob.awaitsEvent("ended ended");
            bob.calls("carol");
            carol.answer();
            carol.awaitTone(BOB);
            bob.awaitsTone(CAROL);
            bob.ends();
            carol.awaitStatus("over: ended");
        }
        leave(bob);
    }
}
