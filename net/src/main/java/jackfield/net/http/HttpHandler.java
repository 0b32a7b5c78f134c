package jackfield.net.http;

/// Answers requests; may block, for it runs on a virtual thread. An exception becomes a 500 without
/// details.
@FunctionalInterface
public interface HttpHandler {
    /// The answer to `request`.
    HttpResponse handle(HttpRequest request) throws Exception;
}
