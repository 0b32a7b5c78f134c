package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Baresip;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.PhonePage;
import jackfield.testkit.peers.PushService;
import jackfield.testkit.peers.SleepyPhone;
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

/// A Firefox whose tab of the phone is closed: a SIP call wakes it by a push message, through a
/// push service as Mozilla's, and the browser itself decrypts what we encrypted.
@Tag("interop")
@Timeout(value = 150, unit = TimeUnit.SECONDS)
class WebPushTest {
    private static final int ALICE_HZ = 700;
    private static final int BOB_HZ = 1300;

    @TempDir static Path folder;
    private static PushService service;
    private static Node node;
    private static SleepyPhone bob;

    @BeforeAll
    static void start() {
        service = PushService.at(Addresses.next());
        node = Node.start(folder, Addresses.next(), Map.of("push.services", service.origin()));
        bob = SleepyPhone.start(folder, node.page(), BOB_HZ, node.authority(), service);
        PhonePage page = bob.opens();
        page.signIn("bob", node.demoPassword("bob"));
        page.click("#tab-settings");
        page.click("#push");
        page.awaitText("#push-test", "test");
        sleeps();
    }

    @AfterAll
    static void stop() {
        bob.close();
        node.close();
        service.close();
    }

    private static void sleeps() {
        bob.closesTab();
        Patience.until(
                "that bob's page is gone",
                Duration.ofSeconds(15),
                () -> !node.api("/api/registrations?user=bob").contains("\"parked\":false"),
                () -> node.api("/api/registrations?user=bob"));
    }

    @Test
    void aCallShowsANotificationAndTheOpenedPageAnswersIt() {
        int before = service.sent().size();
        try (Baresip alice = Phones.registered(folder, node, "alice", "udp", ALICE_HZ, "")) {
            alice.dial("sip:bob@" + node.address());
            alice.await("CALL_RINGING");
            service.awaitSent(before + 1);
            Map<String, Object> shown = bob.awaitNotification("alice is calling");
            assertThat(String.valueOf(shown.get("body"))).isEqualTo("Incoming call");
            bob.clicks("alice is calling", "answer");
            PhonePage page = bob.awaitOpened();
            page.awaitConnected();
            alice.await("CALL_ESTABLISHED");
            alice.awaitTone(BOB_HZ);
            alice.hangUp();
            page.awaitView("dial");
            sleeps();
        }
    }

    @Test
    void aCallThatNobodyTakesIsMissed() {
        try (Baresip alice = Phones.registered(folder, node, "alice", "udp", ALICE_HZ, "")) {
            alice.dial("sip:bob@" + node.address());
            alice.await("CALL_RINGING");
            bob.awaitNotification("alice is calling");
            alice.hangUp();
            bob.awaitNotification("Missed call from alice");
            assertThat(bob.notifications().toString()).doesNotContain("is calling");
        }
    }

    @Test
    void aCallIsDeclinedFromTheNotification() {
        try (Baresip alice = Phones.registered(folder, node, "alice", "udp", ALICE_HZ, "")) {
            alice.dial("sip:bob@" + node.address());
            alice.await("CALL_RINGING");
            bob.awaitNotification("alice is calling");
            bob.clicks("alice is calling", "decline");
            alice.await("CALL_CLOSED");
            assertThat(alice.output()).contains("603 Decline");
        }
    }
}
