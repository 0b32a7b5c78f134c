package jackfield.server.boot;

import jackfield.base.Endpoint;
import jackfield.net.udp.Opened;
import jackfield.net.udp.UdpLoop;
import jackfield.net.udp.UdpSocket;
import jackfield.roles.relay.PortRange;
import jackfield.roles.relay.RtpPorts;
import jackfield.roles.relay.media.MediaShardHandle;
import jackfield.server.config.Setting;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Opens RTP sockets for the thread that asks, and hands them to the shard.
final class Ports implements PortRange.Binder {
    private final UdpLoop loop;
    private final MediaShardHandle handle;
    private final InetAddress listen;
    private final InetAddress advertised;
    private final Map<Long, UdpSocket> open = new HashMap<>();

    Ports(UdpLoop loop, MediaShardHandle handle, InetAddress listen, InetAddress advertised) {
        this.loop = loop;
        this.handle = handle;
        this.listen = listen;
        this.advertised = advertised;
    }

    @Override
    public RtpPorts.@Nullable Pair bind(int rtpPort) {
        UdpSocket rtp = opened(rtpPort);
        if (rtp == null) {
            return null;
        }
        UdpSocket rtcp = opened(rtpPort + 1);
        if (rtcp == null) {
            rtp.close();
            return null;
        }
        attach(rtp);
        attach(rtcp);
        return new RtpPorts.Pair(rtp.id(), rtcp.id(), Endpoint.of(advertised, rtpPort));
    }

    @Override
    public long packets(RtpPorts.Pair pair) {
        return packets(pair.rtp()) + packets(pair.rtcp());
    }

    private long packets(long id) {
        UdpSocket socket = open.get(id);
        return socket == null ? 0 : socket.packetsIn();
    }

    @Override
    public void close(RtpPorts.Pair pair) {
        close(pair.rtp());
        close(pair.rtcp());
    }

    private void close(long id) {
        UdpSocket socket = open.remove(id);
        if (socket != null) {
            handle.close(id);
            socket.close();
        }
    }

    private void attach(UdpSocket socket) {
        open.put(socket.id(), socket);
        socket.attach(
                handle.open(socket.id(), Endpoint.of(advertised, socket.local().port()), socket));
    }

    private @Nullable UdpSocket opened(int port) {
        return switch (loop.open(Endpoint.of(listen, port))) {
            case Opened.Ok(UdpSocket socket) -> socket;
            case Opened.Refused _ -> null;
        };
    }

    /// The socket, or an exception that says what is wrong and which setting moves it.
    static UdpSocket bound(Opened opened, Setting<?> setting) throws IOException {
        return switch (opened) {
            case Opened.Ok(UdpSocket socket) -> socket;
            case Opened.Refused(Endpoint local, boolean _, String reason) ->
                    throw PortRefusal.of("UDP", local, reason, setting);
        };
    }
}
