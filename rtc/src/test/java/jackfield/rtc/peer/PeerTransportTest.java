package jackfield.rtc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.ice.IceMode;
import jackfield.rtc.ice.IceRole;
import jackfield.rtc.ice.IceState;
import jackfield.rtc.sdp.Fingerprint;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Dialogues between our transport and a browser's.
class PeerTransportTest {
    private static final byte[] RTP = {(byte) 0x80, 0, 0, 0};

    private final PeerNetwork network = new PeerNetwork();
    private final ScriptedDtls dtls = new ScriptedDtls("ours");
    private final ScriptedDtls browserDtls = new ScriptedDtls("the browser's");
    private final PeerNetwork.Party server =
            network.party("198.51.100.1:40000", IceMode.FULL, IceRole.CONTROLLED, dtls);
    private final PeerNetwork.Party browser =
            network.party("203.0.113.5:50000", IceMode.FULL, IceRole.CONTROLLING, browserDtls);

    private void connect(Dtls.Role ours) {
        server.learns(browser, ours);
        browser.learns(server, other(ours));
        assertThat(network.run(5, this::bothEstablished)).isTrue();
    }

    private boolean bothEstablished() {
        return server.transport.isEstablished() && browser.transport.isEstablished();
    }

    private static Dtls.Role other(Dtls.Role role) {
        return role == Dtls.Role.CLIENT ? Dtls.Role.SERVER : Dtls.Role.CLIENT;
    }

