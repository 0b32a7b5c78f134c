package jackfield.net.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackfield.base.Endpoint;
import jackfield.net.Listener;
import jackfield.net.TestIdentity;
import jackfield.net.TlsIdentities;
import jackfield.net.TlsIdentity;
import jackfield.net.stream.StreamLimits;
import jackfield.net.stream.Streams;
import jackfield.testkit.peers.PushService;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A POST that goes where it was looked, whatever the DNS says later.
@Timeout(60)
class PinnedPostsTest {
    private final Streams streams =
            new Streams(new StreamLimits(50, 50, 60_000, 60_000, 1 << 20, 5000, 5000));
    private final PinnedPosts posts = new PinnedPosts(streams, Duration.ofSeconds(5), 4);

    @AfterEach
    void close() {
        posts.close();
        streams.close();
    }

    private static InetAddress loopback() {
        return InetAddress.ofLiteral("127.0.0.1");
    }

    private static String port(PushService service) {
        return service.origin().substring(service.origin().lastIndexOf(':') + 1);
    }

    @Test
    void itGoesToTheAddressAndNamesTheHost() throws Exception {
        try (PushService service = PushService.at("127.0.0.1")) {
            service.answers(429);
            // Nobody could find this name.
            URI uri = URI.create("http://push.invalid:" + port(service) + "/push/one?two");
            byte[] body = "hello".getBytes(StandardCharsets.US_ASCII);
            PinnedPosts.Answer answer =
                    posts.send(uri, List.of(loopback()), Map.of("ttl", "30"), body);
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.fields()).containsEntry("content-length", "0");
            PushService.Sent sent = service.awaitSent(1);
            assertThat(sent.resource()).isEqualTo("one?two");
            assertThat(sent.headers())
                    .containsEntry("host", "push.invalid:" + port(service))
                    .containsEntry("ttl", "30");
            assertThat(sent.body()).isEqualTo(body);
        }
    }

    @Test
    void theNextAddressIsTriedWhereNobodyListens() throws Exception {
        try (PushService service = PushService.at("127.0.0.1")) {
            URI uri = URI.create("http://push.invalid:" + port(service) + "/push/one");
            List<InetAddress> both = List.of(InetAddress.ofLiteral("127.46.9.9"), loopback());
            assertThat(posts.send(uri, both, Map.of(), new byte[0]).status()).isEqualTo(201);
        }
    }

    @Test
    void aRedirectionIsAnAnswerAndNotFollowed() throws Exception {
        try (PushService service = PushService.at("127.0.0.1")) {
            service.answers(307);
            URI uri = URI.create("http://push.invalid:" + port(service) + "/push/one");
            assertThat(posts.send(uri, List.of(loopback()), Map.of(), new byte[1]).status())
                    .isEqualTo(307);
            assertThat(service.sent()).hasSize(1);
        }
    }

    /// A server with two certificates, of which it shows the one that it is asked for.
    @Test
    void theNameIsAskedForAndChecked() throws Exception {
        TlsIdentity usual = TestIdentity.make();
        TlsIdentity wanted = TestIdentity.of("push.example");
        TlsIdentities identities = new TlsIdentities(usual);
        identities.show(usual, Map.of("push.example", wanted));
        HttpServer server =
                new HttpServer(streams, HttpOptions.DEFAULT)
                        .post(
                                "/push/:resource",
                                request ->
                                        HttpResponse.text(201, "")
                                                .with(
                                                        "X-Said",
                                                        request.path("resource")
                                                                + " "
                                                                + request.header("host")
                                                                + " "
                                                                + request.body().length));
        try (Listener listener = server.listenTls(Endpoint.ipv4(0x7f000001, 0), identities);
                PinnedPosts trusting = trusting(wanted);
                PinnedPosts mistaken = trusting(usual)) {
            String at = "push.example:" + listener.local().port();
            PinnedPosts.Answer answer = say(trusting, "https://" + at + "/push/one");
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.fields()).containsEntry("x-said", "one " + at + " 3");
            // Shown the usual certificate, which is good, and another's.
            String other = "https://other.example:" + listener.local().port() + "/push/one";
            assertThatThrownBy(() -> say(mistaken, other)).isInstanceOf(IOException.class);
            // The right name, by nobody that Java knows.
            assertThatThrownBy(() -> say(posts, "https://" + at + "/push/one"))
                    .isInstanceOf(IOException.class);
        }
    }

    private PinnedPosts trusting(TlsIdentity identity) {
        return new PinnedPosts(streams, Duration.ofSeconds(5), 4, TestIdentity.trust(identity));
    }

    private static PinnedPosts.Answer say(PinnedPosts posts, String uri) throws IOException {
        return posts.send(URI.create(uri), List.of(loopback()), Map.of(), new byte[3]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 20",
                "hello\r\n\r\n",
                "HTTP/1.1 201 Created\r\nx: y",
                "HTTP/1.1 201 Created\r\nx: LONG\r\n\r\n"
            })
    void whatIsNoAnswerIsAFailure(String said) throws Exception {
        String whole = said.replace("LONG", "y".repeat(20_000));
        try (ServerSocket service = saying(whole, "")) {
            assertThatThrownBy(() -> say(posts, at(service))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatIsNoTlsIsAFailure() throws Exception {
        try (ServerSocket service = saying("HTTP/1.1 201 Created\r\n\r\n", "")) {
            assertThatThrownBy(() -> say(posts, at(service).replace("http:", "https:")))
                    .isInstanceOf(IOException.class);
        }
    }

    /// Only the head is waited for: what comes behind it has no end.
    @Test
    void anAnswerWithoutEndIsNotRead() throws Exception {
        String head = "HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n";
        try (ServerSocket service = saying(head, "5\r\nnever\r\n")) {
            assertThat(say(posts, at(service)).status()).isEqualTo(201);
        }
    }

    @Test
    void whoSaysNothingIsNotWaitedForWithoutEnd() throws Exception {
        try (ServerSocket service = new ServerSocket();
                PinnedPosts hasty = new PinnedPosts(streams, Duration.ofMillis(300), 4)) {
            service.bind(new InetSocketAddress(loopback(), 0));
            assertThatThrownBy(() -> say(hasty, at(service))).isInstanceOf(IOException.class);
        }
    }

    private static String at(ServerSocket service) {
        return "http://push.invalid:" + service.getLocalPort() + "/";
    }

    /// Says a thing to the first who comes, then `again` until that one has gone.
    private static ServerSocket saying(String said, String again) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.bind(new InetSocketAddress(loopback(), 0));
        Thread.ofVirtual()
                .start(() -> {
                    try (Socket socket = listener.accept()) {
                        var _ = socket.getInputStream().read();
                        OutputStream out = socket.getOutputStream();
                        out.write(said.getBytes(StandardCharsets.US_ASCII));
                        while (!again.isEmpty()) {
                            out.write(again.getBytes(StandardCharsets.US_ASCII));
                        }
                    } catch (IOException gone) {
                        // it has heard enough, or the test is over
                    }
                });
        return listener;
    }
}
