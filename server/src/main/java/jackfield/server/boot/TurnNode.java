package jackfield.server.boot;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.PacketSink;
import jackfield.base.StreamSink;
import jackfield.net.TlsClients;
import jackfield.net.stream.Streams;
import jackfield.net.udp.Duty;
import jackfield.net.udp.UdpLoop;
import jackfield.net.udp.UdpSocket;
import jackfield.roles.turn.TimeLimited;
import jackfield.roles.turn.TurnUsers;
import jackfield.rtc.turn.AllocationView;
import jackfield.rtc.turn.Credentials.LongTermKeys;
import jackfield.rtc.turn.TcpPorts;
import jackfield.rtc.turn.TurnLimits;
import jackfield.rtc.turn.TurnServer;
import jackfield.rtc.turn.TurnSettings;
import jackfield.rtc.turn.TurnTotals;
import jackfield.rtc.turn.UdpListener;
import jackfield.server.api.TurnView;
import jackfield.server.config.Config;
import jackfield.server.config.Port;
import jackfield.server.config.Setting;
import jackfield.server.config.Settings;
import jackfield.server.config.TurnSection;
import jackfield.server.metrics.Metrics;
import jackfield.store.User;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The TURN server of a node: its core on the thread of a media shard, and the sockets around it.
final class TurnNode implements TurnView {
    private final Parts parts;
    private final UdpLoop loop;
    private final Streams streams;
    private final SecureRandom random;
    private final TurnServer server;
    private final TimeLimited timeLimited;
    private final TurnReach reach;
    private final Stopping stopping;
    private final Map<Long, TurnConnection> connections = new HashMap<>(); // the shard's
    private @Nullable UdpSocket memory;
    private int udpPort = -1;
    private int tcpPort = -1;
    private int tlsPort = -1;
    private volatile TurnTotals totals = TurnTotals.NONE;

    private TurnNode(
            Parts parts,
            UdpLoop loop,
            Streams streams,
            Stopping stopping,
            SecureRandom random,
            long epochMs) {
        this.parts = parts;
        this.stopping = stopping;
        this.random = random;
        this.loop = loop;
        this.streams = streams;
        reach = TurnReach.of(parts);
        Config config = parts.config();
        timeLimited =
                new TimeLimited(
                        config.get(TurnSection.SECRET).orElseGet(parts.secrets()::turnSecret));
        TurnUsers users =
                new TurnUsers(
                        config.get(Settings.REALM),
                        this::keys,
                        () -> parts.accounts().names(),
                        timeLimited,
                        epochMs);
        TurnTcp tcp = new TurnTcp(loop, streams, reach);
        server =
                new TurnServer(
                        settings(config),
                        new TurnServer.Surroundings(
                                users,
                                reach.policy(),
                                new TurnPorts(loop, reach.local4(), reach.local6()),
                                isOn(config.get(TurnSection.TCP_RELAY)) ? tcp : TcpPorts.NONE),
                        random,
                        new TurnLog(loop::now));
        tcp.server(server);
    }

    private static boolean isOn(String word) {
        return word.equals("on");
    }

    /// Opens it.
    static TurnNode open(
            Parts parts,
            UdpLoop loop,
            Streams streams,
            Stopping stopping,
            SecureRandom random,
            long epochMs)
            throws IOException {
        TurnNode node = new TurnNode(parts, loop, streams, stopping, random, epochMs);
        loop.add(node.new Timers());
        node.listen();
        return node;
    }

    private TurnSettings settings(Config config) {
        TurnLimits usual = TurnLimits.DEFAULT;
        return new TurnSettings(
                config.get(Settings.REALM),
                reach.told4(),
                reach.told6(),
                config.get(TurnSection.RANGE).first(),
                config.get(TurnSection.RANGE).last(),
                config.get(TurnSection.ALTERNATE).orElse(null),
                new TurnLimits(
                        config.get(TurnSection.ALLOCATIONS),
                        config.get(TurnSection.ALLOCATIONS_PER_USER),
                        usual.permissions(),
                        usual.channels(),
                        config.get(TurnSection.KILOBITS) * 125L,
                        config.get(TurnSection.MEGABITS) * 125_000L,
                        config.get(TurnSection.CHALLENGES),
                        config.get(Settings.AUTH_FAILURES_LIMIT),
                        config.get(TurnSection.LONGEST).toNanos(),
                        usual.nonceLifetime()));
    }

