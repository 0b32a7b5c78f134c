package jackfield.rtc.turn;

import jackfield.base.Endpoint;

/// A TCP port that is ours to relay by: it listens, and connections to peers begin at it (RFC 6062
/// section 4.1).
public interface TcpPort {
    /// The address as peers see it.
    Endpoint told();

    /// Begins a connection to a peer; [TurnServer#peerConnected] or [TurnServer#peerGone] follows.
    void connect(int connection, Endpoint peer);

    /// Joins a connection to the client that has bound it: from here on, bytes pass between the two
    /// and nobody here sees them.
    void join(int connection, FiveTuple client);

    /// Ends a connection; it is fine if it is gone.
    void cut(int connection);

    /// Ends listening and all connections.
    void close();
}
