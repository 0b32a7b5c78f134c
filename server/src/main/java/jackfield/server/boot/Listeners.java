package jackfield.server.boot;

import static java.util.concurrent.TimeUnit.SECONDS;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.media.dtmf.DtmfInfo;
import jackfield.net.NodeClock;
import jackfield.net.dns.DnsClient;
import jackfield.net.http.HttpOptions;
import jackfield.net.http.HttpServer;
import jackfield.net.stream.Streams;
import jackfield.net.udp.UdpLoop;
import jackfield.net.udp.UdpOptions;
import jackfield.net.udp.UdpSocket;
import jackfield.roles.locating.ServerLocator;
import jackfield.roles.location.Bindings;
import jackfield.roles.location.ContactTokens;
import jackfield.roles.location.SavedBinding;
import jackfield.roles.relay.CallRelay;
import jackfield.roles.relay.Exchange;
import jackfield.roles.relay.MediaRelay;
import jackfield.roles.relay.Prompts;
import jackfield.roles.relay.Recordings;
import jackfield.roles.relay.Relay;
import jackfield.roles.relay.RelayShard;
import jackfield.roles.relay.ng.NgCore;
import jackfield.roles.sbc.Border;
import jackfield.roles.sbc.Users;
import jackfield.roles.signalling.SignallingCore;
import jackfield.roles.signalling.SignallingParts;
import jackfield.roles.transactionuser.Addresses;
import jackfield.roles.transactionuser.Locator;
import jackfield.roles.transactionuser.NodeAddresses;
import jackfield.rtc.dtls.bc.BouncyCastleDtls;
import jackfield.server.api.AdminAccess;
import jackfield.server.api.BansApi;
import jackfield.server.api.ForwardingApi;
import jackfield.server.api.MediaApi;
import jackfield.server.api.TurnApi;
import jackfield.server.api.UserAccess;
import jackfield.server.config.Config;
import jackfield.server.config.OutsideSettings;
import jackfield.server.config.Port;
import jackfield.server.config.Setting;
import jackfield.server.config.Settings;
import jackfield.server.config.TlsSettings;
import jackfield.server.identity.SessionBearer;
import jackfield.server.metrics.Metrics;
import jackfield.sip.auth.DigestAuthenticator;
import jackfield.sip.auth.Ha1;
import jackfield.sip.flow.FlowTokenSigner;
import jackfield.store.Personal;
import jackfield.store.User;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The wiring of a whole node: the shards, the connections, and what is served over HTTP. A role
/// that is left out leaves its listeners closed.
final class Listeners implements Wiring {
    /// How long a binding waits for its client once its connection is lost: a page reload.
    private static final Duration GRACE = Duration.ofSeconds(20);

    /// How long a question to the DNS may take, all servers together.
    private static final Duration DNS_PATIENCE = Duration.ofSeconds(5);

    private final SecureRandom random = new SecureRandom();
    private final NodeClock clock = NodeClock.start();

