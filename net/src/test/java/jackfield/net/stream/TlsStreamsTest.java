package jackfield.net.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.net.Listener;
import jackfield.net.Listening;
import jackfield.net.TlsClients;
import jackfield.net.TlsClients.Asking;
import jackfield.net.TlsIdentities;
import jackfield.net.TlsIdentity;
import jackfield.testkit.certificates.Issued;
import jackfield.testkit.certificates.TestAuthority;
import jackfield.testkit.certificates.Wanted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Which certificate a peer is shown, and what we take one of a peer for.
@Timeout(60)
class TlsStreamsTest {
    private static final Endpoint ANY_PORT = Endpoint.ipv4(0x7f000001, 0);
    private static final String SERVER_ONLY = "1.3.6.1.5.5.7.3.1";
    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

    private final Streams streams = new Streams(StreamLimits.DEFAULT);
    private final TestAuthority authority = TestAuthority.make("authority");
    private final Listening server = new Listening((flow, bytes) -> echo(flow, bytes));

    private void echo(Flow flow, byte[] bytes) {
        streams.send(flow, bytes);
    }

    @AfterEach
    void stop() {
        streams.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static TlsIdentity identity(Issued issued) {
        return new TlsIdentity(issued.key(), issued.chain());
    }

    private Issued localhost() {
        return authority.issue(Wanted.of("dns:localhost", "ip:127.0.0.1"));
    }

    /// A client's socket after its handshake, asking for `name`.
    private SSLSocket dial(Listener listener, @Nullable String name, @Nullable Issued own)
            throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        authority
                                .context(own)
                                .getSocketFactory()
                                .createSocket("127.0.0.1", listener.local().port());
        if (name != null) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return socket;
    }

    private static X509Certificate shown(SSLSocket socket) throws IOException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    private static void speak(SSLSocket socket) throws IOException {
        socket.getOutputStream().write(bytes("hello"));
        assertThat(socket.getInputStream().readNBytes(5)).isEqualTo(bytes("hello"));
    }

    @Test
    void aNewCertificateIsShownToNewPeersWhileTheOldOnesTalkOn() throws Exception {
        Issued first = localhost();
        Issued second = authority.issue(Wanted.of("dns:localhost", "ip:127.0.0.1").rsa());
        TlsIdentities identities = new TlsIdentities(identity(first));
        Listener listener = streams.listenTls(ANY_PORT, identities, TlsClients.NOT_ASKED, server);
        try (SSLSocket old = dial(listener, null, null)) {
            assertThat(shown(old)).isEqualTo(first.certificate());
            speak(old);
            identities.show(identity(second), Map.of());
            try (SSLSocket young = dial(listener, null, null)) {
                assertThat(shown(young)).isEqualTo(second.certificate());
                speak(young);
                speak(old);
            }
        }
    }

    @Test
    void thePeerGetsTheCertificateOfTheNameItAsksFor() throws Exception {
        Issued usual = localhost();
        Issued org = authority.issue(Wanted.of("dns:sip.example.org"));
        Issued wild = authority.issue(Wanted.of("dns:*.example.net").rsa());
        TlsIdentities identities = new TlsIdentities(identity(usual));
        identities.show(
                identity(usual),
                Map.of("SIP.example.org", identity(org), "*.example.net", identity(wild)));
        Listener listener = streams.listenTls(ANY_PORT, identities, TlsClients.NOT_ASKED, server);
        Map<String, Issued> expected =
                Map.of(
                        "sip.example.org", org,
                        "SIP.EXAMPLE.ORG", org,
                        "a.example.net", wild,
                        "a.b.example.net", usual,
                        "example.net", usual,
                        "elsewhere.example", usual);
        for (Map.Entry<String, Issued> one : expected.entrySet()) {
            try (SSLSocket socket = dial(listener, one.getKey(), null)) {
                assertThat(shown(socket)).as(one.getKey()).isEqualTo(one.getValue().certificate());
            }
        }
        try (SSLSocket nameless = dial(listener, null, null)) {
            assertThat(shown(nameless)).isEqualTo(usual.certificate());
        }
    }

    @Test
    void aClientThatShowsACertificateHasProvenIt() throws Exception {
        Issued trunk = authority.issue(Wanted.of("uri:sip:carrier.example").use(SERVER_ONLY));
        TlsClients clients = new TlsClients(Asking.OPTIONAL, List.of(authority.certificate()));
        Listener listener =
                streams.listenTls(
                        ANY_PORT, new TlsIdentities(identity(localhost())), clients, server);
        try (SSLSocket socket = dial(listener, null, trunk)) {
            speak(socket);
            assertThat(streams.peerCertificates(server.next().flow()))
                    .startsWith(trunk.certificate());
        }
        try (SSLSocket socket = dial(listener, null, null)) {
            speak(socket);
            assertThat(streams.peerCertificates(server.next().flow())).isEmpty();
        }
    }

