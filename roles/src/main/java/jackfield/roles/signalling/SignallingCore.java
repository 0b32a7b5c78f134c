package jackfield.roles.signalling;

import jackfield.base.Deadlines;
import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.base.Transport;
import jackfield.media.dtmf.DtmfInfo;
import jackfield.roles.dispatcher.Dispatcher;
import jackfield.roles.dispatcher.Prober;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.roles.location.Bindings;
import jackfield.roles.mediaserver.EchoEndpoint;
import jackfield.roles.messaging.TextMessages;
import jackfield.roles.presence.EventServer;
import jackfield.roles.proxy.CallView;
import jackfield.roles.proxy.ProxyCore;
import jackfield.roles.proxy.RecordRoutes;
import jackfield.roles.proxy.Surroundings;
import jackfield.roles.proxy.Target;
import jackfield.roles.relay.Exchange;
import jackfield.roles.sbc.Admission;
import jackfield.roles.sbc.Bans;
import jackfield.roles.sbc.Gate;
import jackfield.roles.sbc.Peer;
import jackfield.roles.sbc.Verdict;
import jackfield.roles.trace.MessageTap.Direction;
import jackfield.roles.transactionuser.Arrival;
import jackfield.roles.transactionuser.CallLog;
import jackfield.roles.transactionuser.TransactionUser;
import jackfield.roles.transactionuser.Transactions;
import jackfield.roles.upstream.UpstreamView;
import jackfield.roles.useragent.SipCalls;
import jackfield.roles.waking.Sleepers;
import jackfield.sip.auth.FailureBackoff;
import jackfield.sip.framing.Framed;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Message;
import jackfield.sip.message.Method;
import jackfield.sip.message.Parser;
import jackfield.sip.message.Reading;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.message.Writer;
import jackfield.sip.transaction.TransactionId;
import jackfield.sip.transaction.TransactionLayer;
import jackfield.sip.transaction.TransactionOutput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All signalling of one shard. One thread calls it; what it wants done comes out in order.
public final class SignallingCore {
    private static final int MOST_FAILURES = 20_000;

    /// A source that has used up its requests may send one again long before.
    private static final String RETRY_SECONDS = "5";

    private final SignallingParts parts;
    private final Parser parser;
    private final TransactionLayer layer;
    private final Transactions transactions;
    private final RecordRoutes routes;
    private final Gate gate;
    private final Admission admission;
    private final Bans bans;
    private final ProxyCore proxy;
    private final EchoEndpoint echo;
    private final Watchers watchers;
    private final Dispatcher dispatcher;
    private final CallPlanner planner;
    private final RequestTargets targets;
    private final Registrations registrations;
    private final List<TransactionUser> users;
    private final FailureBackoff backoff = new FailureBackoff(MOST_FAILURES);
    private final Counters counters = new Counters();
    private final Deque<TransactionOutput> queue = new ArrayDeque<>();
    private final Deque<SignallingOutput> ready = new ArrayDeque<>();
    private boolean stopping;
    private @Nullable Arrival arriving;
    private @Nullable AddressOfRecord sender;
    private long endCallsAt = Deadlines.NEVER;

