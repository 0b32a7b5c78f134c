package jackfield.server.boot;

import static jackfield.server.boot.Edge.answer;
import static jackfield.server.boot.Edge.authorization;

import jackfield.net.http.HttpRequest;
import jackfield.net.http.HttpResponse;
import jackfield.net.http.HttpServer;
import jackfield.roles.trace.CallTrace;
import jackfield.server.api.AdminAccess;
import jackfield.server.api.Answer;
import jackfield.server.api.Api;
import jackfield.server.api.MediaHistory;
import jackfield.server.api.NodeView;
import jackfield.server.api.Traces;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The routes that show calls, what was said in them, and how they ended.
final class SeeingRoutes {
    private SeeingRoutes() {}

    static void add(HttpServer server, AdminAccess access, Seeing seeing, NodeView node, Api api) {
        Traces traces = new Traces(access, seeing, node);
        server.get(
                "/api/calls",
                request ->
                        answer(
                                "ended".equals(request.query("state"))
                                        ? traces.ended(
                                                authorization(request), request.query("limit"))
                                        : api.calls(authorization(request))));
        server.get(
                "/api/traces",
                request ->
                        answer(
                                traces.list(
                                        authorization(request),
                                        request.query("kind"),
                                        request.query("user"),
                                        request.query("limit"))));
        server.get(
                "/api/calls/:id/ladder",
                request -> answer(traces.ladder(authorization(request), request.path("id"))));
        MediaHistory media = new MediaHistory(access, node, seeing);
        server.get(
                "/api/calls/:id/media",
                request -> answer(media.media(authorization(request), request.path("id"))));
        server.get("/api/calls/:id/pcap", request -> pcap(traces, request));
        server.get(
                "/api/records",
                request -> answer(traces.records(authorization(request), request::query)));
        server.get(
                "/api/calls/:id/messages",
                request ->
                        answer(
                                traces.messages(
                                        authorization(request),
                                        request.path("id"),
                                        asksForSecrets(request))));
    }

    private static HttpResponse pcap(Traces traces, HttpRequest request) {
        AtomicReference<@Nullable CallTrace> found = new AtomicReference<>();
        Answer answer = traces.pcap(authorization(request), request.path("id"), found::set);
        CallTrace trace = found.get();
        return trace == null
                ? answer(answer)
                : HttpResponse.of(200, "application/vnd.tcpdump.pcap", traces.pcap(trace))
                        .with("content-disposition", "attachment; filename=\"call.pcapng\"")
                        .with("cache-control", "no-store");
    }

    /// Secrets are for one who sits at this machine: no request from elsewhere, and none that a
    /// reverse proxy passed on for somebody.
    private static boolean asksForSecrets(HttpRequest request) {
        String authorization = authorization(request);
        return "yes".equals(request.query("secrets"))
                && request.secure()
                && request.remote().isLoopback()
                && request.header("x-forwarded-for") == null
                && request.header("forwarded") == null
                && authorization != null
                && authorization.regionMatches(true, 0, "Bearer ", 0, 7);
    }
}
