package jackfield.server.boot;

import static jackfield.server.boot.Edge.answer;
import static jackfield.server.boot.Edge.authorization;

import jackfield.base.Endpoint;
import jackfield.base.Network;
import jackfield.net.http.Forwarding;
import jackfield.net.http.HttpRequest;
import jackfield.net.http.HttpServer;
import jackfield.server.api.AdminAccess;
import jackfield.server.api.ContactsApi;
import jackfield.server.api.HistoryApi;
import jackfield.server.api.Links;
import jackfield.server.api.MeApi;
import jackfield.server.api.MessagesApi;
import jackfield.server.api.SessionApi;
import jackfield.server.api.TurnApi;
import jackfield.server.api.UserAccess;
import jackfield.server.config.PageSettings;
import jackfield.server.config.SecuritySettings;
import jackfield.server.config.Settings;
import jackfield.server.identity.SessionTokens;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The routes of users who sign in: `/api/session` and what is below `/api/me`.
final class MeRoutes {
    private MeRoutes() {}

    /// @param turn makes credentials; null on a node without TURN
    static void add(
            HttpServer server,
            Parts parts,
            PageUsers users,
            PageBooks books,
            @Nullable TurnApi turn) {
        SessionTokens tokens = parts.sessions();
        List<Network> proxies = parts.config().get(SecuritySettings.PROXIES);
        Forwarding forwarding =
                new Forwarding(
                        peer -> proxies.stream().anyMatch(network -> network.contains(peer)));
        Links links =
                new Links(
                        books,
                        users,
                        parts.config().get(PageSettings.LINK_TIME),
                        new SecureRandom());
        AdminAccess admin = new AdminAccess(parts.secrets());
        server.post(
                "/api/users/:name/provisioning",
                request ->
                        answer(
                                links.make(
                                        admin,
                                        authorization(request),
                                        request.path("name"),
                                        origin(request))));
        SessionApi session =
                new SessionApi(
                        tokens,
                        users,
                        parts.config().get(PageSettings.SESSION_TIME),
                        parts.config().get(Settings.AUTH_FAILURES_LIMIT),
                        links);
        server.post(
                "/api/session",
                request ->
                        answer(
                                session.signIn(
                                        request.header("content-type"),
                                        request.body(),
                                        client(forwarding, request))));
        server.route("DELETE", "/api/session", _ -> answer(session.signOut()));
        UserAccess access = new UserAccess(tokens, users);
        MeApi me = new MeApi(access, users, turn);
        server.get("/api/me", request -> answer(me.me(authorization(request))));
        server.get("/api/me/turn", request -> answer(me.turn(authorization(request))));
        HistoryApi history = new HistoryApi(access, books, users.home());
        server.get(
                "/api/me/calls",
                request -> answer(history.calls(authorization(request), request::query)));
        contacts(server, new ContactsApi(access, books, users.home()));
        MessagesApi messages = new MessagesApi(access, books.personal(), users.home());
        server.get(
                "/api/me/messages",
                request -> answer(messages.list(authorization(request), request::query)));
        server.post(
                "/api/me/messages/read",
                request ->
                        answer(
                                messages.read(
                                        authorization(request),
                                        request.header("content-type"),
                                        request.body())));
    }

    private static void contacts(HttpServer server, ContactsApi contacts) {
        server.route(
                "PUT",
                "/api/me",
                request ->
                        answer(
                                contacts.rename(
                                        authorization(request),
                                        request.header("content-type"),
                                        request.body())));
        server.get(
                "/api/me/directory", request -> answer(contacts.directory(authorization(request))));
        String book = "/api/me/contacts";
        server.get(book, request -> answer(contacts.list(authorization(request))));
        server.route(
                "PUT",
                book,
                request ->
                        answer(
                                contacts.replace(
                                        authorization(request),
                                        request.header("content-type"),
                                        request.body())));
        server.route(
                "PUT",
                book + "/:id",
                request ->
                        answer(
                                contacts.put(
                                        authorization(request),
                                        request.path("id"),
                                        request.header("content-type"),
                                        request.body())));
        server.route(
                "DELETE",
                book + "/:id",
                request -> answer(contacts.remove(authorization(request), request.path("id"))));
    }

    /// The node as the one who asks reaches it.
    private static @Nullable String origin(HttpRequest request) {
        String host = request.header("host");
        return host == null ? null : (request.secure() ? "https://" : "http://") + host;
    }

    /// Who asks: behind a reverse proxy that is believed, the one who asked that.
    private static Endpoint client(Forwarding forwarding, HttpRequest request) {
        return forwarding.client(
                request.remote(),
                request.headers().getOrDefault("forwarded", List.of()),
                request.headers().getOrDefault("x-forwarded-for", List.of()));
    }
}