    private @Nullable LongTermKeys keys(String name) {
        Config config = parts.config();
        User user = config.get(TurnSection.USERS).equals("on") ? parts.accounts().find(name) : null;
        return user == null || !user.realm().equals(config.get(Settings.REALM))
                ? null
                : TurnUsers.stored(user.ha1().md5Hex(), user.ha1().sha256Hex());
    }

    private void listen() throws IOException {
        Config config = parts.config();
        int port = config.get(TurnSection.PORT).number();
        boolean tls = !config.get(TurnSection.TLS_PORT).isOff();
        for (InetAddress at : reach.listeners()) {
            if (port >= 0) {
                udp(at, port);
            }
            if (tls) {
                dtls(at, config.get(TurnSection.TLS_PORT).number());
            }
        }
        for (InetAddress at : reach.streamListeners()) {
            if (port >= 0) {
                tcpPort =
                        tcp(
                                at,
                                TurnSection.PORT,
                                "TURN over TCP",
                                address -> streams.listenTcp(address, new Messages()));
            }
            if (tls) {
                tlsPort =
                        tcp(
                                at,
                                TurnSection.TLS_PORT,
                                "TURN over TLS",
                                address ->
                                        streams.listenTls(
                                                address,
                                                parts.tls().identities(),
                                                TlsClients.NOT_ASKED,
                                                new Messages()));
            }
        }
        if (memory == null) {
            // Messages of connections are handled in memory that can be sent from.
            memory = Ports.bound(loop.open(Endpoint.ipv4(0x7f000001, 0)), TurnSection.PORT);
            memory.attach((_, _, _, _, _, _) -> {});
        }
    }

    private void udp(InetAddress at, int port) throws IOException {
        parts.health().expect("TURN over UDP");
        UdpSocket socket = Ports.bound(loop.open(Endpoint.of(at, port)), TurnSection.PORT);
        UdpListener listener = server.listener(socket.local(), socket);
        socket.attach(new Clients(server, listener));
        udpPort = socket.local().port();
        memory = socket;
        parts.health().up("TURN over UDP");
    }

    private void dtls(InetAddress at, int port) throws IOException {
        parts.health().expect("TURN over DTLS");
        UdpSocket socket = Ports.bound(loop.open(Endpoint.of(at, port)), TurnSection.TLS_PORT);
        TurnDtls dtls = new TurnDtls(loop, socket, server, parts, random);
        stopping.first("end TURN over DTLS", dtls::close);
        socket.attach(dtls);
        parts.health().up("TURN over DTLS");
    }

    /// Opens it and tells its port.
    private int tcp(InetAddress at, Setting<Port> setting, String what, Edge.Opening opening)
            throws IOException {
        parts.health().expect(what);
        Endpoint local =
                Edge.listen(
                        what,
                        Endpoint.of(at, parts.config().get(setting).number()),
                        setting,
                        opening);
        parts.health().up(what);
        return local.port();
    }

    /// What connections bring, carried over to the shard's thread.
    private final class Messages implements StreamSink {
        @Override
        public void receive(Flow flow, byte[] bytes) {
            loop.execute(() -> take(flow, bytes));
        }

        @Override
        public void closed(Flow flow) {
            loop.execute(() -> gone(flow));
        }
    }

    private void take(Flow flow, byte[] bytes) {
        TurnConnection connection = connections.get(flow.id());
        if (connection == null) {
            if (!streams.isOpen(flow)) {
                return;
            }
            connection = new TurnConnection(streams, flow);
            connections.put(flow.id(), connection);
        }
        TurnConnection.Raw raw = connection.raw;
        if (raw != null) {
            raw.receive(bytes);
            return;
        }
        connection.framing.add(bytes);
        UdpSocket slots = memory;
        for (byte[] message = connection.framing.next();
                message != null && slots != null;
                message = connection.framing.next()) {
            server.receive(connection, message, slots.slot(), loop.now());
            raw = connection.raw;
            if (raw != null) {
                raw.receive(connection.framing.rest());
                return;
            }
        }
        if (connection.framing.isBroken()) {
            streams.close(flow);
        }
    }

