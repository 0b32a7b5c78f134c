package jackfield.server.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackfield.testkit.peers.PushService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A POST that goes where it was looked, whatever the DNS says later.
@Timeout(30)
class PinnedPostTest {
    private final PinnedPost post =
            new PinnedPost(Duration.ofSeconds(5), (SSLSocketFactory) SSLSocketFactory.getDefault());

    private static InetAddress loopback() {
        return InetAddress.ofLiteral("127.0.0.1");
    }

    @Test
    void itGoesToTheAddressAndNamesTheHost() throws Exception {
        try (PushService service = PushService.at("127.0.0.1")) {
            service.answers(429);
            String port = service.origin().substring(service.origin().lastIndexOf(':') + 1);
            // Nobody could find this name.
            URI uri = URI.create("http://push.invalid:" + port + "/push/one?two");
            byte[] body = "hello".getBytes(StandardCharsets.US_ASCII);
            PinnedPost.Answer answer =
                    post.send(uri, List.of(loopback()), Map.of("ttl", "30"), body);
            assertThat(answer.status()).isEqualTo(429);
            PushService.Sent sent = service.awaitSent(1);
            assertThat(sent.resource()).isEqualTo("one?two");
            assertThat(sent.headers())
                    .containsEntry("host", "push.invalid:" + port)
                    .containsEntry("ttl", "30");
            assertThat(sent.body()).isEqualTo(body);
        }
    }

    @Test
    void theNextAddressIsTriedWhereNobodyListens() throws Exception {
        try (PushService service = PushService.at("127.0.0.1")) {
            String port = service.origin().substring(service.origin().lastIndexOf(':') + 1);
            URI uri = URI.create("http://push.invalid:" + port + "/push/one");
            List<InetAddress> both = List.of(InetAddress.ofLiteral("127.46.9.9"), loopback());
            assertThat(post.send(uri, both, Map.of(), new byte[0]).status()).isEqualTo(201);
        }
    }

    @Test
    void aServiceWithoutTheNamesCertificateIsNone() throws Exception {
        failsWhereTheServiceSays("https", "HTTP/1.1 201 Created\r\n\r\n");
    }

    /// The DNS names a public address when it is asked first, and a neighbour of ours afterwards.
    @Test
    void aNameIsAskedOnceForEachMessage() {
        AtomicInteger asked = new AtomicInteger();
        PushEndpoints endpoints =
                new PushEndpoints(
                        Set.of(PushPolicy.PUBLIC),
                        _ ->
                                new InetAddress[] {
                                    InetAddress.ofLiteral(
                                            asked.getAndIncrement() == 0
                                                    ? "93.184.216.34"
                                                    : "127.0.0.1")
                                });
        PushEndpoints.Place first = endpoints.find("https://push.example.net/x");
        assertThat(first)
                .isEqualTo(
                        new PushEndpoints.Place.At(
                                URI.create("https://push.example.net/x"),
                                List.of(InetAddress.ofLiteral("93.184.216.34"))));
        assertThat(endpoints.find("https://push.example.net/x"))
                .isInstanceOf(PushEndpoints.Place.None.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 20", "hello\r\n\r\n", "HTTP/1.1 201 Created\r\nx: y"})
    void whatIsNoAnswerIsAFailure(String said) throws Exception {
        failsWhereTheServiceSays("http", said);
    }

    private void failsWhereTheServiceSays(String scheme, String said) throws Exception {
        try (ServerSocket listener = new ServerSocket()) {
            listener.bind(new InetSocketAddress(loopback(), 0));
            Thread.ofVirtual()
                    .start(() -> {
                        try (Socket socket = listener.accept()) {
                            var _ = socket.getInputStream().read();
                            socket.getOutputStream()
                                    .write(said.getBytes(StandardCharsets.US_ASCII));
                        } catch (IOException gone) {
                            // the test is over
                        }
                    });
            URI uri = URI.create(scheme + "://push.invalid:" + listener.getLocalPort() + "/");
            assertThatThrownBy(() -> post.send(uri, List.of(loopback()), Map.of(), new byte[1]))
                    .isInstanceOf(IOException.class);
        }
    }
}
