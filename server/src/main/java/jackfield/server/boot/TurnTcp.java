package jackfield.server.boot;

import jackfield.base.Endpoint;
import jackfield.net.stream.PeerStream;
import jackfield.net.stream.RelayedTcp;
import jackfield.net.stream.Streams;
import jackfield.net.udp.UdpLoop;
import jackfield.rtc.turn.FiveTuple;
import jackfield.rtc.turn.TcpPort;
import jackfield.rtc.turn.TcpPorts;
import jackfield.rtc.turn.TurnServer;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// TCP to peers (RFC 6062): ports and connections around the core, all on the shard's thread but
/// for the bytes of joined connections.
final class TurnTcp implements TcpPorts {
    private static final int PATIENCE_MS = 30_000;

    private final UdpLoop loop;
    private final Streams streams;
    private final TurnReach reach;
    private @Nullable TurnServer server;

    TurnTcp(UdpLoop loop, Streams streams, TurnReach reach) {
        this.loop = loop;
        this.streams = streams;
        this.reach = reach;
    }

    void server(TurnServer told) {
        server = told;
    }

    private TurnServer server() {
        return Objects.requireNonNull(server);
    }

    @Override
    public @Nullable TcpPort open(boolean ipv6, int port, long allocation) {
        InetAddress local = ipv6 ? reach.local6() : reach.local4();
        Endpoint told = ipv6 ? reach.told6() : reach.told4();
        if (local == null || told == null) {
            return null;
        }
        Relayed relayed = new Relayed(told.withPort(port), allocation);
        RelayedTcp opened =
                RelayedTcp.open(
                        Endpoint.of(local, port),
                        peer -> loop.execute(() -> relayed.arrived(peer)));
        if (opened == null) {
            return null;
        }
        relayed.port = opened;
        return relayed;
    }

    private final class Relayed implements TcpPort {
        private final Endpoint told;
        private final long allocation;
        private final Map<Integer, PeerStream> peers = new HashMap<>();
        private @Nullable RelayedTcp port;
        private boolean closed;

        Relayed(Endpoint told, long allocation) {
            this.told = told;
            this.allocation = allocation;
        }

        void arrived(PeerStream peer) {
            Integer id =
                    closed ? null : server().peerArrived(allocation, peer.remote(), loop.now());
            if (id == null) {
                peer.close();
            } else {
                peers.put(id, peer);
            }
        }

        @Override
        public Endpoint told() {
            return told;
        }

        @Override
        public void connect(int connection, Endpoint peer) {
            RelayedTcp from = port;
            if (from != null) {
                from.dial(
                        peer,
                        PATIENCE_MS,
                        stream -> loop.execute(() -> dialled(connection, stream)));
            }
        }

        private void dialled(int connection, @Nullable PeerStream stream) {
            if (stream == null) {
                server().peerGone(allocation, connection);
            } else if (closed) {
                stream.close();
            } else {
                peers.put(connection, stream);
                server().peerConnected(connection, loop.now());
            }
        }

        @Override
        public void join(int connection, FiveTuple client) {
            PeerStream peer = peers.get(connection);
            if (peer == null || !(client instanceof TurnConnection at)) {
                return;
            }
            at.raw =
                    new TurnConnection.Raw() {
                        @Override
                        public void receive(byte[] bytes) {
                            peer.send(streams, at.flow, bytes);
                        }

                        @Override
                        public void closed() {
                            peer.finish();
                            gone(connection);
                        }
                    };
            peer.join(streams, at.flow, () -> loop.execute(() -> gone(connection)));
        }

        private void gone(int connection) {
            if (peers.remove(connection) != null) {
                server().peerGone(allocation, connection);
            }
        }

        @Override
        public void cut(int connection) {
            PeerStream peer = peers.remove(connection);
            if (peer != null) {
                peer.close();
            }
        }

        @Override
        public void close() {
            closed = true;
            peers.values().forEach(PeerStream::close);
            peers.clear();
            RelayedTcp from = port;
            if (from != null) {
                from.close();
            }
        }
    }
}
