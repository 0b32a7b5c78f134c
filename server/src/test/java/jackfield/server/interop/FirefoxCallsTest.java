package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Baresip;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.PhonePage;
import jackfield.testkit.peers.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The phone page in Firefox, which trusts the node by the root certificate of its own authority:
/// calls to the echo test, to a SIP phone and to a Chromium, heard at both ends.
@Tag("interop")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FirefoxCallsTest {
    private static final int ALICE_HZ = 700;
    private static final int BOB_HZ = 1300;

    @TempDir static Path folder;
    private static Node node;
    private static PhonePage alice;

    @BeforeAll
    static void start() {
        node = Node.start(folder, Addresses.next(), Map.of("media.shards", "2"));
        alice = PhonePage.inFirefox(folder, node.page(), ALICE_HZ, node.authority());
        alice.signIn("alice", node.demoPassword("alice"));
    }

    @AfterAll
    static void stop() {
        alice.close();
        node.close();
    }

    @AfterEach
    void noCallStays() {
        Phones.noCallStays(node, alice);
    }

    @Test
    void theEchoTestIsHeard() {
        alice.click("#echo");
        alice.awaitConnected();
        alice.awaitTone(ALICE_HZ);
        assertSoundFlows();
        alice.click("#hang-up");
        alice.awaitView("dial");
    }

    @Test
    void aSipPhoneIsCalledHeldAndSentKeys() {
        try (Baresip bob =
                        Phones.registered(folder, node, "bob", "udp", BOB_HZ, ";answermode=auto");
                Wire toBob = Wire.from(folder, node.address())) {
            alice.call("bob");
            alice.awaitConnected();
            alice.awaitTone(BOB_HZ);
            bob.awaitTone(ALICE_HZ);
            assertSoundFlows();
            alice.click("#hold");
            alice.awaitText("#call-state", "On hold");
            alice.click("#hold");
            alice.awaitConnected();
            alice.awaitTone(BOB_HZ);
            toBob.awaitTone(ALICE_HZ);
            alice.click("#keys");
            alice.click("#dtmf-pad [data-key='5']");
            Patience.until(
                    "the digit 5 at the SIP phone",
                    Duration.ofSeconds(10),
                    () -> bob.has("CALL_DTMF_START"),
                    bob::output);
            alice.click("#keys");
            alice.click("#hang-up");
            bob.await("CALL_CLOSED");
        }
    }

    @Test
    void aSipPhoneCalls() {
        try (Baresip bob = Phones.registered(folder, node, "bob", "udp", BOB_HZ, "")) {
            bob.dial("sip:alice@" + node.address());
            alice.answer();
            alice.awaitConnected();
            bob.await("CALL_ESTABLISHED");
            alice.awaitTone(BOB_HZ);
            bob.awaitTone(ALICE_HZ);
            bob.hangUp();
            alice.awaitView("dial");
        }
    }

    @Test
    void aChromiumIsCalledAndCalls() {
        try (PhonePage bob = Phones.page(folder, node, "bob", BOB_HZ)) {
            alice.call("bob");
            bob.answer();
            alice.awaitTone(BOB_HZ);
            bob.awaitTone(ALICE_HZ);
            bob.click("#hang-up");
            alice.awaitView("dial");
            bob.call("alice");
            alice.answer();
            alice.awaitTone(BOB_HZ);
            bob.awaitTone(ALICE_HZ);
            alice.click("#hang-up");
            bob.awaitView("dial");
        }
    }

    /// From page to page, without the node between them.
    @Test
    void aChromiumAndWeCallEachOtherDirectly() {
        try (PhonePage bob = Phones.page(folder, node, "bob", BOB_HZ)) {
            bob.awaitDirect();
            alice.awaitDirect();
            alice.callDirectly("bob", false);
            bob.answer();
            alice.awaitTone(BOB_HZ);
            bob.awaitTone(ALICE_HZ);
            alice.awaitText("#way", "Direct call");
            assertSoundFlows();
            alice.click("#hold");
            bob.awaitText("#call-state", "The other side holds the call");
            alice.click("#hold");
            bob.awaitConnected();
            alice.awaitTone(BOB_HZ);
            String before = alice.sdp(false);
            alice.networkChanged();
            Patience.until(
                    "ICE to start anew",
                    Duration.ofSeconds(20),
                    () -> !alice.sdp(false).equals(before),
                    () -> alice.sdp(false));
            alice.awaitTone(BOB_HZ);
            bob.awaitTone(ALICE_HZ);
            bob.click("#hang-up");
            alice.awaitView("dial");
            bob.callDirectly("alice", true);
            alice.awaitView("incoming");
            alice.click("#answer-video");
            alice.awaitPicture();
            bob.awaitPicture();
            bob.click("#camera");
            alice.awaitGone("#remote-video");
            alice.click("#hang-up");
            bob.awaitView("dial");
        }
    }

    private static void assertSoundFlows() {
        assertThat(alice.awaitPackets()).containsEntry("dtls", "connected");
    }
}
