package jackfield.server.boot;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.net.NodeClock;
import jackfield.net.TlsIdentity;
import jackfield.net.http.HttpServer;
import jackfield.net.stream.StreamLimits;
import jackfield.net.stream.Streams;
import jackfield.net.udp.UdpLoop;
import jackfield.net.udp.UdpOptions;
import jackfield.net.udp.UdpSocket;
import jackfield.roles.location.Bindings;
import jackfield.roles.location.SavedBinding;
import jackfield.roles.proxy.Addresses;
import jackfield.roles.proxy.NodeAddresses;
import jackfield.roles.proxy.ProxySettings;
import jackfield.roles.registrar.RegistrationLimits;
import jackfield.roles.relay.CallRelay;
import jackfield.roles.relay.Relay;
import jackfield.roles.relay.RelaySettings;
import jackfield.roles.relay.ng.NgCore;
import jackfield.roles.sbc.AdmissionPolicy;
import jackfield.roles.sbc.SourceLimits;
import jackfield.roles.signalling.SignallingCore;
import jackfield.roles.signalling.SignallingParts;
import jackfield.roles.signalling.SignallingSettings;
import jackfield.rtc.dtls.bc.BouncyCastleDtls;
import jackfield.server.config.Config;
import jackfield.server.config.Port;
import jackfield.server.config.Setting;
import jackfield.server.config.Settings;
import jackfield.sip.auth.Algorithm;
import jackfield.sip.auth.DigestAuthenticator;
import jackfield.sip.auth.Ha1;
import jackfield.sip.flow.FlowTokenSigner;
import jackfield.sip.transaction.SentBy;
import jackfield.sip.transaction.Timers;
import jackfield.sip.transaction.TransactionPolicy;
import jackfield.store.User;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The wiring of a whole node: the two shards, the connections, and what is served over HTTP. A
/// role that is left out leaves its listeners closed.
final class Listeners implements Wiring {
    /// How long a binding waits for its client once its connection is lost: a page reload.
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final SecureRandom random = new SecureRandom();
    private final NodeClock clock = NodeClock.start();

    @Override
    public Reach open(Parts parts, Stopping stopping) throws IOException {
        AtomicReference<@Nullable SignallingShard> late = new AtomicReference<>();
        BouncyCastleDtls dtls =
                new BouncyCastleDtls(
                        random, InstantSource.system(), BouncyCastleDtls.Settings.DEFAULT);
        stopping.first("end DTLS", dtls::close);
        UdpLoop loop = UdpLoop.start("signalling-0", clock, UdpOptions.signalling());
        stopping.first("end the signalling shard", loop::close);
        MediaShard media =
                MediaShard.start(parts, clock, dtls, random, event -> of(late).media(event));
        stopping.first("end the media shard", media::close);
        Streams streams = new Streams(limits(parts.config()));
        stopping.first("close connections", streams::close);
        Ways ways = new Ways(streams);
        CallRelay relay =
                new CallRelay(
                        relaySettings(parts, media, dtls),
                        media.handle(),
                        media.ports(parts.config(), random),
                        random,
                        new Relay.Events() {
                            @Override
                            public void mediaLost(String callId, String why, long now) {
                                of(late).mediaLost(callId, why, now);
                            }

                            @Override
                            public void consent(String callId, boolean given, long now) {
                                of(late).consent(callId, given, now);
                            }
                        });
        Bindings bindings = new Bindings(parts.store(), GRACE.toNanos(), epochMs());
        NodeAddresses addresses = addresses(parts);
        SignallingCore core = core(parts, ways, bindings, relay, addresses);
        NgCore ng = NgListener.core(relay, epochMs());
        SignallingShard shard = new SignallingShard(loop, ways, core, relay, ng);
        late.set(shard);
        ways.sink(shard.connections());
        NodeState state = new NodeState(shard, media, clock);
        state.register(parts.metrics());
        loop.add(shard);
        if (parts.config().has("proxy")) {
            sip(parts, streams, loop, ways, shard);
            restore(parts, bindings, ways, loop);
        }
        Optional<Endpoint> control = parts.config().get(Settings.NG_LISTEN);
        if (control.isPresent()) {
            control = Optional.of(NgListener.open(loop, ng, control.get()));
        }
        HttpServer http = Edge.routes(parts, streams, shard, state, addresses.home());
        Reach reach = serve(parts, http, control);
        dtls.warm();
        stopping.first("end the calls", () -> end(parts, shard));
        return reach;
    }

    /// When the node's clock was 0, in milliseconds since 1970.
    private long epochMs() {
        return System.currentTimeMillis() - clock.now() / 1_000_000;
    }

