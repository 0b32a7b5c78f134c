package jackfield.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.net.http.HttpOptions;
import jackfield.net.http.HttpServer;
import jackfield.net.http.OriginCheck;
import jackfield.net.http.WebSocketOptions;
import jackfield.net.stream.StreamLimits;
import jackfield.net.stream.Streams;
import jackfield.server.boot.EventFeed.Event;
import jackfield.server.config.DataFolder;
import jackfield.server.identity.Secrets;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `/api/events` on a real connection.
@Timeout(60)
class EventSocketsTest {
    @TempDir Path folder;

    private final EventFeed feed = new EventFeed(2).start();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Streams streams = new Streams(StreamLimits.DEFAULT);
    private String token = "";
    private URI place = URI.create("ws://unknown");

    /// Keeps what it hears; reads only what it is asked to.
    private static final class Ear implements WebSocket.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final boolean reads;
        private final StringBuilder parts = new StringBuilder();

        private Ear(boolean reads) {
            this.reads = reads;
        }

        @Override
        public void onOpen(WebSocket socket) {
            if (reads) {
                socket.request(Long.MAX_VALUE);
            }
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence text, boolean last) {
            parts.append(text);
            if (last) {
                heard.add(parts.toString());
                parts.setLength(0);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            heard.add("closed");
            return null;
        }

        private String next() throws InterruptedException {
            return String.valueOf(heard.poll(30, TimeUnit.SECONDS));
        }
    }

    @BeforeEach
    void open() throws Exception {
        DataFolder data = new DataFolder(folder);
        data.create();
        Secrets secrets = Secrets.of(data, new SecureRandom());
        token = secrets.adminToken();
        HttpServer http = new HttpServer(streams, HttpOptions.DEFAULT);
        http.webSocket(
                "/api/events",
                new WebSocketOptions("", OriginCheck.any(), 4_096, 25_000),
                new EventSockets(feed, secrets, streams));
        Endpoint at = http.listenPlain(Endpoint.of(InetAddress.getByName("127.0.0.1"), 0)).local();
        place = URI.create("ws://127.0.0.1:" + at.port() + "/api/events");
    }

    @AfterEach
    void close() {
        client.shutdownNow(); // a close would wait for the WebSockets to end
        feed.close();
        streams.close();
    }

    private WebSocket connect(Ear ear) {
        return client.newWebSocketBuilder().buildAsync(place, ear).join();
    }

    private void auth(WebSocket socket, String by) {
        socket.sendText("{\"type\":\"auth\",\"token\":\"" + by + "\"}", true).join();
    }

    @Test
    void whoHasTheTokenHearsEvents() throws Exception {
        Ear ear = new Ear(true);
        WebSocket socket = connect(ear);
        auth(socket, token);
        assertThat(ear.next()).isEqualTo("{\"type\":\"auth-ok\"}");
        awaitHeard("banned");
        feed.publish(new Event("banned", Map.of("network", "192.0.2.0/24")));
        assertThat(ear.next()).isEqualTo("{\"type\":\"banned\",\"network\":\"192.0.2.0/24\"}");
        socket.sendText("{\"type\":\"want\",\"types\":[\"log\",\"nonsense\",7]}", true).join();
        awaitHeard("log");
        assertThat(feed.isHeard("banned")).isFalse();
        socket.abort();
        while (feed.readers() > 0) {
            Thread.onSpinWait();
        }
        assertThat(feed.isHeard("log")).isFalse();
    }

    @Test
    void othersHearWhyNotAndAreGone() throws Exception {
        Ear wrong = new Ear(true);
        auth(connect(wrong), "wrong");
        assertThat(wrong.next()).contains("auth-fail", "the token is wrong");
        assertThat(wrong.next()).isEqualTo("closed");

        Ear silent = new Ear(true);
        connect(silent).sendText("{\"type\":\"want\",\"types\":[\"log\"]}", true).join();
        assertThat(silent.next()).contains("auth-fail");
        assertThat(silent.next()).isEqualTo("closed");

        Ear broken = new Ear(true);
        connect(broken).sendText("{", true).join();
        assertThat(broken.next()).isEqualTo("closed");
        assertThat(feed.readers()).isZero();
    }

    @Test
    void oneWhoDoesNotReadHoldsNobodyUp() throws Exception {
        Ear stuck = new Ear(false);
        WebSocket dead = connect(stuck);
        auth(dead, token);
        awaitHeard("banned");
        Ear ear = new Ear(true);
        auth(connect(ear), token);
        assertThat(ear.next()).contains("auth-ok");
        while (feed.readers() < 2) {
            Thread.onSpinWait();
        }
        // More than all buffers on the way to the stuck one hold.
        String much = "x".repeat(60_000);
        for (int i = 0; i < 360; i += 4) {
            for (int j = i; j < i + 4; j++) {
                feed.publish(new Event("banned", Map.of("network", j + much)));
            }
            for (int j = i; j < i + 4; j++) {
                assertThat(ear.next()).contains("\"" + j + "x");
            }
        }
        dead.request(Long.MAX_VALUE);
        String heard = stuck.next();
        feed.publish(new Event("banned", Map.of("network", "last")));
        while (!heard.contains("\"lost\"")) {
            heard = stuck.next();
            feed.publish(new Event("banned", Map.of("network", "last")));
        }
        assertThat(heard).containsPattern("\"count\":[1-9]");
    }

    private void awaitHeard(String type) {
        while (!feed.isHeard(type)) {
            Thread.onSpinWait();
        }
    }
}
