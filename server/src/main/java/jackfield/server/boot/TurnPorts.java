package jackfield.server.boot;

import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import jackfield.net.udp.Opened;
import jackfield.net.udp.UdpLoop;
import jackfield.net.udp.UdpSocket;
import jackfield.rtc.turn.RelayPort;
import jackfield.rtc.turn.RelayPorts;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// Relayed ports as sockets of the shard's loop.
///
/// @param loop the shard's
/// @param local4 where IPv4 ones are bound; null where there is none
/// @param local6 where IPv6 ones are bound; null where there is none
record TurnPorts(UdpLoop loop, @Nullable InetAddress local4, @Nullable InetAddress local6)
        implements RelayPorts {
    @Override
    public @Nullable RelayPort open(boolean ipv6, int port, boolean dontFragment) {
        InetAddress local = ipv6 ? local6 : local4;
        if (local == null) {
            return null;
        }
        return switch (loop.open(Endpoint.of(local, port))) {
            case Opened.Ok(UdpSocket socket) -> {
                if (dontFragment) {
                    socket.dontFragment(); // where that fails packets go as others do
                }
                yield new Relayed(socket);
            }
            case Opened.Refused _ -> null;
        };
    }

    private record Relayed(UdpSocket socket) implements RelayPort {
        @Override
        public void attach(PacketSink sink) {
            socket.attach(sink);
        }

        @Override
        public void send(MemorySegment packet, int length, long high, long low, int port) {
            socket.send(packet, length, high, low, port);
        }

        @Override
        public void send(
                MemorySegment packet, int offset, int length, long high, long low, int port) {
            socket.send(packet, offset, length, high, low, port);
        }

        @Override
        public long fetch() {
            return socket.fetch();
        }

        @Override
        public MemorySegment slot() {
            return socket.slot();
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
