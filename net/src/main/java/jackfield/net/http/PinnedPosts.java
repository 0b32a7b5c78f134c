package jackfield.net.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import jackfield.net.flow.Waiting;
import jackfield.net.stream.Streams;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// POSTs by HTTP/1.1 to addresses that were looked at before: a client that asks the DNS by itself
/// may be told another address than the one that was found to be public. The name stays the Host,
/// the SNI and what the certificate is checked for. No redirection is followed: it could lead to
/// our neighbours after all. Of an answer its head is taken, and the connection closed.
public final class PinnedPosts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PinnedPosts.class);
    private static final int MOST_HEAD = 16 * 1024;
    private static final int MOST_ADDRESSES = 4;

    private final long patienceMs;
    private final HttpClient client;

    /// What came back.
    ///
    /// @param status the status code
    /// @param fields header fields by name in lower case; the last where there are several
    public record Answer(int status, Map<String, String> fields) {}

    /// @param patience how long to wait for a connection, and for the head of an answer
    /// @param most connections to one server at once
    public PinnedPosts(Streams streams, Duration patience, int most) {
        this(streams, patience, most, null);
    }

    /// @param trusted whose certificates are good; null for those that Java trusts
    PinnedPosts(Streams streams, Duration patience, int most, @Nullable X509TrustManager trusted) {
        patienceMs = patience.toMillis();
        HttpClientOptions options =
                new HttpClientOptions()
                        .setKeepAlive(false)
                        .setVerifyHost(true)
                        .setMaxHeaderSize(MOST_HEAD)
                        .setConnectTimeout(Math.toIntExact(patienceMs))
                        .setSslHandshakeTimeout(patienceMs)
                        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        if (trusted != null) {
            options.setTrustOptions(TrustOptions.wrap(trusted));
        }
        client =
                streams.connections()
                        .vertx()
                        .createHttpClient(options, new PoolOptions().setHttp1MaxSize(most));
    }

    /// Sends, and waits for the head of the answer: for a thread that may wait.
    ///
    /// @param addresses where the host is; tried in turn until one has a connection for us
    /// @param headers field values by name: plain text without line ends, as we made them
    public Answer send(
            URI uri, List<InetAddress> addresses, Map<String, String> headers, byte[] body)
            throws IOException {
        IOException last = new IOException("no address for " + uri.getHost());
        for (InetAddress address :
                addresses.subList(0, Math.min(MOST_ADDRESSES, addresses.size()))) {
            HttpClientRequest request;
            try {
                request = connected(uri, address);
            } catch (IOException e) {
                last = e; // nothing was sent: another address may do
                continue;
            }
            return exchanged(request, headers, body);
        }
        throw last;
    }

    private HttpClientRequest connected(URI uri, InetAddress address) throws IOException {
        boolean secure = "https".equals(uri.getScheme());
        int port = uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        RequestOptions options =
                new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setServer(
                                SocketAddress.inetSocketAddress(
                                        new InetSocketAddress(address, port)))
                        .setHost(uri.getHost())
                        .setPort(port)
                        .setSsl(secure)
                        .setFollowRedirects(false)
                        .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
        return Waiting.await(client.request(options));
    }

    private Answer exchanged(HttpClientRequest request, Map<String, String> headers, byte[] body)
            throws IOException {
        // Whoever waits is told; without these, Vert.x logs what a stranger says as an error of
        // ours.
        request.exceptionHandler(failed -> LOG.debug("{}: {}", request.authority(), failed + ""));
        request.connection()
                .exceptionHandler(failed -> LOG.debug("{}: {}", request.authority(), failed + ""));
        try {
            headers.forEach(request::putHeader);
            HttpClientResponse response =
                    Waiting.await(
                            request.send(Buffer.buffer(body))
                                    .onSuccess(PinnedPosts::readNoFurther)
                                    .timeout(patienceMs, TimeUnit.MILLISECONDS));
            Map<String, String> fields = new LinkedHashMap<>();
            response.headers()
                    .forEach((name, value) -> fields.put(name.toLowerCase(Locale.ROOT), value));
            return new Answer(response.statusCode(), fields);
        } finally {
            var _ = request.connection().close(); // whatever else it says, nobody reads
        }
    }

    /// What comes behind the head, and that it ends early, is nothing to us.
    private static void readNoFurther(HttpClientResponse response) {
        response.exceptionHandler(failed -> LOG.debug("the rest: {}", failed + "")).pause();
    }

    @Override
    public void close() {
        var _ = client.close();
    }
}
