package jackfield.rtc.turn;

/// The port above an even one, kept for the client's next Allocate (RFC 8656 section 7.2).
final class Reservation extends Due {
    /// 30 s (RFC 8656 section 7.2).
    static final long LIFETIME = 30_000_000_000L;

    final long token;
    final String user;
    final boolean ipv6;
    final int port;
    final RelayPort egress;
    private final Allocations allocations;

    Reservation(
            long token,
            String user,
            boolean ipv6,
            int port,
            RelayPort egress,
            Allocations allocations) {
        this.token = token;
        this.user = user;
        this.ipv6 = ipv6;
        this.port = port;
        this.egress = egress;
        this.allocations = allocations;
    }

    @Override
    void due(long now) {
        allocations.unused(this);
    }
}
