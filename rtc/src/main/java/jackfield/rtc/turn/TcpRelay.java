package jackfield.rtc.turn;

import jackfield.base.Endpoint;
import jackfield.rtc.stun.StunAttribute;
import jackfield.rtc.stun.StunClass;
import jackfield.rtc.stun.StunWriter;
import jackfield.rtc.stun.TransactionId;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// TCP to peers (RFC 6062): Connect, ConnectionBind and ConnectionAttempt.
final class TcpRelay {
    private static final int CONNECTION_ATTEMPT = 0x00c;
    private static final int MOST_CONNECTIONS = 32;

    private final Allocations allocations;
    private final PeerPolicy policy;
    private final RandomGenerator random;
    private final Map<Integer, PeerConnection> waiting = new HashMap<>();

    TcpRelay(Allocations allocations, PeerPolicy policy, RandomGenerator random) {
        this.allocations = allocations;
        this.policy = policy;
        this.random = random;
    }

    /// Answers a Connect, once the peer has answered us (RFC 6062 section 5.2).
    Refusal connect(Exchange exchange) {
        Allocation allocation = exchange.tuple.allocation;
        TcpPort tcp = allocation == null ? null : allocation.tcp;
        if (allocation == null || tcp == null) {
            return Refusal.of(StunError.ALLOCATION_MISMATCH, "it has no allocation for TCP");
        }
        if (!Allocating.isOwner(exchange, allocation)) {
            return Allocating.wrongUser();
        }
        Endpoint peer = exchange.request.xorAddress(StunAttribute.XOR_PEER_ADDRESS);
        if (peer == null) {
            return Refusal.of(StunError.BAD_REQUEST, "no XOR-PEER-ADDRESS");
        }
        if (peer.isIpv4() != tcp.told().isIpv4()) {
            return Refusal.of(StunError.PEER_ADDRESS_FAMILY_MISMATCH, "the other family");
        }
        if (!allows(peer)) {
            return Permitting.denied(peer);
        }
        Map<Integer, PeerConnection> connections = allocation.connections();
        if (connections.values().stream().anyMatch(each -> each.peer.equals(peer))) {
            return Refusal.of(StunError.CONNECTION_ALREADY_EXISTS, "connected to " + peer);
        }
        if (connections.size() >= MOST_CONNECTIONS) {
            return Refusal.of(StunError.INSUFFICIENT_CAPACITY, "too many connections");
        }
        PeerConnection connection = add(allocation, peer, exchange);
        allocations.due.set(connection, exchange.now + PeerConnection.PATIENCE);
        tcp.connect(connection.id, peer);
        return Refusal.NONE;
    }

    private boolean allows(Endpoint peer) {
        return switch (policy.of(peer)) {
            case ALLOWED -> true;
            case DENIED -> false;
            case OWN -> policy.allowsOwn(peer.port());
        };
    }

    private PeerConnection add(Allocation allocation, Endpoint peer, @Nullable Exchange asked) {
        int id = random.nextInt();
        while (waiting.containsKey(id)) {
            id++;
        }
        boolean ours = policy.of(peer) == PeerPolicy.Rule.OWN;
        var connection = new PeerConnection(id, allocation, peer, ours, this, asked);
        waiting.put(id, connection);
        allocation.connections().put(id, connection);
        return connection;
    }

    /// A connection that was asked for is open.
    void connected(int id, long now) {
        PeerConnection connection = waiting.get(id);
        Exchange asked = connection == null ? null : connection.asked;
        if (connection == null || asked == null) {
            return;
        }
        connection.asked = null;
        allocations.due.set(connection, now + PeerConnection.PATIENCE);
        asked.send(asked.success().number(StunAttribute.CONNECTION_ID, id));
    }

    /// A peer has connected to a relayed address; the number of its connection, or null where it
    /// may not (RFC 6062 section 5.3).
    @Nullable Integer arrived(Allocation allocation, Endpoint peer, long now) {
        Permission permission = allocation.peers.permission(peer.high(), peer.low());
        if (permission == null
                || permission.expires <= now
                || allocation.connections().size() >= MOST_CONNECTIONS) {
            allocations.path.drop(TurnDrop.NO_PERMISSION);
            return null;
        }
        PeerConnection connection = add(allocation, peer, null);
        allocations.due.set(connection, now + PeerConnection.PATIENCE);
        allocation.tuple.send(
                new StunWriter(
                                StunClass.INDICATION,
                                CONNECTION_ATTEMPT,
                                TransactionId.random(random))
                        .number(StunAttribute.CONNECTION_ID, connection.id)
                        .xorAddress(StunAttribute.XOR_PEER_ADDRESS, peer)
                        .bare());
        return connection.id;
    }

    /// Answers a ConnectionBind, which comes on a connection of its own (RFC 6062 section 5.4).
    Refusal connectionBind(Exchange exchange) {
        if (!exchange.tuple.transport().isStream() || exchange.tuple.allocation != null) {
            return Refusal.of(StunError.BAD_REQUEST, "not on a connection of its own");
        }
        long id = exchange.request.number(StunAttribute.CONNECTION_ID);
        PeerConnection connection = id < 0 ? null : waiting.get((int) id);
        if (connection == null || connection.asked != null) {
            return Refusal.of(StunError.BAD_REQUEST, "no such connection");
        }
        if (!Allocating.isOwner(exchange, connection.allocation)) {
            return Allocating.wrongUser();
        }
        TcpPort tcp = connection.allocation.tcp;
        if (tcp == null) {
            return Refusal.of(StunError.BAD_REQUEST, "no such connection");
        }
        waiting.remove(connection.id);
        allocations.due.remove(connection);
        connection.client = exchange.tuple;
        exchange.send(exchange.success().number(StunAttribute.CONNECTION_ID, id));
        tcp.join(connection.id, exchange.tuple);
        return Refusal.NONE;
    }

    /// A connection is gone, or could not be opened.
    void gone(Allocation allocation, int id) {
        waiting.remove(id);
        PeerConnection connection = allocation.connections().remove(id);
        if (connection == null) {
            return;
        }
        allocations.due.remove(connection);
        Exchange asked = connection.asked;
        if (asked != null) {
            asked.send(asked.error(StunError.CONNECTION_TIMEOUT_OR_FAILURE));
        }
    }

    /// All connections of an allocation that ends.
    void forget(Allocation allocation) {
        allocation.connections().keySet().forEach(waiting::remove);
    }

    void tooLate(PeerConnection connection) {
        TcpPort tcp = connection.allocation.tcp;
        gone(connection.allocation, connection.id);
        if (tcp != null) {
            tcp.cut(connection.id);
        }
    }
}
