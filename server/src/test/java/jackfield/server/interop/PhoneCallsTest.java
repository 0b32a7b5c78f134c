package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackfield.testkit.peers.Baresip;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// SIP phones call each other and the echo test, over each transport, and hear each other.
@Tag("interop")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class PhoneCallsTest {
    private static final int ALICE_HZ = 600;
    private static final int BOB_HZ = 1100;

    @TempDir static Path folder;
    private static Node node;

    @BeforeAll
    static void start() {
        node = Node.start(folder, Addresses.next(), Map.of());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource({
        "udp,udp", "udp,tcp", "udp,tls", "tcp,udp", "tcp,tcp", "tcp,tls", "tls,udp", "tls,tcp",
        "tls,tls"
    })
    void twoPhonesHearEachOther(String callers, String callees) {
        try (Baresip alice = Phones.registered(folder, node, "alice", callers, ALICE_HZ, "");
                Baresip bob =
                        Phones.registered(
                                folder, node, "bob", callees, BOB_HZ, ";answermode=auto")) {
            alice.dial("sip:bob@" + node.address() + ";transport=" + callers);
            alice.await("CALL_ESTABLISHED");
            alice.awaitTone(BOB_HZ);
            bob.awaitTone(ALICE_HZ);
            CallReport call = CallReport.only(node);
            assertThat(call.legs()).hasSize(2);
            assertThat(call.verdict()).isEmpty();
            alice.hangUp();
            bob.await("CALL_CLOSED");
        }
        awaitNoCalls();
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp", "tls"})
    void theEchoTestRepeatsWhatItHears(String transport) {
        try (Baresip alice = Phones.registered(folder, node, "alice", transport, ALICE_HZ, "")) {
            alice.dial("sip:9999@" + node.address() + ";transport=" + transport);
            alice.await("CALL_ESTABLISHED");
            alice.awaitTone(ALICE_HZ);
            CallReport call = CallReport.only(node);
            assertThat(call.callee()).contains("9999");
            assertThat(call.verdict()).isEmpty();
            alice.hangUp();
            alice.await("CALL_CLOSED");
        }
        awaitNoCalls();
    }

    @Test
    void thePhoneThatIsCalledCanHangUp() {
        try (Baresip alice = Phones.registered(folder, node, "alice", "udp", ALICE_HZ, "");
                Baresip bob =
                        Phones.registered(folder, node, "bob", "udp", BOB_HZ, ";answermode=auto")) {
            alice.dial("sip:bob@" + node.address());
            alice.await("CALL_ESTABLISHED");
            bob.awaitTone(ALICE_HZ);
            bob.hangUp();
            alice.await("CALL_CLOSED");
            bob.await("CALL_CLOSED");
        }
        awaitNoCalls();
    }

    @Test
    void holdingAndResumingBringsTheSoundBack() {
        try (Baresip alice = Phones.registered(folder, node, "alice", "udp", ALICE_HZ, "");
                Baresip bob =
                        Phones.registered(folder, node, "bob", "udp", BOB_HZ, ";answermode=auto")) {
            alice.dial("sip:bob@" + node.address());
            alice.await("CALL_ESTABLISHED");
            bob.awaitTone(ALICE_HZ);
            List<InetSocketAddress> phones = CallReport.only(node).peers();
            try (Wire toAlice = Wire.to(folder, phones.getFirst());
                    Wire toBob = Wire.to(folder, phones.getLast())) {
                alice.hold();
                Patience.listen(Duration.ofSeconds(2));
                alice.resume();
                toBob.awaitTone(ALICE_HZ);
                toAlice.awaitTone(BOB_HZ);
                toBob.assertOneStream();
                toAlice.assertOneStream();
            }
            alice.hangUp();
            bob.await("CALL_CLOSED");
        }
        awaitNoCalls();
    }

    @ParameterizedTest
    @CsvSource({
        "udp, ;mediaenc=srtp-mand, udp, ''",
        "udp, '', udp, ;mediaenc=srtp-mand",
        "udp, ;mediaenc=srtp-mand, udp, ;mediaenc=srtp-mand",
        "tls, ;mediaenc=srtp-mand, udp, ''",
        "tcp, '', tls, ;mediaenc=srtp-mand",
        "udp, ;mediaenc=srtp, udp, ;mediaenc=srtp"
    })
    void encryptedAndPlainPhonesHearEachOther(
            String callers, String callersMedia, String callees, String calleesMedia) {
        // The first call of each pair too, see docs/adr/0142: what was learnt of bob before is of
        // another address.
        String answers = ";answermode=auto" + calleesMedia;
        try (Baresip alice =
                        Phones.registered(folder, node, "alice", callers, ALICE_HZ, callersMedia);
                Baresip bob = Phones.registered(folder, node, "bob", callees, BOB_HZ, answers)) {
            String uri = "sip:bob@" + node.address() + ";transport=" + callers;
            alice.dial(uri);
            alice.await("CALL_ESTABLISHED");
            alice.awaitTone(BOB_HZ);
            bob.awaitTone(ALICE_HZ);
            alice.hangUp();
            bob.await("CALL_CLOSED");
        }
        awaitNoCalls();
    }

    @Test
    void theEchoTestSpeaksSrtp() {
        try (Baresip alice =
                Phones.registered(folder, node, "alice", "tls", ALICE_HZ, ";mediaenc=srtp-mand")) {
            alice.dial("sip:9999@" + node.address() + ";transport=tls");
            alice.await("CALL_ESTABLISHED");
            alice.awaitTone(ALICE_HZ);
            alice.hangUp();
            alice.await("CALL_CLOSED");
        }
        awaitNoCalls();
    }

    /// baresip 1.0 reads the root but checks no chain; a client that does is below.
    @Test
    void aPhoneMayHaveOurRoot() {
        try (Baresip alice =
                Phones.registered(
                        folder,
                        node,
                        "alice",
                        "tls",
                        ALICE_HZ,
                        "",
                        Map.of("sip_cafile", root().toString()))) {
            alice.dial("sip:9999@" + node.address() + ";transport=tls");
            alice.await("CALL_ESTABLISHED");
            alice.awaitTone(ALICE_HZ);
            alice.hangUp();
            alice.await("CALL_CLOSED");
        }
        awaitNoCalls();
    }

    private static Path root() {
        return node.data().resolve("tls").resolve("ca.crt");
    }

    /// With our root alone, chain and name hold; without it they do not.
    @Test
    void theCertificateStandsAStrictCheck() throws IOException, GeneralSecurityException {
        KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
        roots.load(null, null);
        try (InputStream in = Files.newInputStream(root())) {
            roots.setCertificateEntry(
                    "root", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(roots);
        SSLContext ours = SSLContext.getInstance("TLS");
        ours.init(null, trust.getTrustManagers(), null);
        try (SSLSocket socket = connected(ours)) {
            socket.startHandshake();
            assertThat(socket.getSession().isValid()).isTrue();
        }
        try (SSLSocket socket = connected(SSLContext.getDefault())) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    private static SSLSocket connected(SSLContext context) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(node.address(), 5061);
        SSLParameters strict = socket.getSSLParameters();
        strict.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(strict);
        return socket;
    }

    @Test
    void whoIsNotThereIsSaidToBeOffline() {
        try (Baresip alice = Phones.registered(folder, node, "alice", "udp", ALICE_HZ, "")) {
            alice.dial("sip:bob@" + node.address());
            assertThat(alice.await("CALL_CLOSED")).contains("480");
            alice.dial("sip:nobody@" + node.address());
            assertThat(alice.await("CALL_CLOSED")).contains("404");
        }
    }

    private static void awaitNoCalls() {
        Phones.noCallStays(node);
    }
}
