package jackfield.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackfield.server.config.Config;
import jackfield.server.config.DataFolder;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `/signal` of a running node.
@Timeout(60)
class SignalNodeTest {
    @TempDir Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private int http;

    @AfterEach
    void end() {
        client.shutdownNow();
    }

    @Test
    void twoPagesCallEachOther() throws Exception {
        try (Node node = node()) {
            Page alice = new Page("/signal", null, null);
            alice.says("{'type':'auth','user':'alice','password':'secret'}");
            assertThat(alice.hears("auth-ok").path("userId").asString()).isEqualTo("alice");
            String token = node.parts().sessions().make("bob", Long.MAX_VALUE / 2);
            Page bob = new Page("/signal?device=desk", null, token);
            assertThat(bob.hears("auth-ok").path("deviceId").asString()).isEqualTo("desk");

            alice.says(
                    "{'type':'call-offer','toId':'sip:bob@example.org','callId':'call_1',"
                            + "'offer':{'type':'offer','sdp':'v=0'},'callType':'audio'}");
            JsonNode offer = bob.hears("call-offer");
            assertThat(offer.path("from").asString()).isEqualTo("alice");
            bob.says(
                    "{'type':'call-answer','toId':'alice','callId':'call_1',"
                            + "'answer':{'type':'answer','sdp':'v=0'}}");
            alice.hears("call-answer");
            assertThat(metrics()).contains("jackfield_signal{what=\"calls\"} 1");
            alice.says("{'type':'call-end','toId':'bob','callId':'call_1'}");
            bob.hears("call-end");
            assertThat(metrics())
                    .contains("jackfield_signal{what=\"calls\"} 0")
                    .contains("jackfield_signal_calls_ended_total{how=\"ended\"} 1")
                    .contains("jackfield_signal_messages_total{type=\"call-answer\"} 1");
        }
    }

    @Test
    void aConnectionThatIsTakenOverIsToldSo() throws Exception {
        try (Node _ = node()) {
            Page first = new Page("/signal", null, null);
            first.says("{'type':'auth','user':'alice','password':'secret','device':'d'}");
            first.hears("auth-ok");
            Page second = new Page("/signal", null, null);
            second.says("{'type':'auth','user':'alice','password':'secret','device':'d'}");
            assertThat(second.hears("auth-ok").path("resumed").asBoolean()).isTrue();
            assertThat(first.ended()).isEqualTo(4001);
        }
    }

    @Test
    void strangersStayOutside() throws Exception {
        try (Node _ = node()) {
            Page stranger = new Page("/signal?token=nonsense", null, null);
            assertThat(stranger.hears("auth-fail").path("code").asString()).isEqualTo("wrong");
            stranger.says("{'type':'call-offer'}");
            assertThat(stranger.hears("error").path("code").asString())
                    .isEqualTo("not-authenticated");
            stranger.says("x".repeat(70_000));
            assertThat(stranger.hears("error").path("code").asString()).isEqualTo("too-long");
            assertThatThrownBy(() -> new Page("/signal", "https://evil.example", null))
                    .isInstanceOf(CompletionException.class);
        }
    }

    private String metrics() throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private Node node() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            http = free.getLocalPort();
        }
        Config.Sources sources = new Config.Sources();
        for (String set :
                new String[] {
                    "roles=p2p",
                    "listen.address=127.0.0.1",
                    "public.address=127.0.0.1",
                    "domain=example.org",
                    "users=alice:secret,bob:secret",
                    "edge.https.port=0",
                    "edge.ws.listen=127.0.0.1:" + http
                }) {
            sources.set(set);
        }
        return Node.start(sources.read(), new DataFolder(folder));
    }

    /// A client on a WebSocket of its own.
    private final class Page implements WebSocket.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();
        private final WebSocket socket;

        Page(String path, @Nullable String origin, @Nullable String token) {
            WebSocket.Builder builder = client.newWebSocketBuilder();
            if (origin != null) {
                builder.header("Origin", origin);
            }
            if (token != null) {
                builder.header("Authorization", "Bearer " + token);
            }
            socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + http + path), this).join();
        }

        void says(String text) {
            socket.sendText(text.replace('\'', '"'), true).join();
        }

        JsonNode hears(String type) throws InterruptedException {
            String text = heard.poll(20, TimeUnit.SECONDS);
            assertThat(text).as("a message " + type).isNotNull();
            JsonNode message = JsonMapper.shared().readTree(text);
            assertThat(message.path("type").asString()).as(text).isEqualTo(type);
            return message;
        }

        int ended() throws InterruptedException {
            Integer code = closed.poll(20, TimeUnit.SECONDS);
            assertThat(code).as("the end").isNotNull();
            return code;
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                heard.add(part.toString());
                part.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.add(code);
            return null;
        }
    }
}
