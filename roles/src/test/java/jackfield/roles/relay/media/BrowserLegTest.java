package jackfield.roles.relay.media;

import static jackfield.roles.relay.media.Shard.MILLI;
import static jackfield.roles.relay.media.Shard.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.rtc.dtls.Dtls;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A browser and a phone, from the first check to the last packet.
class BrowserLegTest {
    private static final PayloadMap PCMA = PayloadMap.NONE.with(8, 8, 8000);
    private static final Endpoint MALLORY = Endpoint.parse("198.18.0.66:666");

    private final PairedDtls dtls = new PairedDtls("relay");
    private final Shard shard = new Shard(dtls);
    private final Phone bob = new Phone(shard, 2, 10_002, "203.0.113.2:5000", 8);
    private final Browser alice = new Browser(shard, 1, "192.0.2.1:50000", dtls);

    @BeforeEach
    void theSharedSocketIsOpen() {
        shard.open(Browser.RELAY);
    }

    /// R17: no candidate ever comes from the browser; its checks show where it is.
    @Test
    void mediaFlowsBothWaysWithoutOneCandidate() {
        connect();
        alice.begins(Dtls.Role.CLIENT);
        alice.passes(2 * SECOND);

        assertThat(shard.events)
                .contains(new MediaEvent.Selected(7, 1, alice.address))
                .anyMatch(event ->
                        event instanceof MediaEvent.DtlsEstablished(long leg, _) && leg == 1);
        for (int i = 0; i < 50; i++) {
            alice.speaks();
            assertThat(bob.hears().sequence()).isEqualTo(i);
            bob.speaks();
            alice.settle();
            assertThat(alice.heard).hasSize(i + 1);
        }
        LegSnapshot leg = shard.snapshot(1);
        assertThat(leg.ice()).isEqualTo("connected");
        assertThat(leg.dtls()).isEqualTo("established");
        assertThat(leg.drops()).isEmpty();
        assertThat(leg.verdict().words()).isEmpty();
    }

