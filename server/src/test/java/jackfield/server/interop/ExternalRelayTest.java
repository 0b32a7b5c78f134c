package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Baresip;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.PhonePage;
import jackfield.testkit.peers.Rtpengine;
import jackfield.testkit.peers.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Our proxy with Debian's rtpengine as its relay: browsers and SIP phones hear each other through
/// it, and calls go to another one when it is full or gone.
@Tag("interop")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class ExternalRelayTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ALICE_HZ = 700;
    private static final int BOB_HZ = 1300;

    @TempDir Path folder;

    private static Node node(Path folder, String nodes) {
        return Node.start(
                folder,
                Addresses.next(),
                Map.of("relay.use", "external", "relay.external", nodes, "relay.probe", "2s"));
    }

    private static PhonePage alice(Path folder, Node node) {
        PhonePage alice = Phones.page(folder, node, "alice", ALICE_HZ);
        return alice;
    }

    private static JsonNode relay(Node node, int number) {
        return JSON.readTree(node.api("/api/relay/nodes")).path("nodes").path(number - 1);
    }

    private static void awaitState(Node node, int number, String state) {
        Patience.until(
                "relay node " + number + " " + state,
                Duration.ofSeconds(30),
                () -> relay(node, number).path("state").asString("").equals(state),
                () -> node.api("/api/relay/nodes") + node.program().output());
    }

    private static void talk(PhonePage alice, Baresip bob) {
        alice.call("bob");
        alice.awaitConnected();
        alice.awaitTone(BOB_HZ);
        bob.awaitTone(ALICE_HZ);
    }

    private static void hangUp(PhonePage alice, Baresip bob) {
        alice.click("#hang-up");
        bob.await("CALL_CLOSED");
        alice.awaitView("dial");
    }

    @Test
    void aBrowserAndAPhoneHearEachOtherThroughRtpengine() {
        try (Rtpengine engine = Rtpengine.start(folder.resolve("engine"), Addresses.next());
                Node node = node(folder, engine.uri());
                PhonePage alice = alice(folder, node);
                Baresip bob =
                        Phones.registered(folder, node, "bob", "udp", BOB_HZ, ";answermode=auto");
                Wire toBob = Wire.from(folder, engine.address())) {
            talk(alice, bob);
            assertThat(alice.sdp(true)).contains(engine.address());
            Patience.until(
                    "the call on the relay node",
                    Duration.ofSeconds(10),
                    () -> relay(node, 1).path("calls").asInt() == 1,
                    () -> node.api("/api/relay/nodes"));
            assertLegsAreShown(node, engine.address());
            alice.click("#hold");
            alice.awaitText("#call-state", "On hold");
            alice.click("#hold");
            alice.awaitConnected();
            toBob.awaitTone(ALICE_HZ);
            alice.awaitTone(BOB_HZ);
            hangUp(alice, bob);

            bob.dial("sip:alice@" + node.address());
            alice.answer();
            alice.awaitConnected();
            alice.awaitTone(BOB_HZ);
            bob.awaitTone(ALICE_HZ);
            bob.hangUp();
            alice.awaitView("dial");
            Patience.until(
                    "no call on the relay node",
                    Duration.ofSeconds(10),
                    () -> relay(node, 1).path("calls").asInt(1) == 0,
                    () -> node.api("/api/relay/nodes"));
            assertThat(relay(node, 1).path("errors").asInt()).as(engine.output()).isZero();
        }
    }

    /// Both legs, with what the node has counted on them.
    private static void assertLegsAreShown(Node node, String engine) {
        // Its counts are asked for now and then.
        Patience.until(
                "packets on both legs, each way",
                Duration.ofSeconds(30),
                () ->
                        CallReport.only(node).legs().stream()
                                .allMatch(leg ->
                                        leg.path("packetsIn").asLong() > 0
                                                && leg.path("packetsOut").asLong() > 0),
                () -> CallReport.only(node).toString());
        List<JsonNode> legs = CallReport.only(node).legs();
        assertThat(legs).hasSize(2);
        for (JsonNode leg : legs) {
            assertThat(leg.path("local").asString("")).as("%s", leg).startsWith(engine + ":");
            assertThat(leg.path("sdpIn").asString("")).as("%s", leg).contains("m=audio");
        }
    }

    @SuppressWarnings("try") // closed in the middle: that is what is tried
    @Test
    void callsGoElsewhereWhenANodeIsFullOrGone() {
        try (Rtpengine full =
                        Rtpengine.start(
                                folder.resolve("full"), Addresses.next(), "--max-sessions=0");
                Rtpengine good = Rtpengine.start(folder.resolve("good"), Addresses.next());
                Node node = node(folder, full.uri() + "," + good.uri() + ";set=reserve");
                PhonePage alice = alice(folder, node);
                Baresip bob =
                        Phones.registered(folder, node, "bob", "udp", BOB_HZ, ";answermode=auto")) {
            talk(alice, bob);
            assertThat(alice.sdp(true)).contains(good.address());
            assertThat(relay(node, 1).path("why").asString(""))
                    .isEqualTo("Parallel session limit reached");
            hangUp(alice, bob);

            full.close();
            awaitState(node, 1, "down");
            talk(alice, bob);
            hangUp(alice, bob);

            try (Rtpengine again = Rtpengine.start(folder.resolve("again"), full.address())) {
                awaitState(node, 1, "up");
                talk(alice, bob);
                assertThat(alice.sdp(true)).contains(again.address());
                hangUp(alice, bob);
            }
        }
    }

    @SuppressWarnings("try") // closed in the middle: that is what is tried
    @Test
    void aCallMovesWithItsNextOfferWhenItsNodeDies() {
        try (Rtpengine first = Rtpengine.start(folder.resolve("first"), Addresses.next());
                Rtpengine second = Rtpengine.start(folder.resolve("second"), Addresses.next());
                Node node = node(folder, first.uri() + "," + second.uri() + ";set=reserve");
                PhonePage alice = alice(folder, node);
                Baresip bob =
                        Phones.registered(folder, node, "bob", "udp", BOB_HZ, ";answermode=auto");
                Wire toBob = Wire.from(folder, second.address())) {
            talk(alice, bob);
            assertThat(alice.sdp(true)).contains(first.address());
            first.close();
            bob.hold();
            Patience.until(
                    "the call on the second node",
                    Duration.ofSeconds(30),
                    () -> relay(node, 2).path("calls").asInt() == 1,
                    () -> node.api("/api/relay/nodes") + node.program().output());
            bob.resume();
            Patience.until(
                    "the second node in what alice was told",
                    Duration.ofSeconds(30),
                    () -> alice.sdp(true).contains(second.address()),
                    () -> alice.sdp(true));
            Patience.until(
                    "a line about the move in the log, which is written behind",
                    Duration.ofSeconds(10),
                    () -> node.program().output().contains("media moves from relay node"),
                    () -> node.program().output());
            alice.awaitTone(BOB_HZ);
            toBob.awaitTone(ALICE_HZ);
            hangUp(alice, bob);
        }
    }

    /// The node that passed the offer is ended while the phone rings: the other one gets the offer
    /// and the answer, and the phone a new offer.
    @SuppressWarnings("try") // closed in the middle: that is what is tried
    @Test
    void aCallMovesWithItsAnswerWhenItsNodeDiesWhileItRings() {
        try (Rtpengine first = Rtpengine.start(folder.resolve("first"), Addresses.next());
                Rtpengine second = Rtpengine.start(folder.resolve("second"), Addresses.next());
                Node node = node(folder, first.uri() + "," + second.uri() + ";set=reserve");
                Baresip alice = Phones.registered(folder, node, "alice", "tcp", ALICE_HZ, "");
                Baresip bob = Phones.registered(folder, node, "bob", "udp", BOB_HZ, "")) {
            alice.dial("sip:bob@" + node.address());
            bob.await("CALL_INCOMING");
            first.close();
            bob.answer();
            alice.await("CALL_ESTABLISHED");
            alice.awaitTone(BOB_HZ);
            bob.awaitTone(ALICE_HZ);
            alice.hangUp();
            bob.await("CALL_CLOSED");
        }
    }

    /// The same with a browser that answers: the new offer has other keys and other ICE credentials
    /// than the one it answered, so that it begins both anew.
    @SuppressWarnings("try") // closed in the middle: that is what is tried
    @Test
    void aBrowserThatAnswersIsMovedWhenItsNodeDiesWhileItRings() {
        try (Rtpengine first = Rtpengine.start(folder.resolve("first"), Addresses.next());
                Rtpengine second = Rtpengine.start(folder.resolve("second"), Addresses.next());
                Node node = node(folder, first.uri() + "," + second.uri() + ";set=reserve");
                PhonePage alice = alice(folder, node);
                Baresip bob = Phones.registered(folder, node, "bob", "udp", BOB_HZ, "")) {
            bob.dial("sip:alice@" + node.address());
            alice.awaitView("incoming");
            first.close();
            alice.answer();
            bob.await("CALL_ESTABLISHED");
            alice.awaitTone(BOB_HZ);
            bob.awaitTone(ALICE_HZ);
            assertThat(alice.sdp(true)).contains(second.address());
            bob.hangUp();
            alice.awaitView("dial");
        }
    }
}
