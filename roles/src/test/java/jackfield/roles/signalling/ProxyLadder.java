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
import jackfield.roles.proxy.ProxyCore;
import jackfield.roles.proxy.ProxySettings;
import jackfield.roles.proxy.RecordRoutes;
import jackfield.roles.proxy.Redirections;
import jackfield.roles.proxy.Surroundings;
import jackfield.roles.proxy.TargetSet;
import jackfield.roles.proxy.TargetWatch;
import jackfield.roles.transactionuser.Arrival;
import jackfield.roles.transactionuser.Flows;
import jackfield.roles.transactionuser.Locator;
import jackfield.roles.transactionuser.NextHop;
import jackfield.roles.transactionuser.NodeAddresses;
import jackfield.roles.transactionuser.Transactions;
import jackfield.sip.flow.FlowTokenSigner;
import jackfield.sip.message.Message;
import jackfield.sip.message.Parser;
import jackfield.sip.message.SipUri;
import jackfield.sip.message.Writer;
import jackfield.sip.transaction.Timers;
import jackfield.sip.transaction.TransactionId;
import jackfield.sip.transaction.TransactionLayer;
import jackfield.sip.transaction.TransactionOutput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/// A proxy alone, which lets everybody in and sends every request to the target set that the test
/// says, with a locator that answers when the test wants it.
final class ProxyLadder implements Wire {
    static final long SECOND = Ladder.SECOND;

    final RecordingRelay relay = new RecordingRelay();
    final LaterRelay slowRelay = new LaterRelay(relay);
    final Map<Flow, Party> parties = new HashMap<>();
    final Set<Flow> dead = new HashSet<>();
    final Map<String, List<NextHop>> hosts = new HashMap<>();
    final Map<String, Locator.Found> asked = new HashMap<>();
    final List<NextHop> failed = new ArrayList<>();
    final List<Transport> undiallable = new ArrayList<>();
    final ProxyCore proxy;
    TargetSet targets = new TargetSet(List.of(TargetSet.Attempt.of(List.of(nobody()))));
    Redirections redirections = Redirections.NONE;
    long now = SECOND;
    private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    private final TransactionLayer layer = new TransactionLayer(random, Timers.DEFAULT);
    private final Deque<TransactionOutput> queue = new ArrayDeque<>();
    private final RecordRoutes routes;

    ProxyLadder() {
        this(ProxySettings.DEFAULT);
    }

    ProxyLadder(ProxySettings settings) {
        this(settings, false);
    }

    /// Where the relay takes its time: until [#relays].
    static ProxyLadder withSlowRelay() {
        return new ProxyLadder(ProxySettings.DEFAULT, true);
    }

    private ProxyLadder(ProxySettings settings, boolean slow) {
        NodeAddresses addresses =
                new NodeAddresses(
                        "example.org", Set.of("10.0.0.1"), Set.of(5060), Map.of(), "10.0.0.1");
        routes = new RecordRoutes(new FlowTokenSigner(new byte[32], 7), addresses);
        proxy =
                new ProxyCore(
                        new Transactions(layer, queue::add, addresses, random, (_, _) -> {}),
                        routes,
                        new Surroundings(
                                addresses,
                                Passwords.REALM,
                                flows(),
                                locator(),
                                (contact, sender, at) -> redirections.targets(contact, sender, at),
                                new Bindings(
                                        BindingStore.NONE,
                                        new ContactTokens(new byte[32]),
                                        30 * SECOND,
                                        0,
                                        random),
                                slow ? slowRelay : relay,
                                TargetWatch.NONE,
                                (callId, level, text) -> {},
                                jackfield.roles.records.CallRecords.NONE),
                        settings);
    }

    private static jackfield.roles.proxy.Target nobody() {
        return jackfield.roles.proxy.Target.outside(SipUri.of(null, "nobody.invalid", 0));
    }

    private Flows flows() {
        return new Flows() {
            @Override
            public @Nullable Flow to(
                    Transport transport, @Nullable Endpoint local, Endpoint remote) {
                return undiallable.contains(transport) ? null : flow(transport, remote);
            }

            @Override
            public boolean alive(Flow flow) {
                return !dead.contains(flow);
            }
        };
    }

    /// Hosts that are known are found at once, others when the test says so.
    private Locator locator() {
        return new Locator() {
            @Override
            public void locate(SipUri next, long at, Found found) {
                List<NextHop> known = hosts.get(next.host());
                if (known != null) {
                    found.servers(known, at);
                } else {
                    asked.put(next.host(), found);
                }
            }

            @Override
            public void failed(NextHop server, long at) {
                failed.add(server);
            }
        };
    }

