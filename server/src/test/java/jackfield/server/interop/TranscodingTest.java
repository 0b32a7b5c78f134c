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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A browser that knows nothing but Opus, and phones that know anything but that, hear each other.
@Tag("interop")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TranscodingTest {
    private static final int ALICE_HZ = 700;
    private static final int BOB_HZ = 1300;

    @TempDir static Path folder;
    private static Node node;
    private static PhonePage alice;

    @BeforeAll
    static void start() {
        node = Node.start(folder, Addresses.next(), Map.of());
        alice = Phones.page(folder, node, "alice", ALICE_HZ);
        alice.knowsOnly("audio/opus", "audio/telephone-event");
    }

    @AfterAll
    static void stop() {
        alice.close();
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PCMU/8000/1", "PCMA/8000/1", "G722/16000/1"})
    void aBrowserWithOpusOnlyCallsAPhoneWithout(String codec) {
        try (Baresip bob = phone(codec)) {
            alice.call("bob");
            alice.awaitConnected();
            alice.awaitTone(BOB_HZ);
            bob.awaitTone(ALICE_HZ);
            assertThat(alice.statistics().get("codec")).isEqualTo("audio/opus");
            assertThat(alice.sdp(true)).doesNotContain("PCM");
            alice.click("#hang-up");
            bob.await("CALL_CLOSED");
        }
    }

    @Test
    void keysAndHoldWorkAcrossCodecs() { // R24
        try (Baresip bob = phone("PCMA/8000/1");
                Wire toBob = Wire.from(folder, node.address())) {
            alice.call("bob");
            alice.awaitConnected();
            bob.awaitTone(ALICE_HZ);
            alice.click("#keys");
            alice.click("#dtmf-pad [data-key='5']");
            Patience.until(
                    "the digit 5 at the SIP phone",
                    Duration.ofSeconds(10),
                    () -> bob.has("CALL_DTMF_START"),
                    bob::output);
            alice.click("#keys");
            bob.awaitTone(ALICE_HZ);
            alice.click("#hold");
            alice.awaitText("#call-state", "On hold");
            alice.click("#hold");
            alice.awaitConnected();
            toBob.awaitTone(ALICE_HZ);
            toBob.assertOneStream();
            alice.awaitTone(BOB_HZ);
            alice.click("#hang-up");
            bob.await("CALL_CLOSED");
        }
    }

    private static Baresip phone(String codec) {
        return Phones.registered(
                folder,
                node,
                "bob",
                "udp",
                BOB_HZ,
                ";answermode=auto;audio_codecs=" + codec,
                codec.startsWith("G722") ? Map.of("module", "g722.so") : Map.of());
    }
}