    /// @param random makes branches and tags: a cryptographic one in production
    public SignallingCore(
            SignallingParts parts, SignallingSettings settings, RandomGenerator random) {
        this.parts = parts;
        parser = new Parser(settings.messages());
        layer = new TransactionLayer(random, settings.timers(), settings.transactions());
        transactions =
                new Transactions(layer, queue::add, parts.addresses(), random, this::refused);
        routes = new RecordRoutes(parts.tokens(), parts.addresses());
        gate = new Gate(parts.border(), counters::dropped);
        admission = new Admission(parts.border(), backoff, parts.addresses(), settings.admission());
        admission.endsHere(uri -> uri.user() != null && settings.echoUsers().contains(uri.user()));
        bans = parts.border().bans();
        CallLog log = this::log;
        watchers = new Watchers(parts);
        dispatcher = new Dispatcher(random, log);
        proxy =
                new ProxyCore(
                        transactions,
                        routes,
                        new Surroundings(
                                parts.addresses(),
                                parts.border().digest().realm(),
                                parts.flows(),
                                parts.locator(),
                                this::redirected,
                                parts.bindings(),
                                parts.relay(),
                                dispatcher,
                                log,
                                watchers),
                        settings.proxy());
        EventServer events = watchers.serve(transactions, proxy, settings.presence(), log);
        echo =
                new EchoEndpoint(
                        transactions,
                        new EchoEndpoint.Needs(
                                parts.addresses(),
                                parts.flows(),
                                parts.ownRelay(),
                                log,
                                parts.records()),
                        settings.timers(),
                        settings.proxy().mostCalls());
        planner = new CallPlanner(parts, settings, dispatcher);
        events.quiet(user -> planner.rules().forwardings().of(user).quiet());
        admission.trunks(source -> planner.rules().router().trunk(source));
        targets = new RequestTargets(parts, settings, transactions, proxy, echo, planner, log);
        registrations =
                new Registrations(parts, settings, admission, transactions, proxy, random, log);
        Prober prober =
                new Prober(
                        dispatcher,
                        transactions,
                        parts.addresses(),
                        parts.flows(),
                        parts.locator(),
                        random);
        users =
                List.of(
                        proxy,
                        prober,
                        registrations.upstreams(),
                        registrations.probes(),
                        events,
                        watchers.messages());
    }

    /// Users who are not there are woken by this from now on. Before the shard runs.
    public void wakeBy(Sleepers sleepers) {
        planner.wakeBy(sleepers);
        proxy.wakeBy(sleepers);
        watchers.wakeBy(sleepers);
    }

    /// Takes these rules from now on; calls that are there already are not touched.
    public void follow(CallRules rules, long now) {
        planner.follow(rules);
        dispatcher.replace(rules.groups(), now);
    }

    private List<Target> redirected(SipUri contact, @Nullable AddressOfRecord sender, long now) {
        return planner.redirected(contact, sender);
    }

    // The three verbs, and what else happens to a shard

    /// One datagram, WebSocket message, or message that framing cut out of a stream; the array is
    /// handed over.
    public void receive(byte[] bytes, Flow flow, long now, Outbox<SignallingOutput> out) {
        if (gate.isShutOut(flow, now)) {
            return;
        }
        if (KeepAlive.is(bytes)) {
            if (bytes.length >= 4 && bytes[0] == '\r') {
                out.put(new SignallingOutput.Send(flow, Framed.pong()));
            }
            return;
        }
        switch (parser.next(bytes)) {
            case Reading.Whole(Message message) -> {
                parts.tap().message(Direction.IN, flow, bytes, message.headers().callId(), now);
                receive(message, flow, now, out);
            }
            case Reading.Malformed bad -> {
                parts.tap().message(Direction.IN, flow, bytes, "", now);
                malformed(bad, flow, now, out);
            }
        }
    }

    /// What can't be read is answered without a transaction where it can be answered.
    private void malformed(
            Reading.Malformed bad, Flow flow, long now, Outbox<SignallingOutput> out) {
        if (!gate.mayAnswerMalformed(flow, now)) {
            return;
        }
        log("", CallLog.Level.DEBUG, "malformed " + bad.what() + " from " + flow.peer());
        if (bad.answer() != null) {
            send(flow, bad.answer(), now);
        }
        flush(out);
    }

    /// One valid message.
    public void receive(Message message, Flow flow, long now, Outbox<SignallingOutput> out) {
        if (message instanceof Request request) {
            counters.received(request);
            if (opensSomething(request) && !isWelcome(request, flow, now)) {
                flush(out);
                return;
            }
        }
        layer.receive(parts.border().trust().entering(message, flow), flow, now, queue::add);
        pump(now);
        flush(out);
    }

    private boolean isWelcome(Request request, Flow flow, long now) {
        Gate.Look look = gate.look(request, flow, now);
        if (look == Gate.Look.LATER) {
            send(flow, Response.to(request, 503).with(HeaderName.RETRY_AFTER, RETRY_SECONDS), now);
        }
        return look == Gate.Look.YES;
    }