    @Override
    public Reach open(Parts parts, Stopping stopping) throws IOException {
        // Loading the stream library takes as long as making the DTLS certificate: both at once.
        CompletableFuture<Streams> soon =
                CompletableFuture.supplyAsync(
                        () -> new Streams(CoreSettings.streams(parts.config())),
                        Thread::startVirtualThread);
        stopping.first("close connections", () -> soon.join().close());
        Console console = Console.begin(stopping);
        Seeing seeing = Seeing.open(parts, clock, console.feed(), stopping);
        AtomicReference<@Nullable SignallingShard> late = new AtomicReference<>();
        BouncyCastleDtls dtls =
                new BouncyCastleDtls(
                        random, InstantSource.system(), BouncyCastleDtls.Settings.DEFAULT);
        stopping.first("end DTLS", dtls::close);
        PageStore kept = PageStore.open(parts, () -> of(late), stopping);
        UdpLoop loop = UdpLoop.start("signalling-0", clock, UdpOptions.signalling());
        stopping.first("end the signalling shard", loop::close);
        MediaShards media =
                MediaShards.start(parts, clock, dtls, random, event -> of(late).media(event));
        stopping.first("end the media shards", media::close);
        List<RelayShard> shards = media.relay(parts);
        Streams streams = soon.join();
        Ways ways = new Ways(streams, parts.tls());
        Recordings recordings = Sound.recordings(parts, clock, epochMs(), random, stopping);
        Relay.Events events = events(late);
        CallRelay relay =
                new CallRelay(
                        CoreSettings.relay(
                                parts, shards.getFirst().interfaces(), dtls.fingerprint()),
                        shards,
                        random,
                        events,
                        recordings);
        Optional<ExternalRelay> nodes = ExternalRelay.of(parts.config(), loop, random, events);
        LegSource legs =
                nodes.<LegSource>map(external ->
                                (id, reply) -> external.report(id, relay::report, reply))
                        .orElse(relay::report);
        Bindings bindings =
                new Bindings(
                        parts.store(),
                        new ContactTokens(parts.secrets().nodeKey()),
                        GRACE.toNanos(),
                        epochMs(),
                        random);
        bindings.watch(console.bindings());
        NodeAddresses addresses = CoreSettings.addresses(parts);
        seeing.legs(legs);
        ServerLocator locator =
                new ServerLocator(
                        new DnsClient(
                                parts.config().get(OutsideSettings.DNS_SERVERS),
                                DNS_PATIENCE,
                                step -> of(late).resume(step),
                                clock::now),
                        random);
        BanWall wall =
                new BanWall(
                        parts.store(),
                        streams,
                        CoreSettings.neverBanned(parts.config()),
                        CoreSettings.trust(parts.config(), ways::peer)::isProven,
                        epochMs(),
                        console.feed());
        MediaRelay forCalls = nodes.<MediaRelay>map(ExternalRelay::relay).orElse(relay);
        SignallingCore core =
                core(parts, ways, bindings, forCalls, relay, addresses, wall, locator, seeing);
        core.messages().keep(kept.messages());
        PushNode push =
                PushNode.open(
                        parts,
                        kept.personal(),
                        addresses.home(),
                        random,
                        streams,
                        () -> of(late),
                        stopping);
        push.join(core);
        push.register(parts.metrics());
        Prompts prompts = Sound.prompts(parts);
        NgCore ng =
                NgListener.core(relay, prompts, epochMs(), new RelayedCalls(loop, media, seeing));
        SignallingShard shard =
                new SignallingShard(
                        loop,
                        ways,
                        core,
                        relay,
                        legs,
                        ng,
                        parts.config().get(Settings.MESSAGE_BYTES_LIMIT));
        late.set(shard);
        seeing.shard(shard);
        nodes.ifPresent(each -> each.start(shard));
        ways.sink(shard.connections());
        NodeState state = new NodeState(shard, media, clock, parts.health(), addresses.home());
        state.register(parts.metrics());
        parts.tls().register(parts.metrics());
        connections(parts.metrics(), streams);
        NodeBans bans = new NodeBans(shard, wall, clock);
        bans.register(parts.metrics());
        parts.health().counting(state::callCount);
        loop.add(shard);
        ProcessorLoad cpu = ProcessorLoad.ofThisNode();
        if (CoreSettings.limitsLoad(parts.config())) {
            LoadMeter meter = new LoadMeter(cpu, media::counters, relay::load);
            meter.start(loop.now());
            loop.add(meter);
        }
        Routing routing = new Routing(parts, shard, addresses.home());
        routing.begin();
        routing.register(parts.metrics());
        Endpoint phones = null;
        if (parts.config().has("proxy")) {
            phones = sip(parts, streams, loop, ways, shard);
            restore(parts, bindings, ways, loop);
            shard.restored();
        }
        Optional<Endpoint> control = new NgListener(parts, streams, loop, ng).open();
        HttpServer http = Edge.routes(parts, streams, shard, state, seeing, routing);
        AdminAccess access = new AdminAccess(parts.secrets());
        Edge.bans(http, new BansApi(access, bans));
        RelayNodes external = new RelayNodes(nodes);
        external.routes(http, access);
        external.register(parts.metrics());
        Alerts alerts = new Alerts(parts, seeing, routing, external, console.feed(), cpu);
        console.open(http, parts, streams, state, seeing, alerts, cpu, stopping);
        Edge.media(http, new MediaApi(access, Sound.view(shard, prompts)));
        RecordingRoutes.add(http, parts, seeing);
        TurnApi turnApi = null;
        if (parts.config().has("turn")) {
            TurnNode turn =
                    TurnNode.open(parts, media.lastLoop(), streams, stopping, random, epochMs());
            turn.register(parts.metrics());
            state.refreshes(turn::refresh);
            turnApi = new TurnApi(access, turn, parts.config().get(Settings.AUTH_FAILURES_LIMIT));
            Edge.turn(http, turnApi);
        }
        Personal personal = kept.personal();
        PageUsers users = new PageUsers(parts, clock, addresses.home(), personal);
        MeRoutes.add(
                http,
                parts,
                users,
                new PageBooks(parts, personal, seeing, addresses),
                turnApi,
                push);
        ForwardingRoutes.add(
                http, new ForwardingApi(access, new UserAccess(parts.sessions(), users), routing));
        StoredCallRoutes.add(http, parts, clock, users);
        if (parts.config().has("p2p")) {
            SignalNode signal =
                    SignalNode.open(parts, http, streams, loop, seeing, addresses.home(), random);
            signal.register(parts.metrics());
            state.refreshes(signal::refresh);
            state.pages(signal);
            seeing.pages(signal);
            signal.busy(shard::inCall);
            push.join(signal, () -> shard);
            routing.quietChanged(signal::quietChanged);
            if (parts.config().has("proxy")) {
                AgentNode agent = AgentNode.open(parts.config(), loop, shard, addresses, random);
                agent.register(parts.metrics());
                state.refreshes(agent::refresh);
                signal.join(agent);
            }
        }
        Endpoint https = serve(parts, http);
        proofs(parts, streams);
        parts.tls().start(stopping);
        Reach reach = reach(parts, https, phones, control);
        CountDownLatch warm = dtls.warm();
        stopping.first("let DTLS finish its first handshake", () -> warm.await(1, SECONDS));
        stopping.first("end the calls", () -> end(parts, shard));
        return reach;
    }

