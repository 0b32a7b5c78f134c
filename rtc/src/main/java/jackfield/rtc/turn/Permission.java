package jackfield.rtc.turn;

/// A peer's IP address that may send to a client, and be sent to (RFC 8656 section 9). The port is
/// 0.
final class Permission extends TransportAddress {
    /// 300 s, and no other (RFC 8656 section 9).
    static final long LIFETIME = 300_000_000_000L;

    /// True for an address of our own, where not every port is a peer's.
    final boolean portsMatter;

    long expires;

    Permission(long high, long low, boolean portsMatter) {
        super(high, low, 0);
        this.portsMatter = portsMatter;
    }
}