    /// True for a request of no call we know: strangers can send any number of those.
    private boolean opensSomething(Request request) {
        return !request.is(Method.ACK)
                && !request.is(Method.CANCEL)
                && (request.headers().to().tag() == null
                        || !targets.isCall(request.headers().callId()));
    }

    /// Goes on with what waited for somebody else, such as a DNS server: `step` is done, and what
    /// comes of it goes out.
    ///
    /// @param step gets the time
    public void resume(LongConsumer step, long now, Outbox<SignallingOutput> out) {
        step.accept(now);
        pump(now);
        flush(out);
    }

    /// A connection is gone.
    public void flowLost(Flow flow, long now, Outbox<SignallingOutput> out) {
        if (flow.transport() != Transport.UDP) {
            // One datagram that could not be sent says little about the next.
            parts.bindings().flowLost(flow, now);
        }
        layer.flowLost(flow, now, queue::add);
        pump(now);
        flush(out);
    }

    /// Fires what is due.
    public void wake(long now, Outbox<SignallingOutput> out) {
        layer.wake(now, queue::add);
        pump(now);
        users.forEach(user -> user.wake(now));
        echo.wake(now);
        backoff.wake(now);
        bans.wake(now);
        parts.bindings().wake(now, removed -> registrations.gone(removed, now));
        if (endCallsAt <= now) {
            endCallsAt = Deadlines.NEVER;
            proxy.endAll("the node is going down", now);
            echo.endAll("the node is going down", now);
        }
        pump(now);
        flush(out);
    }

    /// Bindings were taken back after a restart.
    public void restored(long now, Outbox<SignallingOutput> out) {
        resume(registrations::restored, now, out);
    }

    /// Removes a user's bindings, or the one with this contact; gives how many.
    public int dropRegistrations(
            AddressOfRecord aor, @Nullable String contact, long now, Outbox<SignallingOutput> out) {
        List<Binding> dropped = registrations.drop(aor, contact, now);
        pump(now);
        flush(out);
        return dropped.size();
    }

    /// A user is to be found on a path inside the node from now on, or no longer.
    public void inside(Binding binding, boolean isThere, long now, Outbox<SignallingOutput> out) {
        LongConsumer place = then -> registrations.inside(binding, isThere, then);
        resume(place.andThen(_ -> watchers.placed(binding, isThere)), now, out);
    }

    /// What a call from inside the node would ring.
    public SipCalls.Reach reach(SipUri from, SipUri to) {
        return targets.reach(from, to);
    }

    /// The registrations at registrars above us.
    public List<UpstreamView> upstreams() {
        return registrations.upstreams().views();
    }

    /// When to wake next (ns), or [Deadlines#NEVER].
    public long deadline() {
        long calls = Math.min(echo.deadline(), bans.deadline());
        for (TransactionUser user : users) {
            calls = Math.min(calls, user.deadline());
        }
        long rest = Math.min(Math.min(parts.bindings().deadline(), backoff.deadline()), endCallsAt);
        return Math.min(layer.deadline(), Math.min(calls, rest));
    }

    /// The relay says that a call's media is dead: ends the call (RFC 3261 knows no such event; a
    /// call whose BYE was lost would stay for ever).
    public void mediaLost(String callId, String why, long now, Outbox<SignallingOutput> out) {
        boolean _ = proxy.mediaLost(callId, why, now) || echo.mediaLost(callId, why, now);
        resume(_ -> {}, now, out);
    }

    /// Ends a call because an operator wants it.
    ///
    /// @return false where there is no such call
    public boolean hangUp(String callId, String why, long now, Outbox<SignallingOutput> out) {
        boolean found = proxy.hangUp(callId, why, now) || echo.hangUp(callId, why, now);
        pump(now);
        flush(out);
        return found;
    }

    /// The relay says that a party pressed a key in its media, and that of the other takes none.
    ///
    /// @return false where it can't go by INFO either
    public boolean key(
            String callId, String tag, DtmfInfo key, long now, Outbox<SignallingOutput> out) {
        boolean sent = proxy.key(callId, tag, key, now);
        pump(now);
        flush(out);
        return sent;
    }