    @Test
    void weMayBeTheClient() {
        shard.handle.install(alice.plan(7, PCMA, Dtls.Role.CLIENT, List.of()));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA));
        shard.handle.patch(1, 2);
        alice.begins(Dtls.Role.SERVER);
        alice.passes(2 * SECOND);
        alice.speaks();
        bob.hears();
    }

    /// R15: the callee takes a minute; the browser's checks find an agent that had given up.
    @Test
    void theAnswerMayTakeAMinute() {
        connect();
        alice.passes(65 * SECOND);
        assertThat(shard.snapshot(1).dtls()).isEqualTo("none");

        alice.begins(Dtls.Role.CLIENT);
        alice.passes(3 * SECOND);

        alice.speaks();
        bob.hears();
    }

    /// R15: the browser answers our offer with a ClientHello before its SDP reaches us.
    @Test
    void aClientHelloThatOvertakesTheAnswerIsKept() {
        shard.handle.install(alice.early(7, PCMA));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA));
        shard.handle.patch(1, 2);
        alice.begins(Dtls.Role.CLIENT);
        alice.passes(500 * MILLI);
        assertThat(shard.snapshot(1).dtls()).isEqualTo("none");

        shard.handle.update(alice.plan(7, PCMA));
        alice.passes(3 * SECOND);

        assertThat(shard.snapshot(1).dtls()).isEqualTo("established");
        alice.speaks();
        bob.hears();
    }

    /// R16: before there are keys nothing is sent to the browser.
    @Test
    void noRtpGoesToABrowserBeforeThereAreKeys() {
        shard.handle.install(alice.early(7, PCMA));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA));
        shard.handle.patch(1, 2);
        bob.speaks();
        alice.begins(Dtls.Role.CLIENT);
        alice.passes(500 * MILLI);
        bob.speaks();
        bob.reports(1, bob.address.withPort(5001));
        alice.settle();

        assertThat(alice.heard).isEmpty();
        assertThat(alice.unopened).isZero();
        assertThat(shard.drops(1, "out-no-address") + shard.drops(1, "out-no-keys")).isEqualTo(3);

        shard.handle.update(alice.plan(7, PCMA));
        alice.passes(3 * SECOND);
        bob.speaks();
        alice.settle();
        assertThat(alice.heard).hasSize(1);
    }

    /// R16: the browser has its keys a moment before we have ours; its first words are kept.
    @Test
    void theFirstWordsAreNotLost() {
        connect();
        alice.begins(Dtls.Role.CLIENT);
        List<Runnable> held = holdOurHandshake();
        for (int i = 0; i < 10; i++) {
            shard.arrives(Browser.SOCKET, alice.voice.packet(8), alice.address);
            shard.now += 20 * MILLI;
        }
        assertThat(bobHeard()).isZero();

        held.forEach(Runnable::run);
        alice.settle();

        assertThat(bobHeard()).isEqualTo(10);
        assertThat(bob.hears().sequence()).isZero();
    }

    /// R10: a browser and a phone send comfort noise that nobody agreed to. It is counted; neither
    /// the keys nor the voices notice, and it is told to nobody packet by packet.
    @Test
    void comfortNoiseThatNobodyAgreedToHarmsNothing() {
        connected();
        alice.speaks();
        bob.hears();
        bob.speaks();
        alice.settle();
        List<MediaEvent> before = List.copyOf(shard.events);
        for (int i = 0; i < 500; i++) {
            shard.arrives(Browser.SOCKET, alice.voice.packet(13), alice.address);
            bob.arrivesRtp(bob.packet(13), bob.address);
            alice.passes(20 * MILLI);
        }

        assertThat(bobHeard()).isZero();
        assertThat(alice.heard).hasSize(1);
        assertThat(shard.drops(1, "payload-type")).isEqualTo(500);
        assertThat(shard.drops(2, "payload-type")).isEqualTo(500);
        assertThat(shard.events).isEqualTo(before);
        assertThat(shard.snapshot(1).dtls()).isEqualTo("established");
        alice.speaks();
        bob.hears();
        bob.speaks();
        alice.settle();
        assertThat(alice.heard).hasSize(2);
    }

    @Test
    void aWrongCertificateGetsNoMedia() {
        LegPlan plan = alice.plan(7, PCMA);
        LegPlan.Browser right = (LegPlan.Browser) plan.transport();
        var wrong = new LegPlan.DtlsTerms(Dtls.Role.SERVER, List.of(Browser.other().toString()));
        shard.handle.install(
                new LegPlan(
                        1,
                        7,
                        new LegPlan.Browser(Browser.SOCKET, right.ice(), wrong),
                        PCMA,
                        true,
                        false));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA));
        shard.handle.patch(1, 2);
        alice.begins(Dtls.Role.CLIENT);
        alice.passes(2 * SECOND);

        assertThat(shard.events)
                .anyMatch(event ->
                        event instanceof MediaEvent.DtlsFailed(long leg, String why)
                                && leg == 1
                                && why.contains("certificate"));
        assertThat(shard.snapshot(1).verdict().words()).contains("certificate");
        bob.speaks();
        alice.settle();
        assertThat(alice.heard).isEmpty();
    }

    @Test
    void strangersOnTheSharedSocketReachNoLeg() {
        connected();
        alice.speaksFrom(MALLORY);
        shard.arrives(Browser.SOCKET, new byte[] {22, 1, 2, 3}, MALLORY);
        shard.arrives(Browser.SOCKET, new byte[] {0, 1, 0, 0}, MALLORY);
        shard.arrives(
                Browser.SOCKET, new byte[] {(byte) 0x80, (byte) 200, 0, 1, 0, 0, 0, 1}, MALLORY);

        assertThat(shard.sent).isEmpty();
        assertThat(shard.core.drops())
                .containsEntry("unknown-source", 3L)
                .containsEntry("bad-stun", 1L);
    }

    @Test
    void aForgedCheckOpensNoFlow() {
        connected();
        Browser liar = new Browser(shard, 9, "198.18.0.66:666", dtls);
        liar.relayCredentials =
                new jackfield.rtc.ice.IceCredentials(
                        alice.relayCredentials.ufrag(), "x".repeat(24));
        liar.begins(Dtls.Role.CLIENT);
        liar.passes(2 * SECOND);

        alice.speaksFrom(MALLORY);

        assertThat(shard.sent).isEmpty();
        assertThat(shard.snapshot(1).remote()).isEqualTo(alice.address);
        assertThat(shard.core.drops().get("unknown-source")).isPositive();
    }

    /// R19: another network, an ICE restart, and the same keys go on.
    @Test
    void theBrowserMayMoveToAnotherAddress() {
        connected();
        alice.speaks();
        bob.hears();
        alice.address = Endpoint.parse("192.0.2.200:60000");
        alice.restarts();
        shard.handle.update(alice.plan(7, PCMA));
        alice.begins(Dtls.Role.CLIENT);
        alice.passes(3 * SECOND);

        assertThat(shard.snapshot(1).remote()).isEqualTo(alice.address);
        bob.speaks();
        alice.settle();
        assertThat(alice.heard).hasSize(1);
        alice.speaks();
        assertThat(bob.hears().sequence()).isEqualTo(1);
        assertThat(shard.snapshot(1).drops()).isEmpty();
    }

    @Test
    void whenConsentIsLostNothingIsSent() {
        connected();
        alice.silent = true;
        alice.passes(35 * SECOND);

        assertThat(shard.events).contains(new MediaEvent.ConsentLost(7, 1));
        shard.sent.clear();
        bob.speaks();
        assertThat(shard.sent).isEmpty();
        assertThat(shard.drops(1, "out-no-address")).isEqualTo(1);
    }

    @Test
    void twoBrowsersShareTheSocket() {
        Browser carol = new Browser(shard, 3, "192.0.2.3:51000", dtls);
        shard.handle.install(alice.plan(7, PCMA));
        shard.handle.install(carol.plan(7, PCMA));
        shard.handle.patch(1, 3);
        alice.begins(Dtls.Role.CLIENT);
        carol.begins(Dtls.Role.CLIENT);
        for (int i = 0; i < 50; i++) {
            alice.passes(20 * MILLI);
            carol.passes(20 * MILLI);
        }
        alice.speaks();
        carol.settle();
        carol.speaks();
        alice.settle();

        assertThat(carol.heard).hasSize(1);
        assertThat(alice.heard).hasSize(1);
    }

    @Test
    void aRemovedLegLeavesNothingBehind() {
        connected();
        shard.handle.remove(1);
        shard.settle();
        shard.passes(SECOND);

        alice.speaks();
        assertThat(shard.core.drops()).containsEntry("unknown-source", 1L);
        assertThat(shard.core.deadline()).isGreaterThan(shard.now + 30 * SECOND);
        shard.handle.remove(2);
        shard.settle();
        assertThat(shard.core.deadline()).isEqualTo(jackfield.base.Deadlines.NEVER);
    }

    private void connect() {
        shard.handle.install(alice.plan(7, PCMA));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA));
        shard.handle.patch(1, 2);
        shard.settle();
    }

    private void connected() {
        connect();
        alice.begins(Dtls.Role.CLIENT);
        alice.passes(2 * SECOND);
        assertThat(shard.snapshot(1).dtls()).isEqualTo("established");
    }

    /// Lets the browser finish its handshake, and keeps back what our own DTLS says of its end.
    private List<Runnable> holdOurHandshake() {
        List<Runnable> held = new ArrayList<>();
        dtls.held = held;
        while (held.isEmpty()) {
            alice.passes(20 * MILLI);
        }
        return held;
    }

    private long bobHeard() {
        return shard.sent.stream().filter(d -> d.to().equals(bob.address)).count();
    }
}
