package jackfield.server.boot;

import jackfield.base.Endpoint;
import jackfield.base.Outbox;
import jackfield.net.NodeClock;
import jackfield.net.linux.Precedence;
import jackfield.net.udp.Duty;
import jackfield.net.udp.UdpBackend;
import jackfield.net.udp.UdpLoop;
import jackfield.net.udp.UdpOptions;
import jackfield.net.udp.UdpSocket;
import jackfield.roles.relay.LogicalInterface;
import jackfield.roles.relay.RelayShard;
import jackfield.roles.relay.media.MediaCore;
import jackfield.roles.relay.media.MediaEvent;
import jackfield.roles.relay.media.MediaShardHandle;
import jackfield.rtc.dtls.Dtls;
import jackfield.server.config.Config;
import jackfield.server.config.MediaInterface;
import jackfield.server.config.MediaSettings;
import jackfield.server.config.RelaySection;
import jackfield.server.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A media shard: a loop of its own with the legs on it, a socket for the browsers of its calls,
/// and the ports of plain RTP of those.
final class MediaShard implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MediaShard.class);

    private final UdpLoop loop;
    private final MediaShardHandle handle;
    private final UdpSocket browsers;
    private final Ports ports;
    private final MediaInterfaces interfaces;

    private MediaShard(
            UdpLoop loop,
            MediaShardHandle handle,
            UdpSocket browsers,
            Ports ports,
            MediaInterfaces interfaces) {
        this.loop = loop;
        this.handle = handle;
        this.browsers = browsers;
        this.ports = ports;
        this.interfaces = interfaces;
    }

    /// Opens it.
    ///
    /// @param index counts from 0; its browsers' port is the one of the settings plus this
    /// @param events where media events go, on the shard's own thread
    static MediaShard start(
            Parts parts,
            int index,
            NodeClock clock,
            Dtls dtls,
            RandomGenerator random,
            Outbox<MediaEvent> events)
            throws IOException {
        Config config = parts.config();
        UdpLoop loop = UdpLoop.start("media-" + index, clock, options(config));
        boolean foremost = config.get(MediaSettings.PRIORITY).equals("auto");
        if (foremost) {
            loop.execute(() -> raise(index));
        }
        try {
            MediaCore core = new MediaCore(CoreSettings.media(config), dtls, random, events);
            loop.add(new Legs(core));
            GoingFirst going = new GoingFirst(() -> raise(index), () -> lower(index));
            DoubleConsumer busy = foremost ? going.andThen(core::busy) : core::busy;
            loop.add(new Business(loop::waitedNs, busy, clock.now()));
            MediaShardHandle handle = new MediaShardHandle(core, loop::execute, loop::now);
            InetAddress listen = parts.addresses().listen();
            InetAddress advertised = parts.addresses().advertised();
            int first = config.get(Settings.BROWSER_MEDIA_PORT).number();
            int port = first > 0 ? first + index : first; // 0: any free one
            List<MediaInterface> several = config.get(RelaySection.INTERFACES);
            UdpSocket browsers =
                    several.isEmpty()
                            ? Ports.bound(
                                    loop.open(Endpoint.of(listen, port)),
                                    Settings.BROWSER_MEDIA_PORT)
                            : MediaInterfaces.bound(several.getFirst(), loop, port);
            InetAddress told = several.isEmpty() ? advertised : several.getFirst().advertised();
            browsers.attach(
                    handle.open(
                            browsers.id(), Endpoint.of(told, browsers.local().port()), browsers));
            Ports ports = new Ports(loop, handle, listen, advertised);
            MediaInterfaces interfaces = MediaInterfaces.open(config, loop, handle, browsers);
            return new MediaShard(loop, handle, browsers, ports, interfaces);
        } catch (IOException | RuntimeException e) {
            loop.close();
            throw e;
        }
    }

    /// Refused, it is no more than a chance missed.
    private static void raise(int index) {
        int answer = Precedence.raise();
        if (answer == 0) {
            log.debug("media-{} runs before other threads", index);
        } else {
            log.debug("media-{} runs as other threads do: errno {}", index, -answer);
        }
    }

    private static void lower(int index) {
        log.debug("media-{} is busy all the time, and runs as other threads do", index);
        Precedence.lower();
    }

    private static UdpOptions options(Config config) throws IOException {
        UdpBackend backend =
                switch (config.get(MediaSettings.SOCKETS)) {
                    case "io_uring" -> UdpBackend.IO_URING;
                    case "epoll" -> UdpBackend.EPOLL;
                    case "xdp" -> UdpBackend.XDP;
                    case "nio" -> UdpBackend.NIO;
                    default -> UdpBackend.best();
                };
        String why = backend.unavailable();
        if (!why.isEmpty()) {
            throw new IOException(
                    "media.sockets: this machine refuses "
                            + config.get(MediaSettings.SOCKETS)
                            + " ("
                            + why
                            + "): choose --set media.sockets=auto");
        }
        return UdpOptions.media().withBackend(backend).withTos(config.get(MediaSettings.TOS));
    }

    /// How signalling asks it.
    MediaShardHandle handle() {
        return handle;
    }

    /// The port of its browsers.
    int port() {
        return browsers.local().port();
    }

    UdpLoop loop() {
        return loop;
    }

    /// It, as relay control has it.
    RelayShard relay(Parts parts, PortRanges ranges) {
        List<LogicalInterface> named = interfaces.all(ranges);
        int port = browsers.local().port();
        return new RelayShard(
                handle,
                named.isEmpty()
                        ? List.of(
                                new LogicalInterface(
                                        "", browsers.id(), CoreSettings.reach(parts, port), null))
                        : named,
                ranges.usual(ports));
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
}
