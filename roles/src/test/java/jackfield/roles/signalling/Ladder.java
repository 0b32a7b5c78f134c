package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Parsed;
import jackfield.base.Transport;
import jackfield.roles.location.BindingStore;
import jackfield.roles.location.Bindings;
import jackfield.roles.location.ContactTokens;
import jackfield.roles.records.CallRecord;
import jackfield.roles.relay.MediaRelay;
import jackfield.roles.relay.Relay;
import jackfield.roles.sbc.BanListener;
import jackfield.roles.sbc.BanPolicy;
import jackfield.roles.sbc.Bans;
import jackfield.roles.sbc.Border;
import jackfield.roles.sbc.SourceLimits;
import jackfield.roles.sbc.TrustDomain;
import jackfield.roles.sbc.UserLimits;
import jackfield.roles.trace.CallTraces;
import jackfield.roles.transactionuser.Flows;
import jackfield.roles.transactionuser.LiteralLocator;
import jackfield.roles.transactionuser.Locator;
import jackfield.roles.transactionuser.NodeAddresses;
import jackfield.sip.auth.BearerAuthenticator;
import jackfield.sip.flow.FlowTokenSigner;
import jackfield.sip.message.Message;
import jackfield.sip.message.Parser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/// One node and its parties on flows that lose nothing, in virtual time.
final class Ladder implements Wire {
    static final long SECOND = 1_000_000_000L;
    static final Set<String> USERS = Set.of("alice", "bob", "carol");

    final RandomGenerator random;
    final RecordingRelay relay = new RecordingRelay();
    final LaterRelay slowRelay;
    final Bindings bindings =
            new Bindings(
                    BindingStore.NONE,
                    new ContactTokens(new byte[32]),
                    30 * SECOND,
                    0,
                    new SplittableRandom(1));
    final List<String> unreadable = new ArrayList<>();
    final List<String> log = new ArrayList<>();
    final CallTraces traces = new CallTraces(CallTraces.Limits.DEFAULT);
    final List<CallRecord> records = new ArrayList<>();
    final SignallingCore core;
    final Map<Flow, Party> parties = new HashMap<>();
    final Set<Flow> dead = new HashSet<>();
    boolean dialsTcp;

    /// True while a slow relay does nothing of what it is asked.
    boolean relayThinks;

    /// The node's own user agent, where a test wants one.
    @Nullable Insider insider;

    /// Pages at `/signal`, where a test wants some.
    @Nullable Pages pages;

    long now = SECOND;
    private long ids = 100;

    Ladder() {
        this(SignallingSettings.DEFAULT, 1);
    }

    Ladder(SignallingSettings settings, long seed) {
        this(settings, seed, null);
    }

    /// With hosts that are trusted.
    Ladder(TrustDomain trust) {
        this(false, SignallingSettings.DEFAULT, 1, null, new LiteralLocator(), trust, null);
    }

    /// Where users may have tokens instead of passwords.
    Ladder(BearerAuthenticator bearer) {
        this(
                false,
                SignallingSettings.DEFAULT,
                1,
                null,
                new LiteralLocator(),
                TrustDomain.ALONE,
                bearer);
    }

    /// @param slow whether the relay answers only once the node's turn is over
    Ladder(boolean slow) {
        this(slow, SignallingSettings.DEFAULT, 1, null, new LiteralLocator());
    }

    Ladder(
            boolean slow,
            SignallingSettings settings,
            long seed,
            @Nullable Relay other,
            Locator locator) {
        this(slow, settings, seed, other, locator, TrustDomain.ALONE, null);
    }

    /// With another relay than the recording one.
    Ladder(SignallingSettings settings, long seed, @Nullable Relay other) {
        this(settings, seed, other, new LiteralLocator());
    }

    /// With another relay and another locator.
    Ladder(SignallingSettings settings, long seed, @Nullable Relay other, Locator locator) {
        this(false, settings, seed, other, locator, TrustDomain.ALONE, null);
    }

    /// Whose calls go through a relay in another program.
    Ladder(MediaRelay elsewhere) {
        this(
                elsewhere,
                SignallingSettings.DEFAULT,
                1,
                null,
                new LiteralLocator(),
                TrustDomain.ALONE,
                null);
    }

    private Ladder(
            boolean slow,
            SignallingSettings settings,
            long seed,
            @Nullable Relay other,
            Locator locator,
            TrustDomain trust,
            @Nullable BearerAuthenticator bearer) {
        this(slow ? new LaterRelay() : null, settings, seed, other, locator, trust, bearer);
    }

    final NodeAddresses addresses =
            new NodeAddresses(
                    "example.org",
                    Set.of("10.0.0.1"),
                    Set.of(5060, 5061, 8080),
                    Map.of(),
                    "10.0.0.1");

