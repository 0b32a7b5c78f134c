package jackfield.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackfield.server.config.DataFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalAuthorityTest {
    private static final Instant NOW = Instant.now();
    private static final List<String> NAMES = List.of("localhost", "desk.example");
    private static final List<InetAddress> ADDRESSES =
            List.of(
                    InetAddress.ofLiteral("127.0.0.1"),
                    InetAddress.ofLiteral("::1"),
                    InetAddress.ofLiteral("192.0.2.7"));

    @TempDir Path folder;

    @Test
    void theChainIsValidAndNamesEverything() throws Exception {
        Identity identity = identity(NAMES, ADDRESSES, NOW);
        PKIXParameters parameters =
                new PKIXParameters(Set.of(new TrustAnchor(identity.chain().getLast(), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(NOW));
        CertPathValidator.getInstance("PKIX")
                .validate(
                        CertificateFactory.getInstance("X.509")
                                .generateCertPath(List.of(identity.certificate())),
                        parameters);
        assertThat(identity.certificate().getSubjectAlternativeNames())
                .extracting(name -> name.get(1).toString())
                .containsExactlyInAnyOrder(
                        "localhost", "desk.example", "127.0.0.1", "192.0.2.7", "0:0:0:0:0:0:0:1");
        assertThat(identity.certificate().getBasicConstraints()).isEqualTo(-1);
        assertThat(identity.chain().getLast().getBasicConstraints()).isZero();
        assertThat(Duration.between(NOW, identity.chain().getLast().getNotAfter().toInstant()))
                .isGreaterThan(Duration.ofDays(3650));
        assertThat(identity.rootPem()).startsWith("-----BEGIN CERTIFICATE-----\n");
    }

    /// A client that trusts the root alone and checks the host name finishes a handshake.
    @Test
    void aTlsClientThatTrustsTheRootAcceptsTheServer() throws Exception {
        Identity identity = identity(NAMES, ADDRESSES, NOW);
        for (String host : List.of("localhost", "127.0.0.1")) {
            SSLEngine client = context(identity, false).createSSLEngine(host, 8443);
            client.setUseClientMode(true);
            SSLParameters check = client.getSSLParameters();
            check.setEndpointIdentificationAlgorithm("HTTPS");
            client.setSSLParameters(check);
            SSLEngine other = context(identity, true).createSSLEngine();
            other.setUseClientMode(false);
            Handshake.run(client, other);
            assertThat(client.getSession().isValid()).isTrue();
            assertThat(client.getSession().getPeerCertificates()[0])
                    .isEqualTo(identity.certificate());
        }
    }

    @Test
    void aRestartKeepsTheCertificate() throws Exception {
        Identity first = identity(NAMES, ADDRESSES, NOW);
        Identity again = identity(NAMES, ADDRESSES, NOW.plus(Duration.ofDays(300)));
        assertThat(again.chain()).isEqualTo(first.chain());
        assertThat(again.key()).isEqualTo(first.key());
        Identity fewer = identity(List.of("localhost"), ADDRESSES.subList(0, 1), NOW);
        assertThat(fewer.chain()).as("what it names is enough").isEqualTo(first.chain());
    }

    @Test
    void itIsRenewedNearItsEndAndTheRootStays() throws Exception {
        Identity first = identity(NAMES, ADDRESSES, NOW);
        Identity later = identity(NAMES, ADDRESSES, NOW.plus(Duration.ofDays(380)));
        assertThat(later.certificate()).isNotEqualTo(first.certificate());
        assertThat(later.chain().getLast()).isEqualTo(first.chain().getLast());
    }

    @Test
    void itIsRenewedWhenAnAddressIsNew() throws Exception {
        Identity first = identity(NAMES, ADDRESSES.subList(0, 2), NOW);
        Identity later = identity(NAMES, ADDRESSES, NOW);
        assertThat(later.certificate()).isNotEqualTo(first.certificate());
        assertThat(later.chain().getLast()).isEqualTo(first.chain().getLast());
    }

    @Test
    void onlyTheOwnerCanReadTheKeys() throws Exception {
        identity(NAMES, ADDRESSES, NOW);
        try (Stream<Path> files = Files.list(folder.resolve("tls"))) {
            assertThat(files)
                    .hasSize(4)
                    .allSatisfy(file ->
                            assertThat(
                                            PosixFilePermissions.toString(
                                                    Files.getPosixFilePermissions(file)))
                                    .isEqualTo("rw-------"));
        }
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("tls"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aDamagedFileIsNamedWithItsCure() throws Exception {
        identity(NAMES, ADDRESSES, NOW);
        Files.writeString(folder.resolve("tls/ca.key"), "-----BEGIN PRIVATE KEY-----\n!!\n");
        assertThatThrownBy(() -> identity(NAMES, ADDRESSES, NOW))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tls")
                .hasMessageContaining("delete that folder");
    }

    @Test
    void secretsAreMadeOnceAndStaySecret() throws Exception {
        DataFolder data = new DataFolder(folder);
        Secrets first = Secrets.of(data, new SecureRandom());
        Secrets again = Secrets.of(data, new SecureRandom());
        assertThat(first.nodeKey()).hasSize(32).isEqualTo(again.nodeKey());
        assertThat(again.isAdminToken(first.adminToken())).isTrue();
        assertThat(again.isAdminToken("")).isFalse();
        assertThat(again.isAdminToken(first.adminToken().substring(1))).isFalse();
        assertThat(first.toString()).doesNotContain(first.adminToken());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.adminToken())))
                .isEqualTo("rw-------");
        Files.writeString(data.nodeKey(), "short");
        assertThatThrownBy(() -> Secrets.of(data, new SecureRandom()))
                .hasMessageContaining("node.key is damaged");
    }

    private Identity identity(List<String> names, List<InetAddress> addresses, Instant now)
            throws IOException {
        return new LocalAuthority(folder.resolve("tls"), new SecureRandom())
                .identity(names, addresses, now);
    }

    private static SSLContext context(Identity identity, boolean server) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        SSLContext context = SSLContext.getInstance("TLS");
        if (server) {
            store.setKeyEntry(
                    "server",
                    identity.key(),
                    new char[0],
                    identity.chain().toArray(new java.security.cert.Certificate[0]));
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, new char[0]);
            context.init(keys.getKeyManagers(), null, null);
        } else {
            store.setCertificateEntry("root", identity.chain().getLast());
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            context.init(null, trust.getTrustManagers(), null);
        }
        return context;
    }

    /// Carries the records of two engines to each other until both are through.
    private static final class Handshake {
        static void run(SSLEngine client, SSLEngine server) throws Exception {
            var toServer = java.nio.ByteBuffer.allocate(1 << 17);
            var toClient = java.nio.ByteBuffer.allocate(1 << 17);
            for (int turn = 0; turn < 50; turn++) {
                step(client, toClient, toServer);
                step(server, toServer, toClient);
                if (done(client) && done(server)) {
                    return;
                }
            }
            throw new AssertionError("no end of the handshake");
        }

        private static boolean done(SSLEngine engine) {
            return engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING;
        }

        private static void step(SSLEngine engine, java.nio.ByteBuffer in, java.nio.ByteBuffer out)
                throws Exception {
            if (engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING
                    && engine.getSession().getCipherSuite().contains("NULL")) {
                engine.beginHandshake();
            }
            var sink = java.nio.ByteBuffer.allocate(1 << 17);
            for (int i = 0; i < 20; i++) {
                switch (engine.getHandshakeStatus()) {
                    case NEED_TASK -> engine.getDelegatedTask().run();
                    case NEED_WRAP -> engine.wrap(java.nio.ByteBuffer.allocate(0), out);
                    default -> {
                        in.flip();
                        boolean more = in.hasRemaining();
                        if (more) {
                            engine.unwrap(in, sink);
                        }
                        in.compact();
                        if (!more) {
                            return;
                        }
                    }
                }
            }
        }
    }
}
