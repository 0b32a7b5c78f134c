package jackfield.bench.turn;

import jackfield.base.Endpoint;
import jackfield.bench.relay.LoadSocket;
import jackfield.bench.relay.Window;
import java.lang.foreign.MemorySegment;

/// The peer of one client, at a gateway that it shares with others: knows its client by the relayed
/// address. On the load's thread.
final class TurnPeer extends TurnFlow {
    private final Endpoint relayed;

    /// @param relayed where the client is for its peers
    TurnPeer(LoadSocket socket, long who, Window window, Endpoint relayed) {
        super(socket, who, window);
        this.relayed = relayed;
        socket.attach(this, relayed.port());
    }

    @Override
    Endpoint to() {
        return relayed;
    }

    @Override
    int header(MemorySegment slot) {
        return 0;
    }

    @Override
    int length(int payloadAt) {
        return PAYLOAD;
    }

    @Override
    public void arrived(MemorySegment slot, int length, long low, int port, long arrived) {
        if (low == relayed.low()) {
            check(slot, 0, length, arrived);
        } else {
            bad("source");
        }
    }
}
