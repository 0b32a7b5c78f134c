package jackfield.net.http;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// How a WebSocket path behaves.
///
/// @param subprotocol what the client must offer: `sip` (RFC 7118 section 4)
/// @param origin says whether a page of this Origin may connect; it gets null where the client is
///   no browser and sends none
/// @param maxMessageBytes a longer message closes the connection (1009)
/// @param pingIntervalMs how often we ping; a peer of which nothing arrives between three pings is
///   cut off
public record WebSocketOptions(
        String subprotocol,
        Predicate<@Nullable String> origin,
        int maxMessageBytes,
        long pingIntervalMs) {
    /// Any Origin, messages to 64 KiB, a ping every 25 s.
    public static WebSocketOptions of(String subprotocol) {
        return new WebSocketOptions(subprotocol, _ -> true, 65_536, 25_000);
    }
}
