package jackfield.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.server.config.Config;
import jackfield.server.config.DataFolder;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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

    @Test
    void aPageRegistersWithItsTokenAndNoPassword() throws Exception {
        try (Node node = node()) {
            String token = signIn("alice");
            assertThat(register("alice", token)).startsWith("SIP/2.0 200 ");
            assertThat(register("bob", token)).startsWith("SIP/2.0 403 ");
            assertThat(register("alice", token.replace('.', '!'))).startsWith("SIP/2.0 401 ");
            String admin = node.parts().secrets().adminToken();
            JsonNode list = json(ask("GET", "/api/registrations", admin, "").body());
            assertThat(list.path("registrations").path(0).path("user").asString())
                    .isEqualTo("alice@example.org");
        }
    }

    @Test
    void usersComeInPagesAndAreFound() throws Exception {
        try (Node node = node()) {
            String admin = node.parts().secrets().adminToken();
            for (int i = 0; i < 5; i++) {
                String dora = "{\"name\":\"dora-" + i + "\",\"password\":\"explorer\"}";
                assertThat(ask("POST", "/api/users", admin, dora).statusCode()).isEqualTo(200);
            }
            String token = signIn("alice");
            assertThat(register("alice", token)).startsWith("SIP/2.0 200 ");

            JsonNode all = json(ask("GET", "/api/users", admin, "").body());
            assertThat(all.path("all").asInt()).isEqualTo(all.path("users").size());
            assertThat(all.path("found").asInt()).isEqualTo(all.path("all").asInt());
            assertThat(all.path("next").isNull()).isTrue();
            assertThat(all.path("users").path(0).path("name").asString()).isEqualTo("alice");
            assertThat(all.path("users").path(0).path("contacts").asInt()).isEqualTo(1);

            JsonNode first = json(ask("GET", "/api/users?find=DORA&limit=3", admin, "").body());
            assertThat(names(first)).containsExactly("dora-0", "dora-1", "dora-2");
            assertThat(first.path("found").asInt()).isEqualTo(5);
            assertThat(first.path("next").asString()).isEqualTo("dora-2");
            JsonNode rest =
                    json(ask("GET", "/api/users?find=DORA&limit=3&after=dora-2", admin, "").body());
            assertThat(names(rest)).containsExactly("dora-3", "dora-4");
            assertThat(rest.path("next").isNull()).isTrue();
            assertThat(names(json(ask("GET", "/api/users?find=nobody", admin, "").body())))
                    .isEmpty();
        }
    }

    private static List<String> names(JsonNode page) {
        List<String> names = new ArrayList<>();
        page.path("users").forEach(user -> names.add(user.path("name").asString()));
        return names;
    }

    @Test
    void contactsHistoryAndMessagesAreThere() throws Exception {
        try (Node _ = node()) {
            String token = signIn("alice");
            String contact = "{\"name\":\"Bob\",\"addresses\":[\"bob\"]}";
            assertThat(ask("PUT", "/api/me/contacts/b", token, contact).statusCode())
                    .isEqualTo(200);
            for (String path :
                    new String[] {
                        "/api/me/contacts", "/api/me/calls", "/api/me/messages", "/api/me/directory"
                    }) {
                assertThat(ask("GET", path, token, "").statusCode()).as(path).isEqualTo(200);
                assertThat(ask("GET", path, "", "").statusCode()).as(path).isEqualTo(401);
            }
            assertThat(
                            ask(
                                            "POST",
                                            "/api/me/messages/read",
                                            token,
                                            "{\"with\":\"bob\",\"upTo\":3}")
                                    .body())
                    .isEqualTo("{\"read\":0}");
        }
    }

    @Test
    void aUserForwardsItsOwnCallsAndIsNotDisturbed() throws Exception {
        try (Node node = node()) {
            String token = signIn("alice");
            String admin = node.parts().secrets().adminToken();
            String mine = "/api/me/forwarding";
            String wish = "{\"busy\":\"bob\",\"noAnswer\":\"0049\",\"afterSeconds\":12}";
            assertThat(ask("PUT", mine, token, wish).statusCode()).isEqualTo(200);
            assertThat(ask("GET", "/api/users/alice/forwarding", admin, "").body())
                    .contains("\"busy\":\"bob\"", "\"afterSeconds\":12");
            assertThat(ask("PUT", mine, token, "{\"always\":\"alice\"}").body())
                    .contains("can't be forwarded to the one whose they are");
            assertThat(ask("PUT", mine, token, "{\"always\":\"a b\"}").body())
                    .contains("is no target");
            assertThat(ask("PUT", mine, token, "{\"x\":1}").statusCode()).isEqualTo(400);
            assertThat(ask("PUT", mine, "", wish).statusCode()).isEqualTo(401);

            String quiet = "/api/me/do-not-disturb";
            assertThat(ask("GET", quiet, token, "").body()).isEqualTo("{\"on\":false}");
            assertThat(ask("PUT", quiet, token, "{\"on\":true}").body()).isEqualTo("{\"on\":true}");
            assertThat(ask("PUT", quiet, token, "{\"on\":1}").statusCode()).isEqualTo(400);
            assertThat(ask("DELETE", mine, token, "").statusCode()).isEqualTo(200);
            assertThat(ask("GET", mine, token, "").body()).contains("\"busy\":\"\"");
            // It is no forwarding, so it stays.
            String theirs = "/api/users/alice/do-not-disturb";
            assertThat(ask("GET", theirs, admin, "").body()).isEqualTo("{\"on\":true}");
            assertThat(ask("PUT", theirs, admin, "{\"on\":false}").statusCode()).isEqualTo(200);
            assertThat(ask("GET", quiet, token, "").body()).isEqualTo("{\"on\":false}");
            assertThat(ask("GET", "/api/users/nobody/do-not-disturb", admin, "").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void aLinkSignsAUserInOnce() throws Exception {
        try (Node node = node()) {
            String admin = node.parts().secrets().adminToken();
            String path = "/api/users/alice/provisioning";
            assertThat(ask("POST", path, "", "").statusCode()).isEqualTo(401);
            JsonNode made = json(ask("POST", path, admin, "").body());
            String code = made.path("code").asString();
            assertThat(made.path("link").asString())
                    .isEqualTo("http://127.0.0.1:" + http + "/#provision=" + code);
            String body = "{\"provision\":\"" + code + "\"}";
            JsonNode session = json(ask("POST", "/api/session", "", body).body());
            assertThat(session.path("account").asString()).isEqualTo("alice");
            String token = session.path("token").asString();
            assertThat(ask("GET", "/api/me", token, "").statusCode()).isEqualTo(200);
            assertThat(ask("POST", "/api/session", "", body).statusCode()).isEqualTo(401);
            assertThat(ask("POST", "/api/users/nobody/provisioning", admin, "").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void aRecordingIsHeardByPartsAndOnlyWithTheTokenOrATicket() throws Exception {
        Path shelf = Files.createDirectory(folder.resolve("calls"));
        Files.writeString(shelf.resolve("r.wav"), "0123456789");
        Files.writeString(folder.resolve("secret.wav"), "secret");
        Files.writeString(
                shelf.resolve("r.json"),
                "{\"callId\":\"c1\",\"begun\":\"2026-11-21T14:00:00Z\",\"durationMs\":1500,"
                        + "\"files\":[\"r.wav\"]}");
        try (Node node = node("recording.folder=" + shelf)) {
            String admin = node.parts().secrets().adminToken();
            assertThat(ask("GET", "/api/recordings", "", "").statusCode()).isEqualTo(401);
            JsonNode one =
                    json(ask("GET", "/api/recordings", admin, "").body())
                            .path("recordings")
                            .path(0);
            assertThat(one.path("callId").asString()).isEqualTo("c1");
            assertThat(one.path("seconds").asDouble()).isEqualTo(1.5);
            String path = "/api/recordings/" + one.path("id").asString();

            assertThat(ask("GET", path + "/.wav", admin, "").body()).isEqualTo("0123456789");
            assertThat(ask("GET", path + "/.wav", "", "").statusCode()).isEqualTo(401);
            assertThat(ask("GET", path + "/.wav?ticket=x", "", "").statusCode()).isEqualTo(401);
            assertThat(ask("POST", path + "/ticket", "", "").statusCode()).isEqualTo(401);
            assertThat(ask("DELETE", path, "", "").statusCode()).isEqualTo(401);
            String ticket =
                    json(ask("POST", path + "/ticket", admin, "").body()).path("ticket").asString();
            String address = path + "/.wav?ticket=" + ticket;
            HttpResponse<String> part = ask("GET", address, "", "", "range", "bytes=2-4");
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.body()).isEqualTo("234");
            assertThat(part.headers().firstValue("content-range")).hasValue("bytes 2-4/10");
            assertThat(part.headers().firstValue("content-type")).hasValue("audio/wav");
            for (String elsewhere :
                    new String[] {
                        "/api/recordings/Li4vc2VjcmV0/.wav", // ../secret
                        "/api/recordings/..%2Fsecret/.wav",
                        path + "/..%2F..%2Fsecret.wav",
                        path + "/.json"
                    }) {
                assertThat(ask("GET", elsewhere, admin, "").statusCode())
                        .as(elsewhere)
                        .isEqualTo(404);
                assertThat(ask("GET", elsewhere + "?ticket=" + ticket, "", "").statusCode())
                        .as(elsewhere)
                        .isIn(401, 404);
            }
            assertThat(ask("DELETE", path + "?ticket=" + ticket, "", "").statusCode())
                    .isEqualTo(401);
            assertThat(ask("DELETE", path, admin, "").statusCode()).isEqualTo(200);
            assertThat(ask("GET", address, "", "").statusCode()).isEqualTo(404);
            assertThat(shelf.toFile().list()).isEmpty();
        }
    }

    private String signIn(String user) throws Exception {
        String body = "{\"user\":\"" + user + "\",\"password\":\"secret\"}";
        return json(ask("POST", "/api/session", "", body).body()).path("token").asString();
    }

    /// What the node answers to a REGISTER over a WebSocket.
    private String register(String user, String token) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        StringBuilder text = new StringBuilder();
        WebSocket.Listener listener =
                new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onText(
                            WebSocket socket, CharSequence part, boolean last) {
                        text.append(part);
                        if (last) {
                            answer.complete(text.toString());
                        }
                        socket.request(1);
                        return null;
                    }
                };
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket =
                    client.newWebSocketBuilder()
                            .subprotocols("sip")
                            .buildAsync(URI.create("ws://127.0.0.1:" + http + "/ws"), listener)
                            .get(5, TimeUnit.SECONDS);
            String aor = "<sip:" + user + "@example.org>";
            socket.sendText(
                    String.join(
                            "\r\n",
                            "REGISTER sip:example.org SIP/2.0",
                            "Via: SIP/2.0/WS x.invalid;branch=z9hG4bK" + user + token.hashCode(),
                            "Max-Forwards: 70",
                            "From: " + aor + ";tag=1",
                            "To: " + aor,
                            "Call-ID: " + user + token.hashCode(),
                            "CSeq: 1 REGISTER",
                            "Contact: <sip:" + user + "@x.invalid;transport=ws>;expires=600",
                            "Authorization: Bearer " + token,
                            "Content-Length: 0",
                            "",
                            ""),
                    true);
            String got = answer.get(5, TimeUnit.SECONDS);
            socket.abort();
            return got;
        }
    }

    private Node node(String... more) throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            http = free.getLocalPort();
        }
        Config.Sources sources = new Config.Sources();
        for (String set :
                new String[] {
                    "listen.address=127.0.0.1",
                    "public.address=127.0.0.1",
                    "domain=example.org",
                    "users=alice:secret,bob:secret",
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
        for (String set : more) {
            sources.set(set);
        }
        return Node.start(sources.read(), new DataFolder(folder));
    }

    /// @param headers names and values in turn
    private HttpResponse<String> ask(
            String method, String path, String token, String body, String... headers)
            throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + path))
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .header("content-type", "application/json");
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
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
