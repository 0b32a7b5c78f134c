package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.certificates.Issued;
import jackfield.testkit.certificates.TestAuthority;
import jackfield.testkit.certificates.Wanted;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Pebble;
import jackfield.testkit.peers.Program;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The node's certificates as its peers see them: openssl, Java's TLS, and pebble as authority.
@Tag("interop")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class TlsTest {
    private static final int HTTPS = 8443;
    private static final int SIPS = 5061;

    private final TestAuthority authority = TestAuthority.make("authority");

    @TempDir Path folder;

    private Map<String, String> files() {
        return Map.of(
                "domain", "example.org",
                "tls.certificate", folder.resolve("us.crt").toString(),
                "tls.key", folder.resolve("us.key").toString());
    }

    private SSLSocket dial(Node node, int port, String name, @Nullable Issued own)
            throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        authority
                                .context(own)
                                .getSocketFactory()
                                .createSocket(node.address(), port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return socket;
    }

    private static X509Certificate shown(SSLSocket socket) throws IOException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    private X509Certificate shown(Node node, int port, String name) throws IOException {
        try (SSLSocket socket = dial(node, port, name, null)) {
            return shown(socket);
        }
    }

    /// Asks by SIP and gives the first line of the answer.
    private static String options(SSLSocket socket, Node node, int cseq) throws IOException {
        return options(socket, node, "", cseq);
    }

    private static String options(SSLSocket socket, Node node, String user, int cseq)
            throws IOException {
        String request =
                """
                OPTIONS sip:%4$s%1$s SIP/2.0
                Via: SIP/2.0/TLS 192.0.2.9;branch=z9hG4bK%2$d
                Max-Forwards: 70
                From: <sip:test@192.0.2.9>;tag=a
                To: <sip:%1$s>
                Call-ID: tls-%3$d
                CSeq: %2$d OPTIONS
                Content-Length: 0

                """
                        .formatted(node.address(), cseq, socket.getLocalPort(), user)
                        .replace("\n", "\r\n");
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                return "closed";
            }
            answer.append((char) next);
        }
        return answer.substring(0, answer.indexOf("\r\n"));
    }

    private HttpResponse<String> reload(Node node) throws IOException {
        return node.post("/api/tls/reload");
    }

    @Test
    void aRenewedFileIsShownWhileOldConnectionsTalkOn() throws Exception {
        Issued first = authority.issue(Wanted.of("dns:example.org")).write(folder, "us");
        try (Node node = Node.start(folder, Addresses.next(), files());
                SSLSocket old = dial(node, SIPS, "example.org", null)) {
            assertThat(shown(old)).isEqualTo(first.certificate());
            assertThat(options(old, node, 1)).isEqualTo("SIP/2.0 200 OK");
            assertThat(opensslSees(node)).contains("DNS:example.org");

            Issued second = authority.issue(Wanted.of("dns:example.org").rsa());
            second.write(folder, "us");
            node.program()
                    .await(
                            "the new certificate",
                            () -> sees(node, SIPS, second) && sees(node, HTTPS, second));
            assertThat(options(old, node, 2)).isEqualTo("SIP/2.0 200 OK");

            Files.writeString(folder.resolve("us.key"), first.keyPem());
            HttpResponse<String> refused = reload(node);
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("us.key", "not the key of");
            assertThat(sees(node, SIPS, second)).isTrue();
            assertThat(node.api("/api/tls")).contains("not the key of");

            Issued third = authority.issue(Wanted.of("dns:example.org"));
            third.write(folder, "us");
            assertThat(reload(node).statusCode()).isEqualTo(200);
            assertThat(shown(node, HTTPS, "example.org")).isEqualTo(third.certificate());
            assertThat(shown(node, SIPS, "example.org")).isEqualTo(third.certificate());
            assertThat(options(old, node, 3)).isEqualTo("SIP/2.0 200 OK");
            assertThat(node.get("/metrics", "").body())
                    .contains("jackfield_tls_certificate_seconds_left{certificate=\"default\"}");
            assertThat(command(node, "tls")).contains("default: " + folder, "29 days left");
        }
    }

    private boolean sees(Node node, int port, Issued expected) {
        try {
            return shown(node, port, "example.org").equals(expected.certificate());
        } catch (IOException notNow) {
            return false;
        }
    }

    private String opensslSees(Node node) {
        try (Program openssl =
                Program.start(
                        "openssl",
                        folder,
                        List.of(
                                "sh",
                                "-c",
                                "openssl s_client -connect "
                                        + node.address()
                                        + ":5061 -servername example.org </dev/null"
                                        + " | openssl x509 -noout -ext subjectAltName"))) {
            openssl.awaitExit(Duration.ofSeconds(30));
            return openssl.output();
        }
    }

    private String command(Node node, String... words) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "jackfield.server.boot.Main"));
        command.addAll(List.of(words));
        command.addAll(List.of("--data", node.data().toString()));
        try (Program program = Program.start("command", folder, command)) {
            int code = program.awaitExit(Duration.ofSeconds(60));
            assertThat(code).as(program.output()).isZero();
            return program.output();
        }
    }

    @Test
    void everyDomainHasItsCertificate() throws Exception {
        Issued usual = authority.issue(Wanted.of("dns:example.org")).write(folder, "us");
        Issued net = authority.issue(Wanted.of("dns:sip.example.net")).write(folder, "net");
        Path settings = folder.resolve("more.yaml");
        Files.writeString(
                settings,
                """
                tls.certificates:
                  - names: [sip.example.net]
                    certificate: %1$s/net.crt
                    key: %1$s/net.key
                """
                        .formatted(folder));
        Files.createDirectories(folder.resolve("data"));
        Files.copy(settings, folder.resolve("data").resolve("jackfield.yaml"));
        try (Node node = Node.start(folder, Addresses.next(), files())) {
            for (int port : new int[] {HTTPS, SIPS}) {
                assertThat(shown(node, port, "sip.example.net")).isEqualTo(net.certificate());
                assertThat(shown(node, port, "example.org")).isEqualTo(usual.certificate());
                assertThat(shown(node, port, "nobody.example")).isEqualTo(usual.certificate());
            }
        }
    }

    @Test
    void whereCertificatesAreRequiredOnlyTrunksTalk() throws Exception {
        authority.issue(Wanted.of("dns:example.org")).write(folder, "us");
        Path authorities = folder.resolve("carriers.pem");
        Files.writeString(authorities, authority.pem());
        Map<String, String> settings = new HashMap<>(files());
        settings.put("sip.tls.client-auth", "required");
        settings.put("tls.client-authorities", authorities.toString());
        Issued carrier = authority.issue(Wanted.of("uri:sip:carrier.example"));
        try (Node node = Node.start(folder, Addresses.next(), settings)) {
            try (SSLSocket trunk = dial(node, SIPS, "example.org", carrier)) {
                assertThat(options(trunk, node, 1)).isEqualTo("SIP/2.0 200 OK");
            }
            assertThat(refused(node, null)).isTrue();
            Issued stranger =
                    TestAuthority.make("elsewhere").issue(Wanted.of("uri:sip:carrier.example"));
            assertThat(refused(node, stranger)).isTrue();
            assertThat(node.get("/healthz", "").statusCode())
                    .as("HTTPS asks nobody")
                    .isEqualTo(200);
        }
    }

    @Test
    void aTrunkIsTrustedForTheDomainItProves() throws Exception {
        authority.issue(Wanted.of("dns:example.org")).write(folder, "us");
        Path authorities = folder.resolve("carriers.pem");
        Files.writeString(authorities, authority.pem());
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                folder.resolve("data").resolve("jackfield.yaml"),
                "sip.trusted:\n  - domain: carrier.example\n");
        Map<String, String> settings = new HashMap<>(files());
        settings.put("sip.tls.client-auth", "optional");
        settings.put("tls.client-authorities", authorities.toString());
        Issued carrier = authority.issue(Wanted.of("uri:sip:carrier.example"));
        Issued another = authority.issue(Wanted.of("uri:sip:another.example"));
        Issued forged = TestAuthority.make("elsewhere").issue(Wanted.of("uri:sip:carrier.example"));
        try (Node node = Node.start(folder, Addresses.next(), settings)) {
            // A peer is told who is no user here; a stranger is asked for a password first.
            assertThat(asksForNobody(node, carrier)).isEqualTo("SIP/2.0 404 Not Found");
            for (Issued stranger : Arrays.asList(another, forged, null)) {
                assertThat(asksForNobody(node, stranger)).startsWith("SIP/2.0 407 ");
            }
        }
    }

    private String asksForNobody(Node node, @Nullable Issued own) throws IOException {
        try (SSLSocket socket = dial(node, SIPS, "example.org", own)) {
            return options(socket, node, "nobody@", 1);
        }
    }

    private boolean refused(Node node, @Nullable Issued own) {
        try (SSLSocket socket = dial(node, SIPS, "example.org", own)) {
            return options(socket, node, 1).equals("closed");
        } catch (IOException refused) {
            return true;
        }
    }

    @Test
    void aCertificateComesByAcmeAndIsRenewed() throws Exception {
        String address = Addresses.next();
        try (Pebble pebble = Pebble.start(folder, Addresses.next(), address, 8089, 40)) {
            Map<String, String> settings =
                    Map.of(
                            "acme.directory", pebble.directory(),
                            "acme.domains", "example.org,sip.example.org",
                            "acme.email", "root@example.org",
                            "acme.http.port", "8089",
                            "acme.authorities", pebble.authority().toString());
            try (Node node = Node.start(folder, address, settings)) {
                Set<X509Certificate> seen = new HashSet<>();
                node.program()
                        .await("a certificate", () -> ordered(node, seen) && seen.size() == 1);
                X509Certificate first = seen.iterator().next();
                assertThat(first.getIssuerX500Principal().getName()).contains("Pebble");
                assertThat(first.getSubjectAlternativeNames())
                        .contains(List.of(2, "example.org"), List.of(2, "sip.example.org"));
                Path account =
                        node.data()
                                .resolve("tls/acme")
                                .resolve(pebble.directory().replaceAll("[^A-Za-z0-9.-]+", "_"))
                                .resolve("account.key");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(account)))
                        .isEqualTo("rw-------");
                try (SSLSocket old = trusting(node)) {
                    assertThat(options(old, node, 1)).isEqualTo("SIP/2.0 200 OK");
                    // It lives for 40 s: at two thirds of that the next one comes by itself.
                    node.program()
                            .await("a renewed one", () -> ordered(node, seen) && seen.size() == 2);
                    assertThat(options(old, node, 2)).isEqualTo("SIP/2.0 200 OK");
                }
                assertThat(command(node, "tls", "renew")).contains("ordered");
                node.program().await("a third", () -> ordered(node, seen) && seen.size() >= 3);
                assertThat(command(node, "tls")).contains("ACME: https://", "0 failed");
            }
        }
    }

    /// Adds what the node shows for SIP now; true when the ACME server signed it.
    private boolean ordered(Node node, Set<X509Certificate> seen) {
        try (SSLSocket socket = trusting(node)) {
            X509Certificate shown = shown(socket);
            boolean ordered = shown.getIssuerX500Principal().getName().contains("Pebble");
            if (ordered) {
                seen.add(shown);
            }
            return ordered;
        } catch (IOException notYet) {
            return false;
        }
    }

    /// A socket that trusts anybody: pebble makes its root at each start.
    private static SSLSocket trusting(Node node) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        Node.trustingAll().getSocketFactory().createSocket(node.address(), SIPS);
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return socket;
    }

    @Test
    void aRefusedOrderIsShownAndTriedAgain() throws Exception {
        String address = Addresses.next();
        // Nobody answers where the proof is asked for.
        try (Pebble pebble = Pebble.start(folder, Addresses.next(), address, 8090, 3600)) {
            Map<String, String> settings =
                    Map.of(
                            "acme.directory",
                            pebble.directory(),
                            "acme.domains",
                            "example.org",
                            "acme.http.port",
                            "8089",
                            "acme.authorities",
                            pebble.authority().toString());
            try (Node node = Node.start(folder, address, settings)) {
                node.program()
                        .await(
                                "a refusal",
                                () -> node.api("/api/tls").contains("\"state\":\"waiting\""));
                assertThat(node.api("/api/tls")).contains("example.org", "\"failures\":1");
                assertThat(command(node, "tls")).contains("PROBLEM", "waiting");
                node.program().awaitOutput("no certificate for [example.org]");
            }
        }
    }
}