    @ParameterizedTest
    @EnumSource
    void icePassesTheHandshakeAndKeysComeOut(Dtls.Role ours) {
        connect(ours);
        assertThat(server.events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsSubsequence("Selected", "Connectivity")
                .contains("Established")
                .doesNotContain("Failed");
        assertThat(server.transport.selectedRemote()).isEqualTo(browser.socket);
        assertThat(dtls.opened).containsExactly(ours);
    }

    @Test
    void aLiteServerDoesItToo() {
        PeerNetwork.Party lite =
                network.party("198.51.100.2:1", IceMode.LITE, IceRole.CONTROLLED, dtls);
        lite.learns(browser, Dtls.Role.SERVER);
        browser.learns(lite, Dtls.Role.CLIENT);
        assertThat(network.run(5, lite.transport::isEstablished)).isTrue();
    }

    @Test
    void theClientSaysNothingBeforeThereIsAPath() {
        server.learns(browser, Dtls.Role.CLIENT);
        network.advance(20);
        assertThat(dtls.opened).isEmpty();
        assertThat(server.transport.dtlsState()).isEqualTo(DtlsState.NONE);
    }

    @ParameterizedTest
    @EnumSource
    void r15TheCalleeAnswersAfterAMinute(Dtls.Role ours) {
        server.learns(browser, ours); // the browser's offer; our answer waits for the callee
        network.advance(60);
        browser.learns(server, other(ours));
        assertThat(network.run(5, this::bothEstablished)).isTrue();
    }

    @Test
    void r15AClientHelloThatOvertakesTheAnswerIsKept() {
        browser.learns(server, Dtls.Role.SERVER); // so that only its checks go out by themselves
        network.run(1, () -> server.transport.ice().isHeard(browser.socket));
        browser.sends(browserDtls.hello(), server.socket);
        network.advance(1);
        assertThat(dtls.opened).as("whose certificate is it?").isEmpty();
        server.learns(browser, Dtls.Role.SERVER);
        assertThat(network.run(1, server.transport::isEstablished)).isTrue();
        assertThat(dtls.opened).containsExactly(Dtls.Role.SERVER);
    }

    @Test
    void aStrangersClientHelloOpensNothing() {
        PeerNetwork.Party stranger =
                network.party(
                        "192.0.2.66:6", IceMode.FULL, IceRole.CONTROLLING, new ScriptedDtls("x"));
        server.learns(browser, Dtls.Role.SERVER);
        for (int i = 0; i < 100; i++) {
            stranger.sends(browserDtls.hello(), server.socket);
            stranger.sends(RTP, server.socket);
        }
        network.advance(1);
        assertThat(dtls.opened).isEmpty();
        assertThat(server.transport.drops(PeerDrop.NOT_VALIDATED)).isEqualTo(200);
        browser.learns(server, Dtls.Role.CLIENT);
        assertThat(network.run(5, this::bothEstablished)).isTrue();
        assertThat(server.media).isEmpty();
    }

    @Test
    void r16TheFirst200MillisecondsBeforeTheKeysAreNotLost() {
        network.lost = bytes -> bytes[0] == ScriptedDtls.HELLO; // the handshake is held up
        server.learns(browser, Dtls.Role.SERVER);
        browser.learns(server, Dtls.Role.CLIENT);
        assertThat(network.run(2, () -> server.transport.selectedRemote() != null)).isTrue();
        for (int i = 0; i < 10; i++) {
            browser.sends(rtp(i), server.socket);
        }
        network.run(1, () -> false);
        assertThat(server.transport.isEstablished()).isFalse();
        assertThat(server.media).as("nothing is looked at without keys").isEmpty();
        network.lost = bytes -> false;
        browser.sends(browserDtls.hello(), server.socket);
        assertThat(network.run(1, server.transport::isEstablished)).isTrue();
        assertThat(server.media).hasSize(10);
        for (int i = 0; i < 10; i++) {
            assertThat(server.media.get(i)).isEqualTo(rtp(i));
        }
        int established = indexOf(PeerOutput.Established.class);
        assertThat(established).isLessThan(indexOf(PeerOutput.EarlyMedia.class));
        browser.sends(rtp(10), server.socket);
        network.advance(1);
        assertThat(server.media.getLast()).as("from now on at once").isEqualTo(rtp(10));
    }

    @Test
    void earlyMediaIsBounded() {
        network.lost = bytes -> bytes[0] == ScriptedDtls.HELLO;
        server.learns(browser, Dtls.Role.SERVER);
        browser.learns(server, Dtls.Role.CLIENT);
        network.run(2, () -> server.transport.selectedRemote() != null);
        for (int i = 0; i < 1_000; i++) {
            browser.sends(rtp(i), server.socket);
        }
        network.run(1, () -> server.transport.drops(PeerDrop.EARLY_OVERFLOW) == 1_000 - 64);
        network.lost = bytes -> false;
        browser.sends(browserDtls.hello(), server.socket);
        assertThat(network.run(1, server.transport::isEstablished)).isTrue();
        assertThat(server.media).hasSize(64);
        assertThat(server.media.getLast()).isEqualTo(rtp(999));
    }

    @Test
    void anotherCertificateThanTheSdpsIsRefused() {
        browser.fingerprints.clear();
        browser.fingerprints.add(new ScriptedDtls("someone else's").ours());
        server.learns(browser, Dtls.Role.SERVER);
        browser.learns(server, Dtls.Role.CLIENT);
        network.advance(3);
        assertThat(server.transport.dtlsState()).isEqualTo(DtlsState.FAILED);
        assertThat(server.has(PeerOutput.Established.class)).isFalse();
        assertThat(server.events)
                .contains(
                        new PeerOutput.Failed(
                                "the peer's certificate is not the one in its a=fingerprint"));
    }

    @Test
    void ofSeveralFingerprintsTheStrongKindCountsAndOneOfThemIsEnough() {
        byte[] certificate = {1, 2, 3};
        Fingerprint right = Fingerprint.sha256(certificate);
        Fingerprint wrong = Fingerprint.sha256(new byte[] {4});
        Fingerprint weak =
                Fingerprint.parse(
                                "sha-1 70:37:80:71:98:C2:2A:7D:2B:08:07:37:1D:76:37:79:A8:4F:DF:CF")
                        .orThrow();
        assertThat(weak.matches(certificate)).isTrue();
        assertThat(vouches(certificate, wrong, right)).isTrue();
        assertThat(vouches(certificate, weak)).isTrue();
        assertThat(vouches(certificate, weak, wrong)).isFalse();
    }

    @Test
    void anIceRestartKeepsTheAssociation() {
        connect(Dtls.Role.CLIENT);
        server.restartIce(IceRole.CONTROLLED);
        browser.restartIce(IceRole.CONTROLLING);
        server.learns(browser, Dtls.Role.CLIENT);
        assertThat(bothEstablished()).isTrue();
        assertThat(server.transport.selectedRemote()).as("the old path").isNotNull();
        browser.learns(server, Dtls.Role.SERVER);
        network.advance(60);
        assertThat(bothEstablished()).isTrue();
        assertThat(dtls.opened).hasSize(1);
        assertThat(server.has(PeerOutput.Rekeying.class)).isFalse();
    }

    @Test
    void aNewCertificateMeansANewHandshake() {
        connect(Dtls.Role.CLIENT);
        browser.fingerprints.clear();
        browser.fingerprints.add(new ScriptedDtls("new").ours());
        server.learns(browser, Dtls.Role.CLIENT);
        assertThat(server.transport.isEstablished()).isFalse();
        assertThat(server.has(PeerOutput.Rekeying.class)).isTrue();
        assertThat(dtls.opened).containsExactly(Dtls.Role.CLIENT, Dtls.Role.CLIENT);
        // What the first association still says is not listened to.
        server.transport.receive(new DtlsEvent.Failed(1, "late"), network.now, server.events::add);
        assertThat(server.transport.dtlsState()).isEqualTo(DtlsState.HANDSHAKE);
    }

    @Test
    void lostConsentIsToldAndEndsNothing() {
        connect(Dtls.Role.SERVER);
        network.lost = bytes -> true;
        network.advance(40);
        assertThat(server.has(PeerOutput.ConsentLost.class)).isTrue();
        assertThat(server.transport.selectedRemote()).isNull();
        assertThat(server.transport.isEstablished()).as("the keys stay good").isTrue();
        network.lost = bytes -> false;
        server.restartIce(IceRole.CONTROLLED);
        browser.restartIce(IceRole.CONTROLLING);
        server.learns(browser, Dtls.Role.SERVER);
        browser.learns(server, Dtls.Role.CLIENT);
        assertThat(network.run(3, () -> server.transport.selectedRemote() != null)).isTrue();
        assertThat(bothEstablished()).isTrue();
    }

    @Test
    void closingSaysSoToThePeer() {
        connect(Dtls.Role.CLIENT);
        browser.close();
        network.advance(1);
        assertThat(server.events).contains(new PeerOutput.Closed());
        assertThat(server.transport.dtlsState()).isEqualTo(DtlsState.CLOSED);
        assertThat(browser.events).contains(new PeerOutput.Connectivity(IceState.CLOSED));
    }

    @Test
    void whatIsNoneOfItIsCounted() {
        server.learns(browser, Dtls.Role.SERVER);
        for (byte[] junk : List.of(new byte[] {0, 1, 2}, new byte[] {9}, new byte[] {17, 0})) {
            browser.sends(junk, server.socket);
        }
        network.advance(1);
        assertThat(server.transport.drops(PeerDrop.MALFORMED_STUN)).isEqualTo(1);
        assertThat(server.transport.drops(PeerDrop.UNKNOWN_KIND)).isEqualTo(2);
    }

    private static boolean vouches(byte[] certificate, Fingerprint... fingerprints) {
        return new PeerDescription(
                        jackfield.rtc.ice.IceCredentials.random(new java.util.Random(1)),
                        false,
                        List.of(fingerprints),
                        Dtls.Role.CLIENT,
                        null)
                .vouchesFor(certificate);
    }

    private int indexOf(Class<? extends PeerOutput> kind) {
        for (int i = 0; i < server.events.size(); i++) {
            if (kind.isInstance(server.events.get(i))) {
                return i;
            }
        }
        throw new AssertionError(kind + " in " + server.events);
    }

    private static byte[] rtp(int sequence) {
        return new byte[] {(byte) 0x80, 0, (byte) (sequence >> 8), (byte) sequence};
    }
}
