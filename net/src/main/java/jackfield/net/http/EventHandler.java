package jackfield.net.http;

import org.jspecify.annotations.Nullable;

/// Answers requests for server-sent events; may block, for it runs on a virtual thread.
@FunctionalInterface
public interface EventHandler {
    /// Takes the stream ([EventStream#begin]) and gives null, or refuses with a response.
    @Nullable HttpResponse open(HttpRequest request, EventStream stream) throws Exception;
}
