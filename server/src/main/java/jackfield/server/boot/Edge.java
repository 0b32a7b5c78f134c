package jackfield.server.boot;

import jackfield.base.Endpoint;
import jackfield.base.Network;
import jackfield.net.Listener;
import jackfield.net.http.Forwarding;
import jackfield.net.http.HttpFiles;
import jackfield.net.http.HttpRequest;
import jackfield.net.http.HttpResponse;
import jackfield.net.http.HttpServer;
import jackfield.net.http.OriginCheck;
import jackfield.net.http.WebSocketOptions;
import jackfield.net.stream.Streams;
import jackfield.server.api.AdminAccess;
import jackfield.server.api.Answer;
import jackfield.server.api.Api;
import jackfield.server.api.BansApi;
import jackfield.server.api.MediaApi;
import jackfield.server.api.RoutingApi;
import jackfield.server.api.TlsApi;
import jackfield.server.api.TurnApi;
import jackfield.server.config.PageSettings;
import jackfield.server.config.SecuritySettings;
import jackfield.server.config.Setting;
import jackfield.server.config.Settings;
import jackfield.server.metrics.Health;
import jackfield.server.metrics.Metrics;
import jackfield.server.tls.Challenges;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the node serves over HTTP: the page, the API, the metrics, and WebSockets for SIP.
final class Edge {
    private static final String CERTIFICATE = "application/x-x509-ca-cert";

    private Edge() {}

    /// All routes.
    ///
    /// @param routing knows the domain of the users, which the page asks for
    static HttpServer routes(
            Parts parts,
            Streams streams,
            SignallingShard shard,
            NodeState state,
            Seeing seeing,
            Routing routing) {
        AdminAccess access = new AdminAccess(parts.secrets());
        Api api = new Api(access, state);
        HttpServer server = new HttpServer(streams, CoreSettings.http(parts.config()));
        server.get("/healthz", _ -> health(parts.health()));
        server.get("/metrics", _ -> metrics(parts.metrics(), state));
        server.get(
                "/ca.crt",
                _ ->
                        HttpResponse.of(
                                200,
                                CERTIFICATE,
                                parts.identity().rootPem().getBytes(StandardCharsets.US_ASCII)));
        server.get(
                "/api",
                request ->
                        answer(
                                access.guarded(
                                        authorization(request),
                                        () -> Answer.ok(Map.of("routes", server.routes())))));
        SeeingRoutes.add(server, access, seeing, state, api);
        server.get(
                "/api/calls/:id",
                request -> answer(api.call(authorization(request), request.path("id"))));
        server.get(
                "/api/registrations",
                request ->
                        answer(
                                api.registrations(
                                        authorization(request),
                                        request.query("user"),
                                        request.query("find"),
                                        request.query("limit"))));
        server.route(
                "DELETE",
                "/api/registrations/:user",
                request ->
                        answer(
                                api.drop(
                                        authorization(request),
                                        request.path("user"),
                                        request.query("contact"))));
        routing(server, new RoutingApi(access, routing));
        certificates(server, new TlsApi(access, parts.tls().certificates()));
        proofs(server, parts.tls().challenges());
        if (parts.config().has("web")) {
            List<String> frames =
                    parts.config().get(PageSettings.FRAME_ANCESTORS).stream().sorted().toList();
            server.framedBy(frames);
            server.get(
                    "/phone.json",
                    _ -> answer(Answer.ok(Map.of("domain", routing.home(), "frames", frames))));
            files().ifPresent(server::files);
        }
        if (parts.config().has("edge")) {
            WebSocketOptions usual = WebSocketOptions.of("sip");
            List<Network> proxies = parts.config().get(SecuritySettings.PROXIES);
            server.behind(
                    new Forwarding(
                            peer -> proxies.stream().anyMatch(network -> network.contains(peer))));
            server.webSocket(
                    "/ws",
                    new WebSocketOptions(
                            usual.subprotocol(),
                            origins(parts.config().get(SecuritySettings.ORIGINS)),
                            parts.config().get(Settings.MESSAGE_BYTES_LIMIT),
                            parts.config().get(SecuritySettings.PING).toMillis()),
                    shard.webSockets());
        }
        return server;
    }

    static void turn(HttpServer server, TurnApi api) {
        server.get(
                "/api/turn",
                request ->
                        answer(
                                api.credential(
                                        authorization(request),
                                        request.remote(),
                                        request.query("user"),
                                        request.query("hash"))));
        server.get(
                "/api/turn/allocations",
                request -> answer(api.allocations(authorization(request), request.query("user"))));
        server.route(
                "DELETE",
                "/api/turn/allocations/:id",
                request -> answer(api.end(authorization(request), request.path("id"))));
    }

