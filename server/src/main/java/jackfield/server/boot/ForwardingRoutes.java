package jackfield.server.boot;

import static jackfield.server.boot.Edge.answer;
import static jackfield.server.boot.Edge.authorization;

import jackfield.net.http.HttpServer;
import jackfield.server.api.ForwardingApi;

/// The routes of call forwarding and of "do not disturb": a user's own, and the administrator's.
final class ForwardingRoutes {
    private ForwardingRoutes() {}

    static void add(HttpServer server, ForwardingApi api) {
        String any = "/api/users/:name/forwarding";
        server.get(any, request -> answer(api.get(authorization(request), request.path("name"))));
        server.route(
                "PUT",
                any,
                request ->
                        answer(
                                api.put(
                                        authorization(request),
                                        request.path("name"),
                                        request.body())));
        server.route(
                "DELETE",
                any,
                request -> answer(api.delete(authorization(request), request.path("name"))));
        String quiet = "/api/users/:name/do-not-disturb";
        server.get(
                quiet, request -> answer(api.quiet(authorization(request), request.path("name"))));
        server.route(
                "PUT",
                quiet,
                request ->
                        answer(
                                api.putQuiet(
                                        authorization(request),
                                        request.path("name"),
                                        request.header("content-type"),
                                        request.body())));
        own(server, api);
    }

    private static void own(HttpServer server, ForwardingApi api) {
        String mine = "/api/me/forwarding";
        server.get(mine, request -> answer(api.mine(authorization(request))));
        server.route(
                "PUT",
                mine,
                request ->
                        answer(
                                api.putMine(
                                        authorization(request),
                                        request.header("content-type"),
                                        request.body())));
        server.route("DELETE", mine, request -> answer(api.deleteMine(authorization(request))));
        String quiet = "/api/me/do-not-disturb";
        server.get(quiet, request -> answer(api.myQuiet(authorization(request))));
        server.route(
                "PUT",
                quiet,
                request ->
                        answer(
                                api.putMyQuiet(
                                        authorization(request),
                                        request.header("content-type"),
                                        request.body())));
    }
}
