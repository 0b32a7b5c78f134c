package jackfield.rtc.turn;

import jackfield.base.Endpoint;
import org.jspecify.annotations.Nullable;

/// A TCP connection between a relayed address and a peer (RFC 6062 section 5): opening, waiting for
/// the client to bind it, or bound.
final class PeerConnection extends Due {
    /// 30 s to open, and 30 s to be bound (RFC 6062 sections 5.2, 5.3).
    static final long PATIENCE = 30_000_000_000L;

    final int id;
    final Allocation allocation;
    final Endpoint peer;
    final boolean ours;
    private final TcpRelay relay;
    @Nullable Exchange asked;
    @Nullable FiveTuple client;

    /// @param ours true where the peer is an address of our own
    /// @param asked the Connect request that waits for its answer; null for one that a peer began
    PeerConnection(
            int id,
            Allocation allocation,
            Endpoint peer,
            boolean ours,
            TcpRelay relay,
            @Nullable Exchange asked) {
        this.id = id;
        this.allocation = allocation;
        this.peer = peer;
        this.ours = ours;
        this.relay = relay;
        this.asked = asked;
    }

    @Override
    void due(long now) {
        relay.tooLate(this);
    }
}