    private static void routing(HttpServer server, RoutingApi api) {
        server.get("/api/routes", request -> answer(api.routes(authorization(request))));
        server.post("/api/routes/reload", request -> answer(api.reload(authorization(request))));
        server.get(
                "/api/routes/test",
                request ->
                        answer(
                                api.test(
                                        authorization(request),
                                        request.query("from"),
                                        request.query("to"),
                                        request.query("method"),
                                        request.query("source"))));
        server.get("/api/groups", request -> answer(api.groups(authorization(request))));
        for (boolean disable : new boolean[] {true, false}) {
            server.post(
                    "/api/groups/:name/members/:number/" + (disable ? "disable" : "enable"),
                    request ->
                            answer(
                                    api.disable(
                                            authorization(request),
                                            request.path("name"),
                                            request.path("number"),
                                            disable)));
        }
    }

    /// Whose pages may open a WebSocket.
    static OriginCheck origins(Set<String> allowed) {
        if (allowed.contains("any")) {
            return OriginCheck.any();
        }
        OriginCheck same = OriginCheck.sameHost();
        boolean sameToo = allowed.contains("same");
        return (origin, host) ->
                origin == null || allowed.contains(origin) || sameToo && same.admits(origin, host);
    }

    private static void certificates(HttpServer server, TlsApi api) {
        server.get("/api/tls", request -> answer(api.state(authorization(request))));
        server.post("/api/tls/reload", request -> answer(api.reload(authorization(request))));
        server.post("/api/tls/renew", request -> answer(api.renew(authorization(request))));
    }

    /// What an ACME server comes to ask for (RFC 8555 section 8.3).
    static HttpServer proofs(HttpServer server, Optional<Challenges> challenges) {
        challenges.ifPresent(expected ->
                server.get(
                        "/.well-known/acme-challenge/:token",
                        request ->
                                expected.answer(request.path("token"))
                                        .map(proof -> HttpResponse.text(200, proof))
                                        .orElseGet(() -> HttpResponse.text(404, "Not Found\n"))));
        return server;
    }

    /// The routes of bans.
    static void bans(HttpServer server, BansApi bans) {
        server.get("/api/bans", request -> answer(bans.list(authorization(request))));
        server.post(
                "/api/bans",
                request ->
                        answer(
                                bans.add(
                                        authorization(request),
                                        request.header("content-type"),
                                        request.body())));
        server.route(
                "DELETE",
                "/api/bans",
                request -> answer(bans.remove(authorization(request), request.query("network"))));
    }

    /// The route of what is done to the sound of calls.
    static void media(HttpServer server, MediaApi media) {
        server.post(
                "/api/calls/:id/media",
                request ->
                        answer(
                                media.command(
                                        authorization(request),
                                        request.path("id"),
                                        request::query)));
    }

    /// Opens one listener; the exception says what is wrong and which setting moves it.
    static Endpoint listen(String what, Endpoint at, Setting<?> setting, Opening opening)
            throws IOException {
        try {
            return opening.open(at).local();
        } catch (IOException e) {
            IOException refusal = PortRefusal.of(what, at, String.valueOf(e.getMessage()), setting);
            refusal.initCause(e);
            throw refusal;
        }
    }

    /// Opens a listener.
    @FunctionalInterface
    interface Opening {
        Listener open(Endpoint at) throws IOException;
    }

    /// The page's files: beside the program, or where the launcher says.
    private static Optional<HttpFiles> files() {
        String said = System.getProperty("jackfield.web", "");
        return said.isEmpty() || !Files.isDirectory(Path.of(said))
                ? Optional.empty()
                : Optional.of(new HttpFiles.Directory(Path.of(said)));
    }

    private static HttpResponse health(Health health) {
        String body = health.json(); // asking may be what shows that the node is not well
        return HttpResponse.json(health.status(), body);
    }

    private static HttpResponse metrics(Metrics metrics, NodeState state) {
        state.refresh();
        return HttpResponse.of(
                200, Metrics.CONTENT_TYPE, metrics.text().getBytes(StandardCharsets.UTF_8));
    }

    static @Nullable String authorization(HttpRequest request) {
        return request.header("authorization");
    }

    static HttpResponse answer(Answer answer) {
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        return new HttpResponse(
                answer.status(), headers, answer.body().getBytes(StandardCharsets.UTF_8));
    }
}