    /// As in [jackfield.roles.relay.Relay.Events].
    public void moved(Exchange exchange, byte[] offer, long now) {
        proxy.moved(exchange, offer, now);
    }

    /// Begins to stop: new calls get 503, running ones may finish until `grace` (ns) is over and
    /// are ended with BYE then.
    public void stop(long grace, long now, Outbox<SignallingOutput> out) {
        stopping = true;
        endCallsAt = Math.min(endCallsAt, now + grace);
        wake(now, out);
    }

    /// True once a stop has nothing left to wait for: no call, and no request unanswered.
    public boolean isStopped() {
        return stopping && callCount() == 0 && layer.clients() == 0;
    }

    // What the transaction layer gives

    private void pump(long now) {
        do {
            for (TransactionOutput next = queue.poll(); next != null; next = queue.poll()) {
                act(next, now);
            }
            watchers.events().settle(now);
        } while (!queue.isEmpty());
    }

    private void act(TransactionOutput output, long now) {
        switch (output) {
            case TransactionOutput.Send send -> send.wrote(send(send.flow(), send.message(), now));
            case TransactionOutput.Again(Flow flow, byte[] bytes) -> put(flow, bytes, "", now);
            case TransactionOutput.NewRequest(
                            TransactionId.Server id,
                            Request request,
                            Flow flow) -> {
                RecordRoutes.Stripped stripped = routes.strip(request);
                Flow sender = ListeningPort.of(request, flow);
                request(
                        new Arrival(id, request, stripped.request(), stripped.token(), sender),
                        now);
            }
            case TransactionOutput.Ack(Request ack, Flow flow) ->
                    ack(ack, ListeningPort.of(ack, flow), now);
            case TransactionOutput.Cancelled(TransactionId.Server invite, Request cancel) ->
                    proxy.cancelled(invite, cancel, now);
            case TransactionOutput.Received(
                            TransactionId.Client client,
                            Response response,
                            Flow _) ->
                    anyone(user -> user.received(client, response, now));
            case TransactionOutput.Stray _ -> counters.dropped("stray response");
            case TransactionOutput.TimedOut(TransactionId.Client client) ->
                    anyone(user -> user.timedOut(client, now));
            case TransactionOutput.Unreachable(TransactionId.Client client) ->
                    anyone(user -> user.unreachable(client, now));
            case TransactionOutput.Unreachable(TransactionId.Server server) ->
                    proxy.unreachable(server, now);
            case TransactionOutput.Ended(TransactionId id) -> {
                users.forEach(user -> user.ended(id));
                targets.ended(id);
            }
        }
    }

    private void anyone(Predicate<TransactionUser> own) {
        for (TransactionUser user : users) {
            if (own.test(user)) {
                return;
            }
        }
    }

    private byte[] send(Flow flow, Message whole, long now) {
        Message message = parts.border().trust().leaving(whole, flow);
        if (message instanceof Response response) {
            counters.sent(response);
        }
        byte[] bytes = Writer.write(message);
        String callId = message.headers().first(HeaderName.CALL_ID);
        put(flow, bytes, callId == null ? "" : callId, now);
        return bytes;
    }

    private void put(Flow flow, byte[] bytes, String callId, long now) {
        parts.tap().message(Direction.OUT, flow, bytes, callId, now);
        ready.add(new SignallingOutput.Send(flow, bytes));
    }

    private void ack(Request ack, Flow flow, long now) {
        if (echo.owns(ack)) {
            echo.ack(ack, now);
        } else if (!proxy.ack(ack, flow, now)) {
            counters.dropped("ACK without a way");
        }
    }

    // Requests

