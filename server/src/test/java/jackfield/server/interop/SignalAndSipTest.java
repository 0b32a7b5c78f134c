package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Baresip;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.SignalDevices;
import jackfield.testkit.peers.Wire;
import java.nio.file.Path;
import java.time.Duration;
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

/// Pages at `/signal` in Chromium and SIP phones call each other, and hear each other.
@Tag("interop")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SignalAndSipTest {
    private static final int ALICE_HZ = 700;
    private static final int BOB_HZ = 1100;
    private static final int TAB_HZ = 1500;

    @TempDir static Path folder;
    private static Node node;
    private static SignalDevices pages;

    @BeforeAll
    static void start() {
        node = Node.start(folder, Addresses.next(), Map.of());
        pages = SignalDevices.open(node.page());
        pages.signIn("alice1", "alice", node.demoPassword("alice"), ALICE_HZ);
    }

    @AfterAll
    static void stop() {
        pages.close();
        node.close();
    }

    @AfterEach
    void nothingIsLeft() {
        Phones.noCallStays(node);
        Patience.until(
                "the end of all calls at /signal and of the user agent",
                Duration.ofSeconds(10),
                () ->
                        metric("jackfield_useragent_calls") == 0
                                && metric("jackfield_signal{what=\"calls\"}") == 0);
        assertThat(metric("jackfield_useragent_users")).isPositive();
    }

    private static double metric(String name) {
        String text = node.get("/metrics", "").body();
        Matcher line =
                Pattern.compile("^" + Pattern.quote(name) + " (\\S+)$", Pattern.MULTILINE)
                        .matcher(text);
        assertThat(line.find()).as(name + " in " + text).isTrue();
        return Double.parseDouble(line.group(1));
    }

    private static Baresip bob(String more) {
        return Phones.registered(folder, node, "bob", "udp", BOB_HZ, more);
    }

    @Test
    void aPageHearsItsEcho() {
        pages.call("alice1", "9999", "echo");
        pages.await("alice1", "call-answer");
        pages.awaitTone("alice1", ALICE_HZ);
        pages.say("alice1", "call-end");
    }

    @Test
    void aPageCallsAPhoneAndHangsUp() {
        try (Baresip bob = bob(";answermode=auto")) {
            pages.call("alice1", "bob", "c1");
            pages.await("alice1", "call-answer");
            bob.awaitTone(ALICE_HZ);
            pages.awaitTone("alice1", BOB_HZ);
            assertThat(CallReport.only(node).legs()).hasSize(2);
            Patience.until(
                    "a call of which nothing bad is said",
                    Duration.ofSeconds(20),
                    () -> CallReport.only(node).verdict().isEmpty(),
                    () -> CallReport.only(node).toString());
            pages.say("alice1", "call-end");
            bob.await("CALL_CLOSED");
        }
    }

    @Test
    void aChangedNetworkDoesNotEndTheCall() {
        try (Baresip bob = bob(";answermode=auto")) {
            pages.call("alice1", "bob", "c2");
            pages.await("alice1", "call-answer");
            pages.awaitTone("alice1", BOB_HZ);
            try (Wire toBob = Wire.to(folder, CallReport.only(node).peers().getLast())) {
                pages.restartIce("alice1");
                pages.await("alice1", "call-renegotiate-answer");
                toBob.awaitTone(ALICE_HZ);
            }
            pages.awaitTone("alice1", BOB_HZ);
            bob.hangUp();
            pages.await("alice1", "call-end");
        }
    }

    @Test
    void aPhoneCallsAPageAndHangsUp() {
        try (Baresip bob = bob("")) {
            bob.dial("sip:alice@" + node.address());
            pages.await("alice1", "call-offer");
            bob.await("CALL_RINGING");
            pages.answer("alice1");
            bob.await("CALL_ESTABLISHED");
            bob.awaitTone(ALICE_HZ);
            pages.awaitTone("alice1", BOB_HZ);
            try (Wire toBob = Wire.to(folder, CallReport.only(node).peers().getFirst())) {
                bob.hold();
                pages.await("alice1", "call-renegotiate");
                bob.resume();
                pages.await("alice1", "call-renegotiate");
                toBob.awaitTone(ALICE_HZ);
            }
            bob.hangUp();
            pages.await("alice1", "call-end");
        }
    }

    @Test
    void twoTabsAndADeskPhoneRingAndOneAnswers() {
        pages.signIn("bob1", "bob", node.demoPassword("bob"), TAB_HZ);
        pages.signIn("bob2", "bob", node.demoPassword("bob"), TAB_HZ);
        try (Baresip bob = bob("")) {
            pages.call("alice1", "bob", "c3");
            pages.await("bob1", "call-offer");
            pages.await("bob2", "call-offer");
            bob.await("CALL_INCOMING");
            bob.answer();
            pages.await("alice1", "call-answer");
            pages.await("bob1", "call-taken answered");
            pages.await("bob2", "call-taken answered");
            pages.awaitTone("alice1", BOB_HZ);
            bob.hangUp();
            pages.await("alice1", "call-end");
            bob.await("CALL_CLOSED");

            pages.call("alice1", "bob", "c4");
            pages.await("bob1", "call-offer");
            pages.await("bob2", "call-offer");
            bob.await("CALL_INCOMING");
            pages.answer("bob2");
            pages.await("alice1", "call-answer");
            pages.await("bob1", "call-taken answered");
            bob.await("CALL_CLOSED");
            assertThat(CallReport.ids(node)).as("a page took it").containsExactly("signal:c4");
            pages.say("bob2", "call-end");
            pages.await("alice1", "call-end");
        } finally {
            pages.leave("bob1");
            pages.leave("bob2");
        }
    }

    @Test
    void whyACallIsNotTakenIsSaid() {
        try (Baresip bob = bob("")) {
            pages.call("alice1", "bob", "c5");
            bob.await("CALL_INCOMING");
            bob.hangUp();
            pages.await("alice1", "call-busy busy 486");
            bob.await("CALL_CLOSED");

            pages.call("alice1", "5551234", "c6");
            pages.await("alice1", "call-unavailable unknown 404");

            bob.dial("sip:alice@" + node.address());
            pages.await("alice1", "call-offer");
            pages.say("alice1", "call-reject");
            assertThat(bob.await("CALL_CLOSED")).contains("603");
        }
    }
}
