package jackfield.server.boot;

import static jackfield.server.boot.Edge.answer;
import static jackfield.server.boot.Edge.authorization;

import jackfield.net.NodeClock;
import jackfield.net.http.HttpServer;
import jackfield.server.api.Answer;
import jackfield.server.api.StoredCalls;
import jackfield.server.api.UserAccess;
import jackfield.server.config.SignalSection;

/// The routes of stored signalling.
final class StoredCallRoutes {
    private static final String CALLS = "/api/signal/calls";
    private static final String CALL = CALLS + "/:id";

    private StoredCallRoutes() {}

    /// Adds them to a node with the role p2p.
    static void add(HttpServer server, Parts parts, NodeClock clock, PageUsers users) {
        if (!parts.config().has("p2p")) {
            return;
        }
        StoredCalls calls =
                new StoredCalls(
                        new UserAccess(parts.sessions(), users),
                        clock::now,
                        parts.config().get(SignalSection.STORED_TIME),
                        parts.config().get(SignalSection.STORED_CALLS));
        parts.metrics().gauge("jackfield_signal_stored_calls", "Stored calls now.", calls::size);
        server.post(
                CALLS,
                request ->
                        answer(
                                calls.make(
                                        authorization(request),
                                        request.header("content-type"),
                                        request.body())));
        server.route(
                "GET",
                CALL,
                request ->
                        answer(
                                calls.get(
                                        request.path("id"),
                                        request.query("after"),
                                        request.query("wait"))));
        server.route(
                "PUT",
                CALL + "/answer",
                request ->
                        answer(
                                calls.answer(
                                        request.path("id"),
                                        request.header("content-type"),
                                        request.body())));
        server.post(
                CALL + "/candidates/:side",
                request ->
                        answer(
                                calls.candidates(
                                        request.path("id"),
                                        request.path("side"),
                                        authorization(request),
                                        request.header("content-type"),
                                        request.body())));
        server.route(
                "DELETE",
                CALL,
                request -> answer(calls.end(request.path("id"), authorization(request))));
        server.events(
                CALL + "/events",
                (request, stream) -> {
                    String seen = request.header("last-event-id");
                    Answer refused =
                            calls.events(
                                    request.path("id"),
                                    seen == null ? request.query("after") : seen,
                                    gone -> {
                                        stream.onClose(gone);
                                        stream.begin();
                                    },
                                    event -> {
                                        stream.send(event.id(), event.name(), event.data());
                                        if (event.name().equals("end")) {
                                            stream.close();
                                        }
                                    });
                    return refused == null ? null : answer(refused);
                });
    }
}