    private static SignallingShard of(AtomicReference<@Nullable SignallingShard> late) {
        return Objects.requireNonNull(late.get());
    }

    private static void end(Parts parts, SignallingShard shard) throws InterruptedException {
        Duration grace = parts.config().get(Settings.SHUTDOWN_GRACE);
        shard.stop(grace.toNanos(), grace.plusSeconds(3).toMillis());
    }

    private static StreamLimits limits(Config config) {
        StreamLimits usual = StreamLimits.DEFAULT;
        return new StreamLimits(
                config.get(Settings.CONNECTIONS_LIMIT),
                usual.connectionsPerAddress(),
                usual.idleTimeoutMs(),
                usual.writeQueueBytes(),
                usual.connectTimeoutMs(),
                usual.handshakeTimeoutMs());
    }

    /// Where browsers reach the media socket: what is advertised, and this machine's other
    /// addresses for those who sit at it.
    private static RelaySettings relaySettings(
            Parts parts, MediaShard media, BouncyCastleDtls dtls) {
        int port = media.browsers().local().port();
        List<Endpoint> reach = new ArrayList<>();
        reach.add(Endpoint.of(parts.addresses().advertised(), port));
        if (parts.addresses().listen().isAnyLocalAddress()) {
            for (InetAddress address : jackfield.server.config.Addresses.ofThisMachine()) {
                Endpoint endpoint = Endpoint.of(address, port);
                if (endpoint.isIpv4() && !reach.contains(endpoint)) {
                    reach.add(endpoint);
                }
            }
        }
        return new RelaySettings(
                parts.config().get(Settings.CALLS_LIMIT),
                media.browsers().id(),
                reach,
                dtls.fingerprint());
    }

    private NodeAddresses addresses(Parts parts) {
        Config config = parts.config();
        String host = Endpoint.of(parts.addresses().advertised(), 0).uriHost();
        Set<String> names = new HashSet<>(Set.of("localhost", host));
        for (InetAddress address : jackfield.server.config.Addresses.ofThisMachine()) {
            names.add(Endpoint.of(address, 0).uriHost());
        }
        if (!parts.addresses().listen().isAnyLocalAddress()) {
            names.add(Endpoint.of(parts.addresses().listen(), 0).uriHost());
        }
        Map<Transport, SentBy> advertised = new EnumMap<>(Transport.class);
        Set<Integer> ports = new HashSet<>();
        advertise(advertised, ports, Transport.UDP, host, config.get(Settings.SIP_UDP_PORT));
        advertise(advertised, ports, Transport.TCP, host, config.get(Settings.SIP_TCP_PORT));
        advertise(advertised, ports, Transport.TLS, host, config.get(Settings.SIP_TLS_PORT));
        advertise(advertised, ports, Transport.WSS, host, config.get(Settings.HTTPS_PORT));
        config.get(Settings.WS_LISTEN)
                .ifPresent(ws ->
                        advertise(
                                advertised,
                                ports,
                                Transport.WS,
                                ws.isUnspecified() ? host : ws.uriHost(),
                                new Port(ws.port())));
        String domain = config.get(Settings.DOMAIN).orElse(host);
        return new NodeAddresses(domain, names, ports, advertised, host);
    }

    private static void advertise(
            Map<Transport, SentBy> advertised,
            Set<Integer> ports,
            Transport transport,
            String host,
            Port port) {
        if (!port.isOff()) {
            advertised.put(transport, new SentBy(host, port.number()));
            ports.add(port.number());
        }
    }

    private SignallingCore core(
            Parts parts, Ways ways, Bindings bindings, CallRelay relay, Addresses addresses) {
        Config config = parts.config();
        DigestAuthenticator digest =
                new DigestAuthenticator(
                        config.get(Settings.REALM),
                        parts.secrets().nodeKey(),
                        name -> ha1(parts.accounts().find(name)),
                        algorithms(config),
                        random);
        SignallingSettings settings =
                new SignallingSettings(
                        Timers.DEFAULT,
                        TransactionPolicy.DEFAULT,
                        new RegistrationLimits(
                                seconds(config.get(Settings.EXPIRES_DEFAULT)),
                                seconds(config.get(Settings.EXPIRES_MIN)),
                                seconds(config.get(Settings.EXPIRES_MAX)),
                                config.get(Settings.CONTACTS_PER_USER)),
                        AdmissionPolicy.DEFAULT,
                        new ProxySettings(
                                config.get(Settings.RING_TIME).toNanos(),
                                ProxySettings.DEFAULT.longestCall(),
                                config.get(Settings.CALLS_LIMIT),
                                ProxySettings.DEFAULT.retryAfterSeconds()),
                        echo(config),
                        false);
        return new SignallingCore(
                new SignallingParts(
                        addresses,
                        ways,
                        aor -> parts.accounts().find(aor.user()) != null,
                        digest,
                        bindings,
                        relay,
                        new FlowTokenSigner(parts.secrets().nodeKey(), random.nextLong()),
                        SourceLimits.usual()),
                settings,
                random);
    }

