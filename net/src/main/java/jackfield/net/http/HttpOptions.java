package jackfield.net.http;

/// What every response and request of an [HttpServer] obeys.
///
/// @param contentSecurityPolicy the Content-Security-Policy header of every response
/// @param maxBodyBytes a longer request body gets 413
/// @param handlersAtOnce requests handled at once; more get 503
/// @param headTimeoutMs a connection of which no whole request head has come for so long is closed
/// @param idleTimeoutSeconds a connection on which nothing moves for so long is closed; longer than
///   the pings of WebSockets are apart. Between requests too, whatever trickles in
public record HttpOptions(
        String contentSecurityPolicy,
        int maxBodyBytes,
        int handlersAtOnce,
        long headTimeoutMs,
        int idleTimeoutSeconds) {
    /// Only our own scripts, styles and sockets; bodies to 1 MiB; 256 handlers, 10 s, 90 s.
    public static final HttpOptions DEFAULT =
            new HttpOptions(
                    "default-src 'self'; connect-src 'self'; img-src 'self' data:;"
                            + " media-src 'self' blob: mediastream:; object-src 'none';"
                            + " base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
                    1 << 20,
                    256,
                    10_000,
                    90);

    /// The same, but for connections that are idle.
    public HttpOptions idle(int seconds) {
        return new HttpOptions(
                contentSecurityPolicy, maxBodyBytes, handlersAtOnce, headTimeoutMs, seconds);
    }
}
