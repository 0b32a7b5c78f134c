package jackfield.rtc.turn;

import jackfield.base.Endpoint;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The path between one client and the server (RFC 8656 section 3.1). There is one for each
/// connection or DTLS association; for UDP only once it has an allocation.
public abstract class FiveTuple extends TransportAddress {
    private final ClientTransport transport;
    private final Endpoint server;
    @Nullable Allocation allocation;

    /// @param server our side
    /// @param client the other side as we see it
    protected FiveTuple(ClientTransport transport, Endpoint server, Endpoint client) {
        super(client.high(), client.low(), client.port());
        this.transport = transport;
        this.server = server;
    }

    /// How messages travel.
    public final ClientTransport transport() {
        return transport;
    }

    /// Our side.
    public final Endpoint server() {
        return server;
    }

    /// The client as we see it.
    public final Endpoint client() {
        return endpoint();
    }

    /// Sends a message in memory that is good until the turn ends; false where the client does not
    /// read as fast as peers send.
    protected abstract boolean send(MemorySegment packet, int offset, int length);

    /// Sends a message; the array is handed over.
    protected abstract void send(byte[] message);

    @Override
    public final String toString() {
        return transport.name().toLowerCase(java.util.Locale.ROOT) + " " + client();
    }
}