    private Ladder(
            @Nullable MediaRelay elsewhere,
            SignallingSettings settings,
            long seed,
            @Nullable Relay other,
            Locator locator,
            TrustDomain trust,
            @Nullable BearerAuthenticator bearer) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Relay own = other == null ? relay : other;
        slowRelay = elsewhere instanceof LaterRelay later ? later.over(own) : new LaterRelay();
        SignallingParts parts =
                new SignallingParts(
                        addresses,
                        flows(),
                        locator,
                        new Border(
                                aor ->
                                        USERS.contains(aor.user())
                                                || bearer != null && !bindings.of(aor).isEmpty(),
                                Passwords.server(random),
                                new SourceLimits(1000, 1000, 100),
                                UserLimits.usual(),
                                new Bans(BanPolicy.DEFAULT, BanListener.NONE),
                                trust,
                                bearer),
                        bindings,
                        elsewhere == null ? own : elsewhere,
                        own,
                        new FlowTokenSigner(new byte[32], 7),
                        traces,
                        records::add);
        core = new SignallingCore(parts, settings, random);
    }

    private Flows flows() {
        return new Flows() {
            @Override
            public @Nullable Flow to(
                    Transport transport, @Nullable Endpoint local, Endpoint remote) {
                return transport == Transport.UDP
                        ? udpFlow(remote)
                        : dialsTcp && transport == Transport.TCP ? tcpFlow(remote) : null;
            }

            @Override
            public boolean alive(Flow flow) {
                return !dead.contains(flow);
            }
        };
    }

    /// A connection that we open.
    static Flow tcpFlow(Endpoint remote) {
        return new Flow(
                1_000_000 + remote.low() % 100_000,
                Transport.TCP,
                Endpoint.parse("10.0.0.1:5060"),
                remote);
    }

    static Flow udpFlow(Endpoint remote) {
        return new Flow(1, Transport.UDP, Endpoint.parse("10.0.0.1:5060"), remote);
    }

    /// A phone at a host of its own, over UDP.
    Party phone(String user, String address) {
        Endpoint remote = Endpoint.parse(address);
        Party party = new Party(this, user, udpFlow(remote), "sip:" + user + "@" + address);
        parties.put(party.flow, party);
        return party;
    }

    /// A browser on a WebSocket, whose Contact nobody can resolve.
    Party browser(String user, int port) {
        String contact = "sip:" + user + port + "@v" + port + "x.invalid;transport=ws";
        Party party = new Party(this, user, webSocket(port), contact);
        parties.put(party.flow, party);
        return party;
    }

    Flow webSocket(int port) {
        return new Flow(
                ids++,
                Transport.WS,
                Endpoint.parse("10.0.0.1:8080"),
                Endpoint.parse("10.0.0.200:" + port));
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public void arrive(Flow flow, byte[] bytes) {
        core.receive(bytes, flow, now, this::perform);
        relays();
    }

    /// A slow relay does what it was asked, unless it thinks.
    void relays() {
        do {
            while (slowRelay.waiting() > 0 && !relayThinks) {
                relayAnswers();
            }
        } while (insider != null && insider.run());
    }

    /// The relay does the first of what it was asked.
    void relayAnswers() {
        assertThat(slowRelay.waiting()).as("asked of the relay").isPositive();
        core.resume(slowRelay::next, now, this::perform);
    }

    /// Something happens on the node's thread, such as a datagram from a relay node.
    void resumes(LongConsumer step) {
        core.resume(step, now, this::perform);
    }

    void lose(Flow flow) {
        dead.add(flow);
        parties.remove(flow);
        core.flowLost(flow, now, this::perform);
        relays();
    }

    void perform(SignallingOutput output) {
        switch (output) {
            case SignallingOutput.Log line -> log.add(line.text());
            case SignallingOutput.Send(Flow flow, byte[] bytes) when flow.isInside() -> {
                if (insider != null) {
                    insider.deliver(flow, bytes);
                }
            }
            case SignallingOutput.Send(Flow flow, byte[] bytes) -> {
                assertThat(dead).as("sent on a dead flow").doesNotContain(flow);
                Party party = parties.get(flow);
                if (party != null && bytes.length > 4) {
                    // The answer to what can't be read repeats what can't be read.
                    if (Parser.parse(bytes) instanceof Parsed.Ok<Message>(Message message)) {
                        party.inbox.add(message);
                    } else {
                        unreadable.add(new String(bytes, StandardCharsets.UTF_8));
                    }
                }
            }
        }
    }

    void seconds(double seconds) {
        long until = now + (long) (seconds * SECOND);
        for (long due = deadline(); due != Deadlines.NEVER && due <= until; due = deadline()) {
            now = Math.max(now, due);
            core.wake(now, this::perform);
            if (insider != null) {
                insider.wake();
            }
            if (pages != null) {
                pages.wake();
            }
            relays();
        }
        now = until;
    }

    private long deadline() {
        long due = core.deadline();
        due = insider == null ? due : Math.min(due, insider.agent.deadline());
        return pages == null ? due : Math.min(due, pages.deadline());
    }

    /// Nobody has anything more to read, and nothing is left in the node but registrations.
    void assertQuiet() {
        relays();
        parties.values().forEach(party -> party.inbox.clear());
        seconds(70);
        parties.values()
                .forEach(party -> assertThat(party.inbox).as("for " + party.user).isEmpty());
        assertThat(core.callCount()).as("calls").isZero();
        assertThat(core.transactionCount()).as("transactions").isZero();
        assertThat(core.forwardCount()).as("contexts").isZero();
        assertThat(relay.forks).as("legs").isEmpty();
        if (insider != null) {
            insider.assertQuiet();
        }
        if (pages != null) {
            pages.assertQuiet();
        }
    }
}
