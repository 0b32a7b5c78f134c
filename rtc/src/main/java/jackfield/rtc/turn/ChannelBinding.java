package jackfield.rtc.turn;

/// A number that stands for a peer's transport address (RFC 8656 section 12).
final class ChannelBinding extends TransportAddress {
    /// Ten minutes (RFC 8656 section 12).
    static final long LIFETIME = 600_000_000_000L;

    static final int FIRST = 0x4000;
    static final int LAST = 0x7ffe;

    final int number;
    final Permission permission;
    final RelayedAddress relayed;
    long expires;

    ChannelBinding(
            int number, long high, long low, int port, Permission permission, RelayedAddress by) {
        super(high, low, port);
        this.number = number;
        this.permission = permission;
        this.relayed = by;
    }
}
