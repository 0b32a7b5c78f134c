package jackfield.rtc.peer;

/// Why a transport threw a datagram away.
public enum PeerDrop {
    /// Not STUN, though its first byte said so.
    MALFORMED_STUN,
    /// ZRTP, TURN channel data, or nothing known.
    UNKNOWN_KIND,
    /// DTLS or media from an address that ICE has not heard of.
    NOT_VALIDATED,
    /// It came early, and there was no more room to keep it.
    EARLY_OVERFLOW,
    /// DTLS after the handshake failed or the association ended.
    NO_ASSOCIATION,
    /// DTLS of our own while there was no path.
    NO_PATH
}
