package jackfield.rtc.turn;

import jackfield.base.Endpoint;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one client has been given (RFC 8656 section 7), and the way of its packets.
///
/// Nothing is allocated for a packet: the payload is sent from where it lies, and what goes to the
/// client gets its header in front of it.
final class Allocation extends Due {
    private static final int SEND_INDICATION = 0x0016;

    final long id;
    final Identity identity;
    final long began;
    FiveTuple tuple;
    @Nullable RelayedAddress ipv4;
    @Nullable RelayedAddress ipv6;
    @Nullable TcpPort tcp;
    @Nullable TransactionMemory answered;
    long expires;
    byte @Nullable [] ticket;
    final Peers peers;

    // What has passed, for people.
    long packetsFromClient;
    long bytesFromClient;
    long packetsToClient;
    long bytesToClient;

    private final DataPath path;
    private final Throughput throughput;
    private @Nullable Map<Integer, PeerConnection> connections;

    /// Whose it is, and the key that later requests must be made with (RFC 8656 section 7.2).
    ///
    /// @param username as the client writes it
    /// @param user for quotas
    /// @param keys what later requests must be signed with: a credential that runs out in the
    ///   middle of a call does not end the call
    record Identity(String username, String user, Credentials.LongTermKeys keys) {}

    Allocation(long id, Identity identity, FiveTuple tuple, DataPath path, long seed, long now) {
        this.id = id;
        this.identity = identity;
        this.tuple = tuple;
        this.path = path;
        this.began = now;
        this.peers = new Peers(seed);
        this.throughput = new Throughput(path.limits.bytesPerSecond());
    }

    /// ChannelData from the client (RFC 8656 section 12.6).
    void channelData(MemorySegment slot, int length, long now) {
        int size = Frame.u16(slot, 2);
        if (4 + size > length) {
            path.drop(TurnDrop.MALFORMED);
            return;
        }
        ChannelBinding channel = peers.channel(Frame.u16(slot, 0));
        if (channel == null || channel.expires <= now) {
            path.drop(TurnDrop.NO_CHANNEL);
            return;
        }
        toPeer(channel.relayed, slot, 4, size, channel.high, channel.low, channel.port, now);
    }

    /// A Send indication (RFC 8656 section 11.3); it has no integrity and gets no answer.
    void sendIndication(MemorySegment slot, int length, long now) {
        Frame frame = path.frame;
        if (!frame.readSend(slot, length)) {
            path.drop(TurnDrop.MALFORMED);
            return;
        }
        Permission permission = peers.permission(frame.high, frame.low);
        if (permission == null || permission.expires <= now) {
            path.drop(TurnDrop.NO_PERMISSION);
            return;
        }
        if (permission.portsMatter && !path.allowsOwn(frame.port)) {
            path.drop(TurnDrop.DENIED_PEER);
            return;
        }
        RelayedAddress by = relayed(frame.high, frame.low);
        if (by == null) {
            path.drop(TurnDrop.NO_PERMISSION);
            return;
        }
        toPeer(by, slot, frame.dataAt, frame.dataLength, frame.high, frame.low, frame.port, now);
    }

    /// Touches what [#channelData] or [#sendIndication] will want.
    void clientSpeaksSoon(MemorySegment slot) {
        int type = Frame.u16(slot, 0);
        long sum = packetsFromClient + throughput.fetch();
        ChannelBinding channel = type < 0x4000 ? null : peers.channel(type);
        if (channel != null) {
            sum += channel.expires + channel.relayed.egress.fetch();
        } else {
            RelayedAddress by = ipv4 == null ? ipv6 : ipv4;
            sum += peers.fetch() + (by == null ? 0 : by.egress.fetch());
        }
        path.fetched += sum;
    }

    /// Touches what [#fromPeer] will want.
    void peerSpeaksSoon(long high, long low, int port) {
        long sum = packetsToClient + throughput.fetch() + tuple.port;
        ChannelBinding channel = peers.channel(high, low, port);
        sum += channel == null ? peers.fetch() : channel.number + channel.permission.expires;
        path.fetched += sum;
    }

    static boolean isSend(int type) {
        return type == SEND_INDICATION;
    }

    private void toPeer(
            RelayedAddress by,
            MemorySegment slot,
            int at,
            int size,
            long high,
            long low,
            int port,
            long now) {
        if (!throughput.take(size, now) || !path.total.take(size, now)) {
            path.drop(TurnDrop.BANDWIDTH);
            return;
        }
        packetsFromClient++;
        bytesFromClient += size;
        path.packets++;
        path.bytes += size;
        RelayedAddress ours = path.relayed(high, low, port);
        if (ours == null) {
            by.egress.send(slot, at, size, high, low, port);
        } else {
            // Both clients are ours: no NAT in front of us has to turn this packet round.
            ours.allocation().fromPeer(slot, at, size, by.high, by.low, by.port, now);
        }
    }

    /// A datagram from a peer (RFC 8656 sections 11.4, 12.7), `size` bytes from `at` on.
    void fromPeer(MemorySegment slot, int at, int size, long high, long low, int port, long now) {
        ChannelBinding channel = peers.channel(high, low, port);
        Permission permission = channel == null ? peers.permission(high, low) : channel.permission;
        if (permission == null || permission.expires <= now) {
            path.drop(TurnDrop.NO_PERMISSION);
            return;
        }
        if (!throughput.take(size, now) || !path.total.take(size, now)) {
            path.drop(TurnDrop.BANDWIDTH);
            return;
        }
        packetsToClient++;
        bytesToClient += size;
        path.packets++;
        path.bytes += size;
        boolean byChannel = channel != null && channel.expires > now;
        int header = byChannel ? 4 : Frame.dataHeader(high, low);
        int padded = byChannel ? size : size + 3 & ~3;
        if (header + padded > slot.byteSize()) {
            path.drop(TurnDrop.TOO_LONG);
            return;
        }
        int begin = Frame.room(slot, at, size, header, padded);
        if (channel != null && byChannel) {
            Frame.channelData(slot, begin, channel.number, size);
        } else {
            path.frame.data(slot, begin, size, high, low, port);
        }
        if (!tuple.send(slot, begin, header + padded)) {
            path.drop(TurnDrop.SLOW_CLIENT);
        }
    }

    /// The relayed address of the family of this peer; null where there is none.
    @Nullable RelayedAddress relayed(long high, long low) {
        return Frame.isIpv4(high, low) ? ipv4 : ipv6;
    }

    /// Connections to peers (RFC 6062), by their CONNECTION-ID.
    Map<Integer, PeerConnection> connections() {
        Map<Integer, PeerConnection> all = connections;
        if (all == null) {
            all = new HashMap<>();
            connections = all;
        }
        return all;
    }

    @Nullable Endpoint relayedEndpoint() {
        TcpPort stream = tcp;
        if (stream != null) {
            return stream.told();
        }
        RelayedAddress first = ipv4 == null ? ipv6 : ipv4;
        return first == null ? null : first.endpoint();
    }

    @Override
    void due(long now) {
        path.expired(this, now);
    }

    /// The answer to a request that may come again: the Allocate (RFC 8656 section 7.2), later the
    /// last Refresh that got a ticket.
    ///
    /// @param transaction of the request
    /// @param token of a reservation made for it; null where there is none
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record TransactionMemory(
            jackfield.rtc.stun.TransactionId transaction, byte @Nullable [] token) {}
}
