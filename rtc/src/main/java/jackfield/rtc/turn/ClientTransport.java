package jackfield.rtc.turn;

/// What a client talks to the server over (RFC 8656 section 3.1).
public enum ClientTransport {
    UDP,
    TCP,
    TLS,
    DTLS;

    /// True where messages come as a stream, which nobody can forge the source of, and where a
    /// client may ask for TCP to its peers (RFC 6062 section 4.1).
    public boolean isStream() {
        return this == TCP || this == TLS;
    }
}