    private void gone(Flow flow) {
        TurnConnection connection = connections.remove(flow.id());
        if (connection == null) {
            return;
        }
        TurnConnection.Raw raw = connection.raw;
        if (raw != null) {
            raw.closed();
        }
        server.closed(connection, loop.now());
    }

    @Override
    public List<AllocationView> allocations() {
        return ask(() -> server.allocations(loop.now()));
    }

    @Override
    public boolean end(long id) {
        return ask(() -> server.end(id, "an administrator ended it", loop.now()));
    }

    @Override
    public TimeLimited.Credential credential(String user, long seconds, TimeLimited.Hash hash) {
        return timeLimited.make(user, System.currentTimeMillis() / 1_000 + seconds, hash);
    }

    @Override
    public long credentialSeconds() {
        return parts.config().get(TurnSection.CREDENTIAL_TIME).toSeconds();
    }

    @Override
    public List<String> stunUris() {
        return udpPort < 0 ? List.of() : List.of("stun:" + host() + ":" + udpPort);
    }

    @Override
    public List<String> turnUris() {
        List<String> uris = new ArrayList<>();
        if (udpPort >= 0) {
            uris.add("turn:" + host() + ":" + udpPort + "?transport=udp");
        }
        if (tcpPort >= 0) {
            uris.add("turn:" + host() + ":" + tcpPort + "?transport=tcp");
        }
        if (tlsPort >= 0) {
            uris.add("turns:" + host() + ":" + tlsPort + "?transport=tcp");
        }
        return uris;
    }

    /// What a certificate would be for, where there is such a name.
    private String host() {
        Config config = parts.config();
        String advertised = Endpoint.of(parts.addresses().advertised(), 0).uriHost();
        String usual =
                config.get(Settings.DOMAIN)
                        .filter(domain -> domain.indexOf('.') > 0)
                        .orElse(advertised);
        return config.get(TurnSection.HOST).orElse(usual);
    }

    @Override
    public boolean isPassword(String user, String password) {
        User found = parts.accounts().find(user);
        return found != null && found.hasPassword(password);
    }

    @Override
    public long now() {
        return loop.now();
    }

    /// Takes new numbers for the metrics.
    void refresh() {
        totals = ask(server::totals);
    }

    /// Adds the server's numbers to the metrics.
    void register(Metrics metrics) {
        metrics.gauge("jackfield_turn_allocations", "Allocations now.", () -> totals.allocations())
                .counter(
                        "jackfield_turn_granted",
                        "Allocations that were granted.",
                        () -> totals.granted())
                .counter(
                        "jackfield_turn_packets",
                        "Packets relayed, both directions.",
                        () -> totals.packets())
                .counter(
                        "jackfield_turn_bytes",
                        "Bytes relayed, both directions, without TURN's headers.",
                        () -> totals.bytes())
                .counters(
                        "jackfield_turn_refused",
                        "Requests that were refused, by the number of the error.",
                        "error",
                        () -> totals.refused())
                .counters(
                        "jackfield_turn_drops",
                        "Packets that went no further.",
                        "reason",
                        () -> totals.drops());
    }

    private <T> T ask(Supplier<T> question) {
        return Answers.of(
                "the TURN server", then -> loop.execute(() -> then.accept(question.get())));
    }

    /// What clients send by UDP.
    private record Clients(TurnServer server, UdpListener listener) implements PacketSink {
        @Override
        public void soon(MemorySegment slot, long high, long low, int port) {
            server.soon(listener, slot, high, low, port);
        }

        @Override
        public void receive(
                MemorySegment slot, int length, long high, long low, int port, long now) {
            server.receive(listener, slot, length, high, low, port, now);
        }
    }

    private final class Timers implements Duty {
        @Override
        public void wake(long now) {
            server.wake(now);
        }

        @Override
        public long deadline() {
            return server.deadline();
        }
    }
}
