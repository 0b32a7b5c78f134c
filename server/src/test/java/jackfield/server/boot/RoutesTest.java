package jackfield.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.server.config.Config;
import jackfield.server.config.DataFolder;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The routes of a running node, and the page that says what they do.
@Timeout(60)
class RoutesTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z]+ /[^`]*)` \\|");

    /// Only while a certificate is ordered.
    private static final String ACME = "GET /.well-known/acme-challenge/:token";

    @TempDir Path folder;
    private int http;

    @Test
    void everyRouteIsInTheGuideAndNoOther() throws Exception {
        try (Node node = node()) {
            JsonNode routes =
                    json(ask("GET", "/api", node.parts().secrets().adminToken(), "").body());
            TreeSet<String> registered = new TreeSet<>();
            routes.path("routes").forEach(route -> registered.add(route.asString()));
            TreeSet<String> described = new TreeSet<>();
            Matcher row = ROW.matcher(Files.readString(guide()));
            while (row.find()) {
                described.add(row.group(1));
            }
            described.remove(ACME);
            assertThat(described).isEqualTo(registered);
        }
    }

    @Test
    void aUserSignsInAndAsksAboutItself() throws Exception {
        try (Node _ = node()) {
            HttpResponse<String> signedIn =
                    ask("POST", "/api/session", "", "{\"user\":\"alice\",\"password\":\"secret\"}");
            assertThat(signedIn.statusCode()).isEqualTo(200);
            String token = json(signedIn.body()).path("token").asString();

            JsonNode me = json(ask("GET", "/api/me", token, "").body());
            assertThat(me.path("uri").asString()).isEqualTo("sip:alice@example.org");
            assertThat(me.path("numbers").path(0).path("service").asString()).isEqualTo("echo");
            assertThat(me.path("can").path("turn").asBoolean()).isTrue();

            JsonNode turn = json(ask("GET", "/api/me/turn", token, "").body());
            assertThat(turn.path("username").asString()).endsWith(":alice");
            assertThat(turn.path("iceServers").path(1).path("credential").asString())
                    .isEqualTo(turn.path("password").asString());

            assertThat(ask("GET", "/api/me", token + "x", "").statusCode()).isEqualTo(401);
            assertThat(ask("GET", "/api/calls", token, "").statusCode()).isEqualTo(401);
            assertThat(ask("DELETE", "/api/session", token, "").statusCode()).isEqualTo(204);
        }
    }

    private Node node() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            http = free.getLocalPort();
        }
        Config.Sources sources = new Config.Sources();
        for (String set :
                new String[] {
                    "listen.address=127.0.0.1",
                    "public.address=127.0.0.1",
                    "domain=example.org",
                    "users=alice:secret",
                    "edge.https.port=0",
                    "edge.ws.listen=127.0.0.1:" + http,
                    "sip.udp.port=0",
                    "sip.tcp.port=0",
                    "sip.tls.port=0",
                    "turn.port=0",
                    "turn.tls.port=0",
                    "media.browser.port=0",
                    "media.rtp.range=42000-42999"
                }) {
            sources.set(set);
        }
        return Node.start(sources.read(), new DataFolder(folder));
    }

    private HttpResponse<String> ask(String method, String path, String token, String body)
            throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + path))
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .header("content-type", "application/json");
            if (!token.isEmpty()) {
                request.header("authorization", "Bearer " + token);
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static Path guide() {
        Path here = Path.of("docs/guide/api.md");
        return Files.exists(here) ? here : Path.of("..").resolve(here);
    }
}
