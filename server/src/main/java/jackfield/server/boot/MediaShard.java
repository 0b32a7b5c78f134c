package jackfield.server.boot;

import jackfield.base.Endpoint;
import jackfield.base.Outbox;
import jackfield.net.NodeClock;
import jackfield.net.udp.Duty;
import jackfield.net.udp.Opened;
import jackfield.net.udp.UdpBackend;
import jackfield.net.udp.UdpLoop;
import jackfield.net.udp.UdpOptions;
import jackfield.net.udp.UdpSocket;
import jackfield.roles.relay.PortRange;
import jackfield.roles.relay.RtpPorts;
import jackfield.roles.relay.media.MediaCore;
import jackfield.roles.relay.media.MediaEvent;
import jackfield.roles.relay.media.MediaShardHandle;
import jackfield.rtc.dtls.Dtls;
import jackfield.server.config.Config;
import jackfield.server.config.MediaSettings;
import jackfield.server.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The media shard: a loop of its own with the legs on it, the browsers' socket, and the ports of
/// plain RTP.
final class MediaShard implements AutoCloseable {
    /// How long a port rests after a call, because its peer may still be sending.
    private static final Duration REST = Duration.ofSeconds(10);

    private final UdpLoop loop;
    private final MediaShardHandle handle;
    private final UdpSocket browsers;
    private final Ports ports;

    private MediaShard(UdpLoop loop, MediaShardHandle handle, UdpSocket browsers, Ports ports) {
        this.loop = loop;
        this.handle = handle;
        this.browsers = browsers;
        this.ports = ports;
    }

    /// Opens it.
    ///
    /// @param events where media events go, on the shard's own thread
    static MediaShard start(
            Parts parts,
            NodeClock clock,
            Dtls dtls,
            RandomGenerator random,
            Outbox<MediaEvent> events)
            throws IOException {
        Config config = parts.config();
        UdpLoop loop = UdpLoop.start("media-0", clock, options(config));
        try {
            MediaCore core = new MediaCore(CoreSettings.media(config), dtls, random, events);
            loop.add(new Legs(core));
            MediaShardHandle handle = new MediaShardHandle(core, loop::execute, loop::now);
            InetAddress listen = parts.addresses().listen();
            InetAddress advertised = parts.addresses().advertised();
            int port = config.get(Settings.BROWSER_MEDIA_PORT).number();
            UdpSocket browsers =
                    Ports.bound(
                            loop.open(Endpoint.of(listen, port)),
                            Settings.BROWSER_MEDIA_PORT.key());
            browsers.attach(
                    handle.open(
                            browsers.id(),
                            Endpoint.of(advertised, browsers.local().port()),
                            browsers));
            Ports ports = new Ports(loop, handle, listen, advertised);
            return new MediaShard(loop, handle, browsers, ports);
        } catch (IOException | RuntimeException e) {
            loop.close();
            throw e;
        }
    }

    private static UdpOptions options(Config config) {
        UdpBackend backend =
                switch (config.get(MediaSettings.SOCKETS)) {
                    case "io_uring" -> UdpBackend.IO_URING;
                    case "epoll" -> UdpBackend.EPOLL;
                    case "nio" -> UdpBackend.NIO;
                    default -> UdpBackend.best();
                };
        String why = backend.unavailable();
        if (!why.isEmpty()) {
            throw new IllegalStateException(
                    MediaSettings.SOCKETS.key()
                            + " asks for "
                            + backend
                            + ", which this machine refuses ("
                            + why
                            + "): use auto");
        }
        return UdpOptions.media().withBackend(backend);
    }

    /// How signalling asks it.
    MediaShardHandle handle() {
        return handle;
    }

    /// The socket that all browsers share.
    UdpSocket browsers() {
        return browsers;
    }

    UdpLoop loop() {
        return loop;
    }

    /// The ports of plain RTP legs, taken and given by one thread.
    PortRange ports(Config config, RandomGenerator random) {
        jackfield.server.config.PortRange range = config.get(Settings.RTP_RANGE);
        return new PortRange(range.first(), range.last(), REST, ports, random);
    }

    @Override
    public void close() {
        loop.close();
    }

    /// The core's timers, woken by the loop.
    private record Legs(MediaCore core) implements Duty {
        @Override
        public void wake(long now) {
            core.wake(now);
        }

        @Override
        public long deadline() {
            return core.deadline();
        }
    }

    /// Opens RTP sockets for the thread that asks, and hands them to the shard.
    static final class Ports implements PortRange.Binder {
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
                    handle.open(
                            socket.id(), Endpoint.of(advertised, socket.local().port()), socket));
        }

        private @Nullable UdpSocket opened(int port) {
            return switch (loop.open(Endpoint.of(listen, port))) {
                case Opened.Ok(UdpSocket socket) -> socket;
                case Opened.Refused _ -> null;
            };
        }

        /// The socket, or an exception that names the setting which moves it.
        static UdpSocket bound(Opened opened, String setting) throws IOException {
            return switch (opened) {
                case Opened.Ok(UdpSocket socket) -> socket;
                case Opened.Refused(Endpoint local, boolean inUse, String reason) ->
                        throw new IOException(
                                inUse
                                        ? "UDP "
                                                + local
                                                + " is in use by another program: stop that one, or"
                                                + " choose another with --set "
                                                + setting
                                                + "=PORT"
                                        : "UDP " + local + ": " + reason);
            };
        }
    }
}
