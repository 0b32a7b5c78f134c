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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Browsers call each other, SIP phones and the echo test through the phone page, and both sides
/// hear the other's tone.
@Tag("interop")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BrowserCallsTest {
    private static final int ALICE_HZ = 700;
    private static final int BOB_HZ = 1300;

    @TempDir static Path folder;
    private static Node node;
    private static PhonePage alice;

    @BeforeAll
    static void start() {
        node = Node.start(folder, Addresses.next(), Map.of("media.shards", "2"));
        alice = Phones.page(folder, node, "alice", ALICE_HZ);
    }

    @AfterAll
    static void stop() {
        alice.close();
        node.close();
    }

    @Test
    void theEchoTestIsHeardInTheBrowser() {
        alice.click("#echo");
        alice.awaitConnected();
        alice.awaitTone(ALICE_HZ);
        assertSoundFlows(alice);
        alice.click("#hang-up");
        alice.awaitView("dial");
        awaitNoCalls();
    }

    @Test
    void twoBrowsersHearEachOtherThroughTheRelay() {
        try (PhonePage bob = Phones.page(folder, node, "bob", BOB_HZ)) {
            alice.call("bob");
            bob.answer();
            alice.awaitConnected();
            bob.awaitConnected();
            alice.awaitTone(BOB_HZ);
            bob.awaitTone(ALICE_HZ);
            assertSoundFlows(alice);
            assertSoundFlows(bob);
            assertWebRtc(alice.sdp(true));
            assertWebRtc(bob.sdp(true));
            bob.click("#hang-up");
            alice.awaitView("dial");
        }
        awaitNoCalls();
    }

    @Test
    void aBrowserCallsASipPhone() {
        try (Baresip bob =
                Phones.registered(folder, node, "bob", "udp", BOB_HZ, ";answermode=auto")) {
            alice.call("bob");
            alice.awaitConnected();
            alice.awaitTone(BOB_HZ);
            bob.awaitTone(ALICE_HZ);
            assertThat(String.valueOf(alice.statistics().get("codec"))).contains("PCM");
            assertSoundFlows(alice);
            String call = node.api("/api/calls");
            assertThat(call).contains("bob");
            alice.click("#hang-up");
            bob.await("CALL_CLOSED");
        }
        awaitNoCalls();
    }

    @Test
    void aSipPhoneCallsABrowser() {
        try (Baresip bob = Phones.registered(folder, node, "bob", "udp", BOB_HZ, "")) {
            bob.dial("sip:alice@" + node.address());
            alice.answer();
            alice.awaitConnected();
            bob.await("CALL_ESTABLISHED");
            alice.awaitTone(BOB_HZ);
            bob.awaitTone(ALICE_HZ);
            assertWebRtc(alice.sdp(true));
            assertSoundFlows(alice);
            bob.hangUp();
            alice.awaitView("dial");
        }
        awaitNoCalls();
    }

    @Test
    void opusPassesThroughWhereBothHaveIt() {
        try (Baresip bob =
                Phones.registered(
                        folder,
                        node,
                        "bob",
                        "udp",
                        BOB_HZ,
                        ";answermode=auto;audio_codecs=opus/48000/2")) {
            alice.call("bob");
            alice.awaitConnected();
            alice.awaitTone(BOB_HZ);
            bob.awaitTone(ALICE_HZ);
            assertThat(alice.statistics().get("codec")).isEqualTo("audio/opus");
            assertSoundFlows(alice);
            alice.click("#hang-up");
            bob.await("CALL_CLOSED");
        }
        awaitNoCalls();
    }

    @Test
    void muteHoldAndKeysWorkInACall() {
        try (Baresip bob =
                        Phones.registered(folder, node, "bob", "udp", BOB_HZ, ";answermode=auto");
                Wire toBob = Wire.from(folder, node.address())) {
            alice.call("bob");
            alice.awaitConnected();
            bob.awaitTone(ALICE_HZ);
            alice.click("#mute");
            alice.awaitText("#call-state", "muted");
            alice.click("#mute");
            bob.awaitTone(ALICE_HZ);
            alice.click("#hold");
            alice.awaitText("#call-state", "On hold");
            alice.click("#hold");
            alice.awaitConnected();
            toBob.awaitTone(ALICE_HZ);
            alice.awaitTone(BOB_HZ);
            alice.click("#keys");
            alice.click("#dtmf-pad [data-key='5']");
            Patience.until(
                    "the digit 5 at the SIP phone",
                    Duration.ofSeconds(10),
                    () -> bob.has("CALL_DTMF_START"),
                    bob::output);
            alice.click("#keys");
            toBob.assertOneStream();
            alice.click("#hang-up");
            bob.await("CALL_CLOSED");
        }
        awaitNoCalls();
    }

    @Test
    void failuresAreSaidInWords() {
        alice.call("nobody");
        alice.awaitText("#notice", "no nobody here");
        alice.call("bob");
        alice.awaitText("#notice", "bob is offline");
        try (Baresip bob = Phones.registered(folder, node, "bob", "udp", BOB_HZ, "")) {
            alice.call("bob");
            bob.await("CALL_INCOMING");
            bob.hangUp();
            alice.awaitText("#notice", "bob");
            alice.awaitView("dial");
            alice.call("bob");
            bob.await("CALL_INCOMING");
            alice.click("#hang-up");
            bob.await("CALL_CLOSED");
            alice.awaitView("dial");
        }
        awaitNoCalls();
    }

    /// R20: every phone of a user rings, the first answer wins, the others are told.
    @Test
    void allPhonesOfAUserRingAndTheFirstAnswerWins() {
        try (PhonePage bobsBrowser = PhonePage.open(folder, node.page(), BOB_HZ);
                Baresip bobsPhone = Phones.registered(folder, node, "bob", "udp", BOB_HZ, "")) {
            bobsBrowser.signIn("bob", node.demoPassword("bob"));
            alice.call("bob");
            bobsPhone.await("CALL_INCOMING");
            bobsBrowser.awaitView("incoming");
            bobsPhone.answer();
            alice.awaitConnected();
            alice.awaitTone(BOB_HZ);
            bobsBrowser.awaitText("#notice", "Answered on another phone");
            alice.click("#hang-up");
            bobsPhone.await("CALL_CLOSED");
        }
        awaitNoCalls();
    }

    @Test
    void aWrongPasswordIsSaid() {
        try (PhonePage mallory = PhonePage.open(folder, node.page(), BOB_HZ)) {
            mallory.trySignIn("bob", "wrong");
            mallory.awaitText("#notice", "Wrong name or password");
        }
    }

    /// The shape a browser wants, and nothing that is for SIP phones only.
    private static void assertWebRtc(String sdp) {
        assertThat(sdp.lines().filter(line -> line.startsWith("m=")))
                .singleElement()
                .asString()
                .contains(" UDP/TLS/RTP/SAVPF ");
        assertThat(sdp.lines().filter(line -> line.startsWith("a=mid:")))
                .containsExactly("a=mid:0");
        assertThat(sdp.lines().filter(line -> line.startsWith("a=rtcp-mux"))).hasSize(1);
        assertThat(sdp)
                .contains("a=group:BUNDLE 0")
                .contains("a=fingerprint:sha-256 ")
                .contains("a=setup:")
                .contains("a=ice-ufrag:")
                .contains("a=candidate:")
                .doesNotContain("a=crypto:");
    }

    private static void assertSoundFlows(PhonePage page) {
        assertThat(page.awaitPackets())
                .containsEntry("dtls", "connected")
                .containsEntry("ice", "connected");
    }

    private static void awaitNoCalls() {
        Phones.noCallStays(node);
    }
}