    /// The DNS tells at last.
    void found(String host, NextHop... servers) {
        Locator.Found waiting = asked.remove(host);
        assertThat(waiting).as("somebody asks for " + host).isNotNull();
        if (waiting != null) {
            waiting.servers(List.of(servers), now);
            pump();
        }
    }

    /// The slow relay does the next thing it was asked.
    void relays() {
        assertThat(slowRelay.next(now)).as("the relay was asked something").isTrue();
        pump();
    }

    static Flow flow(Transport transport, Endpoint remote) {
        long id = transport == Transport.UDP ? 1 : 1000 + remote.low() % 1000 * 10 + 1;
        return new Flow(id, transport, Endpoint.parse("10.0.0.1:5060"), remote);
    }

    static NextHop server(Party party) {
        return new NextHop(party.flow.transport(), party.flow.remote(), "example.net");
    }

    Party party(String user, String address) {
        return party(user, Transport.UDP, address);
    }

    Party party(String user, Transport transport, String address) {
        Flow flow = flow(transport, Endpoint.parse(address));
        Party party = new Party(this, user, flow, "sip:" + user + "@" + address);
        parties.put(flow, party);
        return party;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public void arrive(Flow flow, byte[] bytes) {
        Message message = Parser.parse(bytes).orThrow();
        layer.receive(message, flow, now, queue::add);
        pump();
    }

    void lose(Flow flow) {
        dead.add(flow);
        layer.flowLost(flow, now, queue::add);
        pump();
    }

    private void pump() {
        for (TransactionOutput next = queue.poll(); next != null; next = queue.poll()) {
            switch (next) {
                case TransactionOutput.Send(Flow flow, Message message, _) -> {
                    assertThat(dead).as("sent on a dead flow").doesNotContain(flow);
                    Party party = parties.get(flow);
                    if (party != null
                            && Parser.parse(Writer.write(message))
                                    instanceof Parsed.Ok<Message>(Message copy)) {
                        party.inbox.add(copy);
                    }
                }
                case TransactionOutput.NewRequest(var id, var request, var flow) -> {
                    RecordRoutes.Stripped stripped = routes.strip(request);
                    Arrival arrival =
                            new Arrival(id, request, stripped.request(), stripped.token(), flow);
                    if (request.headers().to().tag() == null) {
                        proxy.forward(arrival, null, targets, now);
                    } else {
                        proxy.inDialog(arrival, now);
                    }
                }
                case TransactionOutput.Ack(var ack, var flow) -> proxy.ack(ack, flow, now);
                case TransactionOutput.Cancelled(var invite, var cancel) ->
                        proxy.cancelled(invite, cancel, now);
                case TransactionOutput.Received(var client, var response, var _) ->
                        proxy.received(client, response, now);
                case TransactionOutput.TimedOut(var client) -> proxy.timedOut(client, now);
                case TransactionOutput.Unreachable(TransactionId.Client client) ->
                        proxy.unreachable(client, now);
                case TransactionOutput.Unreachable(TransactionId.Server server) ->
                        proxy.unreachable(server, now);
                case TransactionOutput.Ended(TransactionId id) -> proxy.ended(id);
                case TransactionOutput.Stray _ -> {}
                // Nobody leaves bytes in what is kept here, so whole messages are repeated.
                case TransactionOutput.Again again -> throw new AssertionError(again);
            }
        }
    }

    void seconds(double seconds) {
        long until = now + (long) (seconds * SECOND);
        long next = Math.min(layer.deadline(), proxy.deadline());
        while (next != Deadlines.NEVER && next <= until) {
            now = Math.max(now, next);
            layer.wake(now, queue::add);
            pump();
            proxy.wake(now);
            pump();
            next = Math.min(layer.deadline(), proxy.deadline());
        }
        now = until;
    }

    /// Repeated messages are read only once.
    void dropRepeats() {
        parties.values().forEach(party -> party.inbox.clear());
    }

    void assertQuiet() {
        while (slowRelay.next(now)) {
            pump();
        }
        dropRepeats();
        seconds(240);
        dropRepeats();
        assertThat(proxy.callCount()).as("calls").isZero();
        assertThat(proxy.contextCount()).as("contexts").isZero();
        assertThat(layer.inFlight()).as("transactions").isZero();
        assertThat(relay.forks).as("legs").isEmpty();
        assertThat(proxy.deadline()).as("timers").isEqualTo(Deadlines.NEVER);
    }
}
