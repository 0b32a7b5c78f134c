package jackfield.server.boot;

import jackfield.base.Flow;
import jackfield.net.NodeClock;
import jackfield.net.udp.UdpCounters;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.roles.location.Bindings;
import jackfield.roles.relay.LegReport;
import jackfield.roles.relay.media.MediaTotals;
import jackfield.roles.relay.ng.NgCallView;
import jackfield.roles.signalling.SignallingCore;
import jackfield.roles.upstream.UpstreamView;
import jackfield.server.api.CallView;
import jackfield.server.api.NodeView;
import jackfield.server.api.RegistrationView;
import jackfield.server.api.UpstreamRegistrationView;
import jackfield.server.metrics.Health;
import jackfield.server.metrics.Metrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the node shows of itself: its calls, registrations and numbers, asked of the shards that
/// own them.
final class NodeState implements NodeView {
    private static final String SIGNALLING = "signalling";
    private static final String MEDIA = "a media shard";
    private static final long SECOND = 1_000_000_000L;

    private final SignallingShard signalling;
    private final MediaShards media;
    private final NodeClock clock;
    private final Health health;
    private final long epochMs;
    private final String home;
    private final List<Runnable> others = new CopyOnWriteArrayList<>();
    private volatile Numbers numbers = Numbers.NONE;
    private volatile Supplier<List<CallView>> pages = List::of;
    private volatile Predicate<String> ofPages = _ -> false;

    /// One look at all shards.
    private record Numbers(
            int calls,
            int relayed,
            int registrations,
            Map<String, Integer> upstreams,
            int transactions,
            Map<String, Long> requests,
            Map<String, Long> responses,
            Map<String, Long> drops,
            Map<String, Long> mediaDrops,
            MediaTotals media,
            Map<String, Integer> ports) {
        static final Numbers NONE =
                new Numbers(
                        0,
                        0,
                        0,
                        Map.of(),
                        0,
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        MediaTotals.NONE,
                        Map.of());
    }

    NodeState(
            SignallingShard signalling,
            MediaShards media,
            NodeClock clock,
            Health health,
            String home) {
        this.home = home;
        this.signalling = signalling;
        this.media = media;
        this.clock = clock;
        this.health = health;
        this.epochMs = System.currentTimeMillis() - clock.now() / 1_000_000;
    }

    /// Shows the calls between pages among the others.
    void pages(SignalNode signal) {
        pages = () -> signal.calls(epochMs);
        ofPages = signal::hangUp;
    }

    @Override
    public List<CallView> calls() {
        List<CallView> all = new ArrayList<>(views(signalling.ask(SignallingCore::calls)));
        all.addAll(relayed(signalling.ngCalls()));
        all.addAll(pages.get());
        return all;
    }

    @Override
    public Optional<CallView> call(String id) {
        Optional<CallView> own =
                views(
                                signalling.ask(SignallingCore::calls).stream()
                                        .filter(call -> call.callId().equals(id))
                                        .limit(1)
                                        .toList())
                        .stream()
                        .findFirst();
        return own.isPresent()
                ? own
                : relayed(
                                signalling.ngCalls().stream()
                                        .filter(call -> call.callId().equals(id))
                                        .toList())
                        .stream()
                        .findFirst()
                        .or(() ->
                                pages.get().stream()
                                        .filter(call -> call.id().equals(id))
                                        .findFirst());
    }