    private static List<Algorithm> algorithms(Config config) {
        return Arrays.stream(Algorithm.values())
                .filter(each -> config.get(Settings.AUTH_ALGORITHMS).contains(each.token()))
                .toList();
    }

    /// The number that the settings give to the echo test; empty for none.
    private static String echo(Config config) {
        return config.get(Settings.NUMBERS).entrySet().stream()
                .filter(entry -> entry.getValue().equals("echo"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    private static @Nullable Ha1 ha1(@Nullable User user) {
        return user == null ? null : user.ha1();
    }

    private static int seconds(Duration duration) {
        return (int) Math.min(duration.toSeconds(), Integer.MAX_VALUE);
    }

    private static void sip(
            Parts parts, Streams streams, UdpLoop loop, Ways ways, SignallingShard shard)
            throws IOException {
        Config config = parts.config();
        InetAddress listen = parts.addresses().listen();
        if (open(parts, Settings.SIP_UDP_PORT, "SIP over UDP")) {
            Port port = config.get(Settings.SIP_UDP_PORT);
            UdpSocket socket =
                    MediaShard.Ports.bound(
                            loop.open(Endpoint.of(listen, port.number())),
                            Settings.SIP_UDP_PORT.key());
            loop.execute(() -> ways.udp(socket));
            socket.attach(shard.datagrams(socket));
            parts.health().up("SIP over UDP");
        }
        TlsIdentity identity = Edge.identity(parts);
        listen(
                parts,
                Settings.SIP_TCP_PORT,
                "SIP over TCP",
                at -> streams.listenTcp(at, shard.connections()));
        listen(
                parts,
                Settings.SIP_TLS_PORT,
                "SIP over TLS",
                at -> streams.listenTls(at, identity, shard.connections()));
    }

    private static boolean open(Parts parts, Setting<Port> setting, String what) {
        boolean wanted = !parts.config().get(setting).isOff();
        if (wanted) {
            parts.health().expect(what);
        }
        return wanted;
    }

    private static @Nullable Endpoint listen(
            Parts parts, Setting<Port> setting, String what, Edge.Opening opening)
            throws IOException {
        if (!open(parts, setting, what)) {
            return null;
        }
        Endpoint at = Endpoint.of(parts.addresses().listen(), parts.config().get(setting).number());
        Endpoint local = Edge.listen(what, at, setting.key(), opening);
        parts.health().up(what);
        return local;
    }

    /// Takes back the bindings of UDP phones from before a restart.
    private void restore(Parts parts, Bindings bindings, Ways ways, UdpLoop loop) {
        loop.execute(() -> bindings.restore(parts.kept(), saved -> flow(ways, saved), clock.now()));
    }

    private static @Nullable Flow flow(Ways ways, SavedBinding saved) {
        return ways.to(Transport.UDP, null, saved.remote());
    }

    private static Reach serve(Parts parts, HttpServer http, Optional<Endpoint> ng)
            throws IOException {
        TlsIdentity identity = Edge.identity(parts);
        Endpoint https =
                listen(parts, Settings.HTTPS_PORT, "HTTPS", at -> http.listenTls(at, identity));
        Optional<Endpoint> ws = parts.config().get(Settings.WS_LISTEN);
        if (ws.isPresent()) {
            parts.health().expect("plain WebSocket");
            Edge.listen("plain WebSocket", ws.get(), Settings.WS_LISTEN.key(), http::listenPlain);
            parts.health().up("plain WebSocket");
        }
        return reach(parts, https, ng);
    }

    private static Reach reach(Parts parts, @Nullable Endpoint https, Optional<Endpoint> ng) {
        InetAddress listen = parts.addresses().listen();
        boolean everywhere = listen.isAnyLocalAddress();
        String host = everywhere ? "localhost" : Endpoint.of(listen, 0).uriHost();
        String near = everywhere ? "127.0.0.1" : host;
        Port udp = parts.config().get(Settings.SIP_UDP_PORT);
        String advertised = Endpoint.of(parts.addresses().advertised(), 0).uriHost();
        return new Reach(
                Optional.ofNullable(https).map(at -> "https://" + host + ":" + at.port()),
                parts.config().has("proxy") && !udp.isOff()
                        ? Optional.of(advertised + ":" + udp)
                        : Optional.empty(),
                Optional.ofNullable(https).map(at -> "https://" + near + ":" + at.port()),
                ng);
    }
}
