package jackfield.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.server.config.Config;
import jackfield.server.config.DataFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Stored signalling of a running node.
@Timeout(60)
class StoredCallsTest {
    private static final String CALLS = "/api/signal/calls";

    @TempDir Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private int http;

    @AfterEach
    void end() {
        client.shutdownNow();
    }

    @Test
    void offerAnswerAndCandidatesAsInTheCodelab() throws Exception {
        try (Node node = node()) {
            JsonNode made = json(make(token(node)), 201);
            String call = CALLS + "/" + made.path("id").asString();
            String key = made.path("key").asString();

            assertThat(json(ask("GET", call, "", ""), 200).path("offer").path("sdp").asString())
                    .isEqualTo("v=0");
            CompletableFuture<HttpResponse<String>> waits =
                    client.sendAsync(
                            request("GET", call + "?after=1&wait=20", "", ""),
                            HttpResponse.BodyHandlers.ofString());
            json(ask("PUT", call + "/answer", "", "{'answer':{'type':'answer','sdp':'v=1'}}"), 200);
            JsonNode news = json(waits.join(), 200);
            assertThat(news.path("answer").path("sdp").asString()).isEqualTo("v=1");
            assertThat(news.path("version").asInt()).isEqualTo(2);
            json(ask("PUT", call + "/answer", "", "{'answer':{'type':'answer','sdp':'x'}}"), 409);

            String candidate = "{'candidate':{'candidate':'candidate:1','sdpMid':'0'}}";
            json(ask("POST", call + "/candidates/caller", "", candidate), 403);
            json(ask("POST", call + "/candidates/caller", key, candidate), 200);
            json(
                    ask(
                            "POST",
                            call + "/candidates/callee",
                            "",
                            "{'candidates':[null,{'candidate':''}]}"),
                    200);
            JsonNode all = json(ask("GET", call, "", ""), 200).path("candidates");
            assertThat(all.path("caller").size()).isEqualTo(1);
            assertThat(all.path("callee").size()).isEqualTo(2);

            json(ask("DELETE", call, "", ""), 403);
            json(ask("DELETE", call, key, ""), 200);
            json(ask("GET", call, "", ""), 404);
        }
    }

    @Test
    void eventsTellWhatWasWrittenAndWhatIs() throws Exception {
        try (Node node = node()) {
            JsonNode made = json(make(token(node)), 201);
            String call = CALLS + "/" + made.path("id").asString();
            HttpResponse<InputStream> stream =
                    client.send(
                            request("GET", call + "/events", "", ""),
                            HttpResponse.BodyHandlers.ofInputStream());
            assertThat(stream.headers().firstValue("content-type")).hasValue("text/event-stream");
            try (BufferedReader events =
                    new BufferedReader(
                            new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                assertThat(next(events)).isEqualTo("offer");
                json(
                        ask("PUT", call + "/answer", "", "{'answer':{'type':'answer','sdp':'v'}}"),
                        200);
                assertThat(next(events)).isEqualTo("answer");
                json(ask("POST", call + "/candidates/callee", "", "{'candidate':null}"), 200);
                assertThat(next(events)).isEqualTo("candidate");
                json(ask("DELETE", call, made.path("key").asString(), ""), 200);
                assertThat(next(events)).isEqualTo("end");
                assertThat(events.lines().toList())
                        .allMatch(line -> line.startsWith("data") || line.isEmpty());
            }
            json(ask("GET", call + "/events", "", ""), 404);
        }
    }

    @Test
    void strangersMakeNoneAndNobodyTooMany() throws Exception {
        try (Node node = node()) {
            json(make("nonsense"), 401);
            String token = token(node);
            json(ask("POST", CALLS, token, "{'offer':'v=0'}"), 400);
            for (int i = 0; i < 20; i++) {
                json(make(token), 201);
            }
            json(make(token), 429);
            json(ask("GET", CALLS + "/nonsense", "", ""), 404);
        }
    }

    private static String next(BufferedReader events) throws IOException {
        String line = events.readLine();
        while (line != null && !line.startsWith("event: ")) {
            line = events.readLine();
        }
        return line == null ? "" : line.substring(7);
    }

    private HttpResponse<String> make(String token) throws Exception {
        return ask("POST", CALLS, token, "{'offer':{'type':'offer','sdp':'v=0'}}");
    }

    private static String token(Node node) {
        return node.parts().sessions().make("alice", Long.MAX_VALUE / 2);
    }

    private static JsonNode json(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JsonMapper.shared().readTree(response.body());
    }

    private HttpResponse<String> ask(String method, String path, String token, String body)
            throws Exception {
        return client.send(
                request(method, path, token, body), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, String token, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + path))
                        .method(
                                method,
                                HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                        .header("content-type", "application/json");
        if (!token.isEmpty()) {
            request.header("authorization", "Bearer " + token);
        }
        return request.build();
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
                    "users=alice:secret",
                    "edge.https.port=0",
                    "edge.ws.listen=127.0.0.1:" + http
                }) {
            sources.set(set);
        }
        return Node.start(sources.read(), new DataFolder(folder));
    }
}
