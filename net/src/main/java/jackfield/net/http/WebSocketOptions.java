package jackfield.net.http;

/// How a WebSocket path behaves.
///
/// @param subprotocol what the client must offer: `sip` (RFC 7118 section 4); empty where it need
///   offer none
/// @param origin says whose pages may connect
/// @param maxMessageBytes a longer message closes the connection (1009)
/// @param pingIntervalMs how often we ping; a peer of which nothing arrives between three pings is
///   cut off
public record WebSocketOptions(
        String subprotocol, OriginCheck origin, int maxMessageBytes, long pingIntervalMs) {
    /// Any Origin, messages to 64 KiB, a ping every 25 s.
    public static WebSocketOptions of(String subprotocol) {
        return new WebSocketOptions(subprotocol, OriginCheck.any(), 65_536, 25_000);
    }
}
