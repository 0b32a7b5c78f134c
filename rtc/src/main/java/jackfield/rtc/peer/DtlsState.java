package jackfield.rtc.peer;

/// How far the handshake is.
public enum DtlsState {
    /// Nothing was begun: no path yet, or no ClientHello from a peer that is the client.
    NONE,
    HANDSHAKE,
    ESTABLISHED,
    FAILED,
    /// One side ended it after it was established.
    CLOSED
}
