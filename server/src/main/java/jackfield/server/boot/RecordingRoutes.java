package jackfield.server.boot;

import static jackfield.server.boot.Edge.answer;
import static jackfield.server.boot.Edge.authorization;

import jackfield.net.http.FileSlice;
import jackfield.net.http.HttpRequest;
import jackfield.net.http.HttpResponse;
import jackfield.net.http.HttpServer;
import jackfield.server.api.AdminAccess;
import jackfield.server.api.Answer;
import jackfield.server.api.RecordingsApi;
import jackfield.server.api.Tickets;
import jackfield.server.config.RecordingSettings;
import jackfield.server.recording.RecordingShelf;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The routes that list recordings, give their files and remove them.
final class RecordingRoutes {
    private RecordingRoutes() {}

    static void add(HttpServer server, Parts parts, Seeing seeing) {
        RecordingShelf shelf =
                parts.config()
                        .get(RecordingSettings.FOLDER)
                        .map(folder -> new RecordingShelf(Path.of(folder)))
                        .orElse(null);
        RecordingsApi api =
                new RecordingsApi(
                        new AdminAccess(parts.secrets()),
                        shelf,
                        seeing::records,
                        Tickets.toListen(new SecureRandom(), System::currentTimeMillis));
        server.get(
                "/api/recordings",
                request -> answer(api.list(authorization(request), request::query)));
        server.route(
                "DELETE",
                "/api/recordings/:id",
                request -> answer(api.remove(authorization(request), request.path("id"))));
        server.post(
                "/api/recordings/:id/ticket",
                request -> answer(api.ticket(authorization(request), request.path("id"))));
        server.get("/api/recordings/:id/:file", request -> file(api, request));
    }

    private static HttpResponse file(RecordingsApi api, HttpRequest request) {
        AtomicReference<RecordingShelf.@Nullable Part> found = new AtomicReference<>();
        Answer answer =
                api.file(
                        authorization(request),
                        request.query("ticket"),
                        request.path("id"),
                        request.path("file"),
                        found::set);
        RecordingShelf.Part part = found.get();
        if (part == null) {
            return answer(answer);
        }
        String shown = part.type().startsWith("audio/") ? "inline" : "attachment";
        return FileSlice.response(part.path(), part.size(), part.type(), request.header("range"))
                .with(
                        "content-disposition",
                        shown + "; filename=\"" + part.path().getFileName() + "\"")
                .with("cache-control", "no-store")
                .with("cross-origin-resource-policy", "same-origin");
    }
}