    @Test
    void aCertificateOfSomebodyElsesAuthorityProvesNothing() throws Exception {
        TestAuthority maker = TestAuthority.make("a phone's maker");
        Issued phone = maker.issue(Wanted.of("dns:001122334455"));
        Issued signer = authority.issue(Wanted.of("dns:build.example").use(CODE_SIGNING));
        TlsClients optional = new TlsClients(Asking.OPTIONAL, List.of(authority.certificate()));
        TlsIdentities us = new TlsIdentities(identity(localhost()));
        Listener open = streams.listenTls(ANY_PORT, us, optional, server);
        Listener strict =
                streams.listenTls(
                        ANY_PORT,
                        us,
                        new TlsClients(Asking.REQUIRED, List.of(authority.certificate())),
                        server);
        // It trusts our listener by no authority of its own, so that it is the server that judges.
        for (Issued unproven : List.of(phone, signer)) {
            Listening client = new Listening();
            Flow flow =
                    streams.connectTls(
                            open.local(),
                            new TlsTrust.Anyone(),
                            new TlsIdentities(identity(unproven)),
                            client);
            streams.send(flow, bytes("hello"));
            assertThat(client.text(5)).isEqualTo("hello");
            assertThat(streams.peerCertificates(server.next().flow())).isEmpty();
            streams.close(flow);

            Listening refused = new Listening();
            Flow no =
                    streams.connectTls(
                            strict.local(),
                            new TlsTrust.Anyone(),
                            new TlsIdentities(identity(unproven)),
                            refused);
            streams.send(no, bytes("hello"));
            assertThat(refused.nextClosed()).isEqualTo(no);
        }
    }

    @Test
    void whereACertificateIsRequiredNobodyElseTalks() throws Exception {
        TlsClients clients = new TlsClients(Asking.REQUIRED, List.of(authority.certificate()));
        Listener listener =
                streams.listenTls(
                        ANY_PORT, new TlsIdentities(identity(localhost())), clients, server);
        Issued trunk = authority.issue(Wanted.of("uri:sip:carrier.example"));
        try (SSLSocket socket = dial(listener, null, trunk)) {
            speak(socket);
            assertThat(streams.peerCertificates(server.next().flow())).isNotEmpty();
        }
        assertThatThrownBy(
                        () -> {
                            try (SSLSocket socket = dial(listener, null, null)) {
                                speak(socket);
                            }
                        })
                .isInstanceOf(IOException.class);
        clients.trust(List.of());
        assertThatThrownBy(
                        () -> {
                            try (SSLSocket socket = dial(listener, null, trunk)) {
                                speak(socket);
                            }
                        })
                .isInstanceOf(IOException.class);
    }

    @Test
    void aServerIsJudgedByWhoItIsNotByTheHostThatWasDialled() throws Exception {
        Issued proxy = authority.issue(Wanted.of("uri:sip:example.org"));
        Listener listener =
                streams.listenTls(
                        ANY_PORT, new TlsIdentities(identity(proxy)), TlsClients.NOT_ASKED, server);
        Optional<List<X509Certificate>> authorities = Optional.of(List.of(authority.certificate()));
        Listening client = new Listening();
        Flow flow =
                streams.connectTls(
                        listener.local(),
                        new TlsTrust.Holder(
                                "example.org", authorities, proxy.certificate()::equals),
                        null,
                        client);
        streams.send(flow, bytes("hello"));
        assertThat(client.text(5)).isEqualTo("hello");
        assertThat(streams.peerCertificates(flow)).startsWith(proxy.certificate());

        Listening other = new Listening();
        Flow wrong =
                streams.connectTls(
                        listener.local(),
                        new TlsTrust.Holder("example.com", authorities, _ -> false),
                        null,
                        other);
        assertThat(other.nextClosed()).isEqualTo(wrong);

        Listening stranger = new Listening();
        Flow unsigned =
                streams.connectTls(
                        listener.local(),
                        new TlsTrust.Holder("example.org", Optional.empty(), _ -> true),
                        null,
                        stranger);
        assertThat(stranger.nextClosed()).isEqualTo(unsigned);
    }

    @Test
    void aServerThatAsksIsShownOurCertificate() throws Exception {
        Issued ours = authority.issue(Wanted.of("uri:sip:us.example"));
        TlsClients clients = new TlsClients(Asking.REQUIRED, List.of(authority.certificate()));
        Listener listener =
                streams.listenTls(
                        ANY_PORT, new TlsIdentities(identity(localhost())), clients, server);
        TlsIdentities identities = new TlsIdentities(identity(ours));
        Listening client = new Listening();
        Flow flow = streams.connectTls(listener.local(), new TlsTrust.Anyone(), identities, client);
        streams.send(flow, bytes("hello"));
        assertThat(client.text(5)).isEqualTo("hello");
        assertThat(streams.peerCertificates(server.next().flow())).startsWith(ours.certificate());
        assertThat(streams.peerCertificates(flow)).as("anyone is nobody").isEmpty();
    }
}