    /// Calls whose signalling is another proxy's: of their parties we know the tags.
    private List<CallView> relayed(List<NgCallView> calls) {
        List<List<LegReport>> legs =
                signalling.legs(calls.stream().map(NgCallView::relayed).toList());
        List<CallView> views = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            NgCallView call = calls.get(i);
            views.add(
                    new CallView(
                            call.callId(),
                            call.answered() != 0 ? "answered" : "calling",
                            RelayedCalls.from(call),
                            RelayedCalls.to(call),
                            epochMs + call.began() / 1_000_000,
                            legs.get(i),
                            clock.now()));
        }
        return views;
    }

    private List<CallView> views(List<jackfield.roles.proxy.CallView> calls) {
        List<List<LegReport>> legs =
                signalling.legs(
                        calls.stream().map(jackfield.roles.proxy.CallView::callId).toList());
        List<CallView> views = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            views.add(view(calls.get(i), legs.get(i)));
        }
        return views;
    }

    private CallView view(jackfield.roles.proxy.CallView call, List<LegReport> legs) {
        return new CallView(
                call.callId(),
                call.state(),
                call.caller(),
                call.callee(),
                epochMs + call.began() / 1_000_000,
                legs,
                clock.now());
    }

    @Override
    public List<RegistrationView> registrations(@Nullable String user) {
        long now = clock.now();
        AddressOfRecord aor = user == null ? null : aor(user);
        // The shard only looks: of thousands of bindings, words are made here.
        record Looked(Bindings.Seen seen, long roundTrip) {}
        List<Looked> looked =
                signalling.ask(core ->
                        (aor == null ? core.bindings().seen() : core.bindings().seen(aor))
                                .stream()
                                        .map(seen ->
                                                new Looked(seen, core.roundTrip(seen.binding())))
                                        .toList());
        return looked.stream().map(each -> view(each.seen, each.roundTrip, now)).toList();
    }

    /// How many devices of each of these users are registered.
    Map<String, Integer> contacts(List<String> users) {
        return signalling.ask(core -> {
            Map<String, Integer> contacts = new HashMap<>();
            users.forEach(user -> contacts.put(user, core.bindings().seen(aor(user)).size()));
            return contacts;
        });
    }

    @Override
    public int drop(String user, @Nullable String contact) {
        return signalling.drop(aor(user), contact);
    }

    @Override
    public boolean hangUp(String id) {
        return ofPages.test(id) || signalling.hangUp(id, "ended by the operator");
    }

    /// `alice@example.org`, or `alice` for a user of our own domain.
    private AddressOfRecord aor(String user) {
        int at = user.lastIndexOf('@');
        return at < 0
                ? new AddressOfRecord(user, home)
                : new AddressOfRecord(user.substring(0, at), user.substring(at + 1));
    }

    private static RegistrationView view(Bindings.Seen seen, long roundTrip, long now) {
        Binding binding = seen.binding();
        Flow flow = binding.flow();
        return new RegistrationView(
                binding.aor().toString(),
                binding.target().toString(),
                flow.transport().name().toLowerCase(Locale.ROOT),
                flow.remote().toString(),
                flow.id(),
                (now - seen.since()) / SECOND,
                Math.max(0, (binding.expires() - now) / SECOND),
                Math.rint(roundTrip / 1e5) / 10,
                binding.userAgent(),
                seen.parked());
    }

    @Override
    public List<UpstreamRegistrationView> upstreams(@Nullable String user) {
        long now = clock.now();
        AddressOfRecord aor = user == null ? null : aor(user);
        return signalling.ask(SignallingCore::upstreams).stream()
                .filter(view -> aor == null || view.aor().equals(aor))
                .map(view -> view(view, now))
                .toList();
    }

    private static UpstreamRegistrationView view(UpstreamView view, long now) {
        return new UpstreamRegistrationView(
                view.aor().toString(),
                view.uri(),
                view.mode().name().toLowerCase(Locale.ROOT),
                view.state().name().toLowerCase(Locale.ROOT),
                view.reason(),
                Math.max(0, (view.expires() - now) / SECOND),
                Math.max(0, (view.nextTry() - now) / SECOND));
    }

    private static Map<String, Integer> states(SignallingCore core) {
        Map<String, Integer> states = new TreeMap<>();
        for (UpstreamView view : core.upstreams()) {
            states.merge(view.state().name().toLowerCase(Locale.ROOT), 1, Integer::sum);
        }
        return states;
    }

    /// A quick look, once a second.
    Console.Look look() {
        long mediaDrops = sum(Answers.of(MEDIA, media::drops));
        // Each socket is asked for its drops: not on the thread that signalling waits for.
        UdpCounters counted = media.counters();
        return signalling.ask(core ->
                new Console.Look(
                        core.callCount(),
                        core.bindings().size(),
                        sum(core.counters().drops()) + mediaDrops,
                        counted));
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    String home() {
        return home;
    }

    /// Also done when new numbers are wanted.
    void refreshes(Runnable more) {
        others.add(more);
    }

    /// Takes new numbers for the metrics.
    void refresh() {
        others.forEach(Runnable::run);
        Map<String, Long> mediaDrops = Answers.of(MEDIA, media::drops);
        MediaTotals totals = Answers.of(MEDIA, media::totals);
        int relayed = signalling.ngCalls().size();
        numbers =
                signalling.ask(core ->
                        new Numbers(
                                core.callCount(),
                                relayed,
                                core.bindings().size(),
                                states(core),
                                core.transactionCount(),
                                core.counters().requests(),
                                core.counters().responses(),
                                core.counters().drops(),
                                mediaDrops,
                                totals,
                                media.portsByState(clock.now())));
    }

    /// The calls of now; a shard that does not answer makes the node unhealthy.
    long callCount() {
        try {
            int calls = signalling.ask(SignallingCore::callCount);
            health.up(SIGNALLING);
            return calls;
        } catch (IllegalStateException e) {
            health.down(SIGNALLING, "does not answer");
            return 0;
        }
    }

    /// Adds the node's numbers to the metrics.
    void register(Metrics metrics) {
        metrics.gauge("jackfield_calls", "Calls now.", () -> numbers.calls)
                .gauge(
                        "jackfield_ng_calls",
                        "Calls of other proxies that we relay by NG now.",
                        () -> numbers.relayed)
                .gauge("jackfield_registrations", "Bindings now.", () -> numbers.registrations)
                .gauges(
                        "jackfield_upstream_registrations",
                        "Registrations at registrars above us.",
                        "state",
                        () -> numbers.upstreams)
                .gauge(
                        "jackfield_sip_transactions",
                        "SIP transactions now.",
                        () -> numbers.transactions)
                .counters(
                        "jackfield_sip_requests",
                        "SIP requests received.",
                        "method",
                        () -> numbers.requests)
                .counters(
                        "jackfield_sip_responses",
                        "SIP responses sent.",
                        "class",
                        () -> numbers.responses)
                .counters(
                        "jackfield_sip_drops",
                        "SIP messages dropped.",
                        "reason",
                        () -> numbers.drops)
                .counters(
                        "jackfield_media_drops",
                        "Datagrams that belonged to no leg.",
                        "reason",
                        () -> numbers.mediaDrops)
                .counters(
                        "jackfield_media_datagrams",
                        "UDP datagrams of media, all legs.",
                        "direction",
                        () -> datagrams(media.counters()))
                .counters(
                        "jackfield_media_shard_datagrams",
                        "UDP datagrams of media that came in, by media shard.",
                        "shard",
                        media::datagramsIn)
                .gauges(
                        "jackfield_media_legs",
                        "Legs now, by kind.",
                        "kind",
                        () -> numbers.media.legs())
                .gauges(
                        "jackfield_rtp_ports",
                        "Pairs of ports for RTP, by state.",
                        "state",
                        () -> numbers.ports)
                .counters(
                        "jackfield_rtp_packets_in",
                        "Good RTP packets from peers.",
                        "kind",
                        () -> numbers.media.packetsIn())
                .counters(
                        "jackfield_rtp_packets_out",
                        "RTP packets to peers.",
                        "kind",
                        () -> numbers.media.packetsOut())
                .counters(
                        "jackfield_rtp_drops",
                        "Packets of legs that went no further.",
                        "reason",
                        () -> numbers.media.drops())
                .counter(
                        "jackfield_rtp_lost",
                        "RTP packets that never came to us.",
                        () -> numbers.media.lost())
                .counter(
                        "jackfield_transcoded_packets",
                        "Packets of voices that were translated into another codec.",
                        () -> numbers.media.transcoded().received())
                .counter(
                        "jackfield_transcoded_lost",
                        "Packets that were missing where a voice was translated.",
                        () -> numbers.media.transcoded().lost())
                .counter(
                        "jackfield_transcoded_late",
                        "Those of them that came after all.",
                        () -> numbers.media.transcoded().late())
                .counter(
                        "jackfield_transcoded_concealed_ms",
                        "Milliseconds of voices that were made up in place of what was missing.",
                        () -> numbers.media.transcoded().concealedMs())
                .counter(
                        "jackfield_dtls_failures",
                        "DTLS handshakes of browsers that failed.",
                        () -> numbers.media.dtlsFailures())
                .counter(
                        "jackfield_ice_failures",
                        "Browsers that left without ever having had a media path.",
                        () -> numbers.media.iceFailures());
    }

    private static Map<String, Long> datagrams(UdpCounters counters) {
        return Map.of("in", counters.packetsIn(), "out", counters.packetsOut());
    }
}