    private static void connections(Metrics metrics, Streams streams) {
        metrics.gauges(
                        "jackfield_connections",
                        "Connections now, by kind.",
                        "kind",
                        streams::byKind)
                .counters(
                        "jackfield_connections_refused",
                        "Connections turned away, or cut before they were of any use.",
                        "reason",
                        streams::turnedAway);
    }

    /// What relays tell the shard, on its thread.
    private static Relay.Events events(AtomicReference<@Nullable SignallingShard> late) {
        return new Relay.Events() {
            @Override
            public void mediaLost(String callId, String why, long now) {
                of(late).mediaLost(callId, why, now);
            }

            @Override
            public void consent(String callId, boolean given, long now) {
                of(late).consent(callId, given, now);
            }

            // Which key is not said: it may be part of a secret.
            @Override
            public void dtmf(String callId, String tag, char key, int durationMs) {
                of(late).told(callId, "a party pressed a key for " + durationMs + " ms");
            }

            @Override
            public boolean key(String callId, String tag, DtmfInfo key, long now) {
                return of(late).key(callId, tag, key, now);
            }

            @Override
            public void moved(Exchange exchange, byte[] offer, long now) {
                of(late).moved(exchange, offer, now);
            }

            @Override
            public void told(String callId, String what) {
                of(late).told(callId, what);
            }
        };
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

    private SignallingCore core(
            Parts parts,
            Ways ways,
            Bindings bindings,
            MediaRelay forCalls,
            CallRelay relay,
            Addresses addresses,
            BanWall wall,
            Locator locator,
            Seeing seeing) {
        Config config = parts.config();
        DigestAuthenticator digest =
                new DigestAuthenticator(
                        config.get(Settings.REALM),
                        parts.secrets().nodeKey(),
                        name -> ha1(parts.accounts().find(name)),
                        CoreSettings.algorithms(config),
                        random);
        return new SignallingCore(
                new SignallingParts(
                        addresses,
                        ways,
                        locator,
                        new Border(
                                users(parts, bindings, addresses),
                                digest,
                                CoreSettings.sourceLimits(config),
                                CoreSettings.userLimits(config),
                                BanWall.bans(CoreSettings.bans(config), wall, clock.now()),
                                CoreSettings.trust(config, ways::peer),
                                SessionBearer.besides(
                                        parts.bearer(), parts.sessions(), addresses.home())),
                        bindings,
                        forCalls,
                        relay,
                        new FlowTokenSigner(parts.secrets().nodeKey(), random.nextLong()),
                        seeing.tap(),
                        seeing),
                CoreSettings.signalling(config)
                        .with(Registration.upstreams(config))
                        .with(PageUsers.presence(config)),
                random);
    }

    /// Those with an account here; where tokens are taken, those who are registered too, for the
    /// issuer alone knows them.
    private static Users users(Parts parts, Bindings bindings, Addresses addresses) {
        boolean tokens = parts.bearer().isPresent();
        return aor ->
                parts.accounts().find(Routing.account(aor, addresses.home())) != null
                        || tokens && !bindings.of(aor).isEmpty();
    }

    private static @Nullable Ha1 ha1(@Nullable User user) {
        return user == null ? null : user.ha1();
    }

    /// Opens what phones reach; tells where over UDP.
    private static @Nullable Endpoint sip(
            Parts parts, Streams streams, UdpLoop loop, Ways ways, SignallingShard shard)
            throws IOException {
        Config config = parts.config();
        InetAddress listen = parts.addresses().listen();
        Endpoint phones = null;
        if (open(parts, Settings.SIP_UDP_PORT, "SIP over UDP")) {
            Port port = config.get(Settings.SIP_UDP_PORT);
            UdpSocket socket =
                    Ports.bound(
                            loop.open(Endpoint.of(listen, port.number())), Settings.SIP_UDP_PORT);
            loop.execute(() -> ways.udp(socket));
            socket.attach(shard.datagrams(socket));
            phones = socket.local();
            parts.health().up("SIP over UDP");
        }
        TlsParts tls = parts.tls();
        listen(
                parts,
                Settings.SIP_TCP_PORT,
                "SIP over TCP",
                at -> streams.listenTcp(at, shard.connections()));
        listen(
                parts,
                Settings.SIP_TLS_PORT,
                "SIP over TLS",
                at -> streams.listenTls(at, tls.identities(), tls.clients(), shard.connections()));
        return phones;
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
        Endpoint local = Edge.listen(what, at, setting, opening);
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

    private static @Nullable Endpoint serve(Parts parts, HttpServer http) throws IOException {
        Endpoint https =
                parts.config().opensHttps()
                        ? listen(
                                parts,
                                Settings.HTTPS_PORT,
                                "HTTPS",
                                at -> http.listenTls(at, parts.tls().identities()))
                        : null;
        Optional<Endpoint> ws = parts.config().get(Settings.WS_LISTEN);
        if (ws.isPresent()) {
            parts.health().expect("plain WebSocket");
            Edge.listen("plain WebSocket", ws.get(), Settings.WS_LISTEN, http::listenPlain);
            parts.health().up("plain WebSocket");
        }
        return https;
    }

    /// Opens what an ACME server asks, where there is one.
    private static void proofs(Parts parts, Streams streams) throws IOException {
        if (parts.tls().challenges().isPresent()) {
            HttpServer proofs = new HttpServer(streams, HttpOptions.DEFAULT);
            listen(
                    parts,
                    TlsSettings.ACME_HTTP_PORT,
                    "ACME over HTTP",
                    Edge.proofs(proofs, parts.tls().challenges())::listenPlain);
        }
    }

    private static Reach reach(
            Parts parts,
            @Nullable Endpoint https,
            @Nullable Endpoint phones,
            Optional<Endpoint> ng) {
        InetAddress listen = parts.addresses().listen();
        boolean everywhere = listen.isAnyLocalAddress();
        String host = everywhere ? "localhost" : Endpoint.of(listen, 0).uriHost();
        String near = everywhere ? "127.0.0.1" : host;
        String advertised = Endpoint.of(parts.addresses().advertised(), 0).uriHost();
        return new Reach(
                Optional.ofNullable(parts.config().has("web") ? https : null)
                        .map(at -> "https://" + host + ":" + at.port()),
                Optional.ofNullable(phones).map(at -> advertised + ":" + at.port()),
                Optional.ofNullable(https).map(at -> "https://" + near + ":" + at.port()),
                ng);
    }
}