    private void request(Arrival arrival, long now) {
        Request request = arrival.request();
        if (request.is(Method.REGISTER) && registrations.relay(arrival, now)) {
            return;
        }
        boolean inDialog = request.headers().to().tag() != null && !request.is(Method.REGISTER);
        arriving = arrival;
        sender = null;
        if (request.headers().maxForwards() != 0 && proxy.isLoop(arrival)) {
            // Before it is asked who sent it: the credentials stayed here the first time.
            transactions.answer(arrival.id(), Response.to(request, 482), now);
            return;
        }
        AddressOfRecord letIn = inDialog ? null : registrations.letInAbove(arrival);
        List<Binding> behind = inDialog ? null : behind(request);
        boolean proven = inDialog || letIn != null || behind != null;
        switch (admission.admit(request, arrival.flow(), proven, now)) {
            case Verdict.Refuse refusal when refusal.isChallenge() ->
                    transactions.challenge(arrival.id(), refusal.answer(request), now);
            case Verdict.Refuse refusal -> {
                targets.tellRefusal(arrival, refusal.status() + " " + refusal.reason());
                transactions.answer(arrival.id(), refusal.answer(request), now);
            }
            case Verdict.Pass(AddressOfRecord proved, Peer peer) -> {
                sender = proved;
                transactions.trying(arrival.id());
                if (request.is(Method.REGISTER)) {
                    if (targets.isFirst(arrival, now)) {
                        registrations.receive(arrival, proved, now);
                        watchers.messages().registered(proved);
                    }
                } else if (behind != null) {
                    targets.reach(arrival, behind, stopping, now);
                } else if (!inDialog) {
                    AddressOfRecord known = proved == null ? letIn : proved;
                    sender = known;
                    if (!watchers.receive(arrival, known, now)) {
                        Arrival asserted = RequestTargets.asserting(arrival, known);
                        targets.route(asserted, known, peer, stopping, now);
                    }
                } else if (echo.owns(request)) {
                    echo.inDialog(arrival, now);
                } else if (watchers.events().owns(request)) {
                    watchers.events().inDialog(arrival, now);
                } else {
                    proxy.inDialog(arrival, now);
                }
            }
        }
    }

    /// Whom a request is for that came by a registrar above us; null for every other request.
    private @Nullable List<Binding> behind(Request request) {
        return request.uri() instanceof SipUri uri ? registrations.upstreams().behind(uri) : null;
    }

    /// An INVITE was refused before a call began: that is an attempt all the same.
    private void refused(Response response, long now) {
        parts.records().ended(RefusedCall.record(response, arriving, sender, now));
    }

    private void log(String callId, CallLog.Level level, String text) {
        ready.add(new SignallingOutput.Log(callId, level, text));
    }

    private void flush(Outbox<SignallingOutput> out) {
        for (SignallingOutput next = ready.poll(); next != null; next = ready.poll()) {
            out.put(next);
        }
    }

    // For people to look at; to be asked on the shard's thread

    /// Who is registered where.
    public List<Binding> registrations() {
        return parts.bindings().all();
    }

    /// How long a contact took to answer last (ns); 0 where it was not asked, or did not.
    public long roundTrip(Binding binding) {
        return registrations.probes().roundTrip(binding);
    }

    /// The table itself, to restore at boot and to remove from.
    public Bindings bindings() {
        return parts.bindings();
    }

    /// The calls of now, echo tests too.
    public List<CallView> calls() {
        List<CallView> all = new ArrayList<>(proxy.views());
        all.addAll(echo.views());
        return all;
    }

    /// The rules of now.
    public CallRules rules() {
        return planner.rules();
    }

    /// What would become of a request.
    public RouteTest.Answer test(RouteTest question, long now) {
        return new RouteTester(planner, parts.addresses()).answer(question, now);
    }

    /// The dispatcher groups, to look at and to disable members of.
    public Dispatcher dispatcher() {
        return dispatcher;
    }

    /// The calls between others, by [#resume] where something is to be sent.
    public ProxyCore proxy() {
        return proxy;
    }

    /// The number of calls.
    public int callCount() {
        return proxy.callCount() + echo.callCount();
    }

    /// Open transactions.
    public int transactionCount() {
        return layer.inFlight();
    }

    /// Requests that are being forwarded.
    public int forwardCount() {
        return proxy.contextCount();
    }

    /// Who watches whom.
    public EventServer events() {
        return watchers.events();
    }

    /// Text messages between users.
    public TextMessages messages() {
        return watchers.messages();
    }

    /// Whom nothing is taken from.
    public Bans bans() {
        return bans;
    }

    /// What was counted since the start.
    public Counters counters() {
        return counters;
    }
}
