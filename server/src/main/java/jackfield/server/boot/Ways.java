package jackfield.server.boot;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.StreamSink;
import jackfield.base.Transport;
import jackfield.net.stream.Streams;
import jackfield.net.stream.TlsTrust;
import jackfield.net.udp.UdpSocket;
import jackfield.roles.transactionuser.Flows;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The ways out of the node for signalling: its SIP sockets over UDP, and connections. For the
/// signalling shard's thread.
final class Ways implements Flows {
    private final Streams streams;
    private final Map<Destination, Flow> dialled = new HashMap<>();

    /// A port may speak TCP to one and TLS to another.
    private record Destination(Transport transport, Endpoint remote) {}

    private @Nullable UdpSocket udp;
    private @Nullable StreamSink sink;

    Ways(Streams streams) {
        this.streams = streams;
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
            case TCP, TLS -> connection(transport, remote);
            case WS, WSS -> null;
        };
    }

    private @Nullable Flow connection(Transport transport, Endpoint remote) {
        StreamSink reader = sink;
        if (reader == null) {
            return null;
        }
        Destination destination = new Destination(transport, remote);
        Flow known = dialled.get(destination);
        if (known != null && streams.isOpen(known)) {
            return known;
        }
        dialled.values().removeIf(flow -> !streams.isOpen(flow));
        Flow flow =
                transport == Transport.TCP
                        ? streams.connectTcp(remote, reader)
                        : streams.connectTls(
                                remote,
                                new TlsTrust.PublicAuthorities(remote.host()),
                                null,
                                reader);
        dialled.put(destination, flow);
        return flow;
    }

    @Override
    public boolean alive(Flow flow) {
        if (flow.transport() == Transport.UDP) {
            return udp != null && udp.id() == flow.id();
        }
        return streams.isOpen(flow);
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
