package jackfield.net.stream;

/// What strangers may cost us.
///
/// @param connections accepted connections at once, all listeners together
/// @param connectionsPerAddress accepted connections at once from one remote address
/// @param idleTimeoutMs an accepted connection on which nothing arrived for so long is closed; 0
///   for never
/// @param silenceMs an accepted connection that has said nothing at all for so long is closed
/// @param writeQueueBytes what may wait for a peer that reads slowly; more closes the connection
/// @param connectTimeoutMs how long a connection of ours (with its TLS handshake) may take to open
/// @param handshakeTimeoutMs how long an accepted connection's TLS handshake may take
public record StreamLimits(
        int connections,
        int connectionsPerAddress,
        long idleTimeoutMs,
        long silenceMs,
        int writeQueueBytes,
        int connectTimeoutMs,
        int handshakeTimeoutMs) {
    /// 10,000 connections, 100 of one address, an hour, 30 s, 1 MiB, 5 s, 10 s.
    public static final StreamLimits DEFAULT =
            new StreamLimits(10_000, 100, 3_600_000, 30_000, 1 << 20, 5_000, 10_000);
}
