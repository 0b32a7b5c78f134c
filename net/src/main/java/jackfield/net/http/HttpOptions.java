package jackfield.net.http;

/// What every response and request of an [HttpServer] obeys.
///
/// @param contentSecurityPolicy the Content-Security-Policy header of every response
/// @param maxBodyBytes a longer request body gets 413
/// @param handlersAtOnce requests handled at once; more get 503
/// @param idleTimeoutSeconds a connection on which nothing moves for so long is closed; longer than
///   the pings of WebSockets are apart
public record HttpOptions(
        String contentSecurityPolicy,
        int maxBodyBytes,
        int handlersAtOnce,
        int idleTimeoutSeconds) {
    /// Only our own scripts, styles and sockets; bodies to 1 MiB; 256 handlers, 90 s.
    public static final HttpOptions DEFAULT =
            new HttpOptions(
                    "default-src 'self'; connect-src 'self'; img-src 'self' data:;"
                            + " media-src 'self' blob: mediastream:; object-src 'none';"
                            + " base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
                    1 << 20,
                    256,
                    90);
}
