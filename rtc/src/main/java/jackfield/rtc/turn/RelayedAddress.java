package jackfield.rtc.turn;

import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import java.lang.foreign.MemorySegment;

/// A relayed transport address (RFC 8656 section 3): where peers see a client. What comes in there
/// goes to the client of its allocation.
final class RelayedAddress extends TransportAddress implements PacketSink {
    final RelayPort egress;
    private final Allocation allocation;

    /// @param told the address as peers see it, which may be a NAT's
    RelayedAddress(Endpoint told, RelayPort egress, Allocation allocation) {
        super(told.high(), told.low(), told.port());
        this.egress = egress;
        this.allocation = allocation;
    }

    Allocation allocation() {
        return allocation;
    }

    @Override
    public void soon(MemorySegment slot, long high, long low, int port) {
        allocation.peerSpeaksSoon(high, low, port);
    }

    @Override
    public void receive(MemorySegment slot, int length, long high, long low, int port, long now) {
        allocation.fromPeer(slot, 0, length, high, low, port, now);
    }
}
