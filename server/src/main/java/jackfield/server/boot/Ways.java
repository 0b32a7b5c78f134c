package jackfield.server.boot;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.StreamSink;
import jackfield.base.Transport;
import jackfield.net.stream.Streams;
import jackfield.net.stream.TlsTrust;
import jackfield.net.udp.UdpSocket;
import jackfield.roles.sbc.PeerIdentity;
import jackfield.roles.transactionuser.Flows;
import jackfield.roles.transactionuser.NextHop;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The ways out of the node for signalling: its SIP sockets over UDP, and connections. For the
/// signalling shard's thread.
final class Ways implements Flows {
    private final Streams streams;
    private final TlsParts tls;
    private final Map<Destination, Flow> dialled = new HashMap<>();

    /// A port may speak TCP to one and TLS to another, and be several domains' (RFC 5922 section
    /// 7.3): what one of them has proven holds for no other.
    ///
    /// @param domain who must answer by TLS; the address itself where no name led there
    private record Destination(Transport transport, Endpoint remote, String domain) {}

    private @Nullable UdpSocket udp;
    private @Nullable StreamSink sink;

    Ways(Streams streams, TlsParts tls) {
        this.streams = streams;
        this.tls = tls;
    }

    /// The SIP socket over UDP, from now on.
    void udp(UdpSocket socket) {
        udp = socket;
    }

    /// Where connections that we open hand what they read.
    void sink(StreamSink streamSink) {
        sink = streamSink;
    }

    @Override
    public @Nullable Flow to(Transport transport, @Nullable Endpoint local, Endpoint remote) {
        return switch (transport) {
            case UDP -> {
                UdpSocket socket = udp;
                yield socket == null || local != null && !local.equals(socket.local())
                        ? null
                        : socket.flow(remote);
            }
            case TCP, TLS -> connection(transport, remote, null);
            case WS, WSS -> null;
        };
    }

    @Override
    public @Nullable Flow to(NextHop server) {
        return server.transport() == Transport.TLS
                ? connection(Transport.TLS, server.remote(), server.domain())
                : to(server.transport(), null, server.remote());
    }

    /// @param domain who must answer; null where anybody will do with whom we are connected there
    private @Nullable Flow connection(
            Transport transport, Endpoint remote, @Nullable String domain) {
        StreamSink reader = sink;
        if (reader == null) {
            return null;
        }
        Destination destination =
                new Destination(
                        transport,
                        remote,
                        domain == null ? remote.host() : domain.toLowerCase(Locale.ROOT));
        for (Map.Entry<Destination, Flow> known : dialled.entrySet()) {
            boolean there =
                    domain == null
                            ? known.getKey().transport == transport
                                    && known.getKey().remote.equals(remote)
                            : known.getKey().equals(destination);
            if (there && streams.isOpen(known.getValue())) {
                return known.getValue();
            }
        }
        dialled.values().removeIf(flow -> !streams.isOpen(flow));
        Flow flow =
                transport == Transport.TCP
                        ? streams.connectTcp(remote, reader)
                        : streams.connectTls(
                                remote, trust(destination.domain), tls.identities(), reader);
        dialled.put(destination, flow);
        return flow;
    }

    /// The server must prove to be the domain that the request is for, whatever host answers for it
    /// (RFC 5922 section 7.3). An address proves itself as a web server's does.
    private TlsTrust trust(String domain) {
        if (Endpoint.literal(domain, 0) != null) {
            return tls.authorities()
                    .<TlsTrust>map(all -> new TlsTrust.Authorities(domain, all))
                    .orElseGet(() -> new TlsTrust.PublicAuthorities(domain));
        }
        return new TlsTrust.Holder(
                domain, tls.authorities(), certificate -> PeerIdentity.of(certificate).is(domain));
    }

    /// Who the peer of a connection has proven to be. For any thread.
    PeerIdentity peer(Flow flow) {
        if (flow.transport() != Transport.TLS) {
            return PeerIdentity.NONE;
        }
        List<X509Certificate> chain = streams.peerCertificates(flow);
        return chain.isEmpty() ? PeerIdentity.NONE : PeerIdentity.of(chain.getFirst());
    }

    @Override
    public boolean alive(Flow flow) {
        if (flow.transport() == Transport.UDP) {
            return udp != null && udp.id() == flow.id();
        }
        return flow.isInside() || streams.isOpen(flow);
    }

    /// Puts one message on a flow; false where the flow is gone.
    boolean send(Flow flow, byte[] bytes) {
        if (flow.transport() != Transport.UDP) {
            return streams.send(flow, bytes);
        }
        UdpSocket socket = udp;
        if (socket == null) {
            return false;
        }
        MemorySegment slot = socket.slot();
        if (bytes.length > slot.byteSize()) {
            return false;
        }
        MemorySegment.copy(bytes, 0, slot, ValueLayout.JAVA_BYTE, 0, bytes.length);
        Endpoint remote = flow.remote();
        socket.send(slot, bytes.length, remote.high(), remote.low(), remote.port());
        return true;
    }

    /// Answers on a connection's own event loop.
    void reply(Flow flow, byte[] bytes) {
        streams.send(flow, bytes);
    }

    /// Ends a connection.
    void close(Flow flow) {
        streams.close(flow);
    }
}
