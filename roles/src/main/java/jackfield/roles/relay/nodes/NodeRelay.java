package jackfield.roles.relay.nodes;

import jackfield.base.Endpoint;
import jackfield.base.Outbox;
import jackfield.roles.relay.Exchange;
import jackfield.roles.relay.LegProfile;
import jackfield.roles.relay.LegReport;
import jackfield.roles.relay.MediaRelay;
import jackfield.roles.relay.Relay;
import jackfield.roles.relay.Relay.Passed;
import jackfield.roles.relay.ng.NgValue;
import jackfield.roles.relay.nodes.NgExchanges.Result;
import jackfield.roles.relay.nodes.NodeCall.Errand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A [MediaRelay] of nodes that speak NG. A call keeps the node that took its first offer; another
/// node takes over where that one does not answer the next offer.
///
/// Bytes come in by [#receive], time by [#wake], and both cause replies to those who asked.
public final class NodeRelay implements MediaRelay {
    private static final String UNKNOWN_CALL = "Unknown call-id";

    /// How long people wait for what a node tells (ns).
    private static final long REPORT_PATIENCE = 1_000_000_000L;

    /// Reports that may be asked for at once.
    private static final int MOST_ASKED = 500;

    private final NodeSets sets;
    private final NodePolicy policy;
    private final Relay.Events events;
    private final Map<String, NodeCall> calls = new HashMap<>();
    private final TreeMap<Long, List<NodeCall>> looks = new TreeMap<>();
    private long strays;
    private long seen;
    private int asked;

    /// @param settings the nodes, their sets in the order in which they are used
    /// @param out takes datagrams
    /// @param random a strong source: cookies come from it
    /// @param events told about calls
    /// @param log takes lines about nodes, for people
    public NodeRelay(
            List<NodeSettings> settings,
            NodePolicy policy,
            Outbox<NodeOutput> out,
            RandomGenerator random,
            Relay.Events events,
            Consumer<String> log) {
        this.policy = policy;
        this.events = events;
        sets = new NodeSets(settings, policy, out, random, log);
    }

    // What the proxy asks

    @Override
    public void offer(
            Exchange exchange,
            byte[] sdp,
            LegProfile offerer,
            LegProfile answerer,
            long now,
            Reply reply) {
        NodeCall call = calls.get(exchange.callId());
        if (call == null && calls.size() >= policy.mostCalls()
                || call != null && call.isCrowded()) {
            reply.passed(new Passed.Refused(503, "too many calls for the relay nodes"), now);
            return;
        }
        if (call == null) {
            call = new NodeCall(exchange.callId(), now);
            calls.put(call.id, call);
        }
        add(call, new Errand.Offer(exchange, sdp, offerer, answerer, reply, now), now);
    }

    @Override
    public void answer(Exchange exchange, byte[] sdp, long now, Reply reply) {
        NodeCall call = calls.get(exchange.callId());
        if (call == null || call.isCrowded()) {
            reply.passed(new Passed.Refused(488, "an answer without an offer"), now);
            return;
        }
        add(call, new Errand.Answer(exchange, sdp, reply), now);
    }

    @Override
    public void release(String callId, String branch, long now) {
        NodeCall call = calls.get(callId);
        if (call != null) {
            add(call, new Errand.Release(branch), now);
        }
    }

    @Override
    public void release(String callId, long now) {
        NodeCall call = calls.get(callId);
        if (call != null) {
            add(call, new Errand.End(), now);
        }
    }

    // One call's errands, one after the other

    private void add(NodeCall call, Errand errand, long now) {
        call.errands.add(errand);
        run(call, now);
    }

    private void run(NodeCall call, long now) {
        while (!call.busy && !call.errands.isEmpty()) {
            switch (call.errands.remove()) {
                case Errand.Offer offer -> offer(call, offer, now);
                case Errand.Answer answer -> answer(call, answer, now);
                case Errand.Release(String branch) -> release(call, branch, now);
                case Errand.End _ -> end(call, now);
            }
        }
        if (!call.busy && !call.hasLegs()) {
            forget(call);
        }
    }

    private void forget(NodeCall call) {
        if (calls.remove(call.id, call)) {
            call.moveTo(null);
        }
    }

    private void offer(NodeCall call, Errand.Offer offer, long now) {
        long left = policy.limit() - (now - offer.since);
        RelayNode asked = left <= 0 ? null : nodeFor(call, offer, now);
        if (asked == null) {
            String tried = offer.tried.isEmpty() ? "no relay node is up" : "no relay node answers";
            offer.reply.passed(new Passed.Refused(503, tried), now);
            return;
        }
        ask(
                call,
                asked,
                NodeCommands.offer(
                        offer.exchange, offer.sdp, offer.offerer, offer.answerer, policy.sides()),
                Math.min(policy.patience(), left),
                now,
                (result, then) -> offered(call, offer, asked, result, then));
    }

    /// The node that the call is on, or one that takes over.
    private @Nullable RelayNode nodeFor(NodeCall call, Errand.Offer offer, long now) {
        RelayNode node = call.node();
        return node == null || node.isDown() || offer.tried.contains(node)
                ? sets.choose(offer.tried, now)
                : node;
    }

    private void offered(
            NodeCall call, Errand.Offer offer, RelayNode node, Result result, long now) {
        switch (NodeReply.of(result)) {
            case NodeReply.Passed(byte[] sdp) -> {
                move(call, node, now);
                call.offered(offer);
                call.passed(offer.exchange, offer.sdp, sdp);
                call.names(offer.exchange.offererTag(), Mids.of(offer.sdp));
                List<String> names = call.names(offer.exchange.answererTag());
                offer.reply.passed(rewritten(sdp, names, offer.answerer), now);
            }
            case NodeReply.Silent _ -> {
                events.told(call.id, "relay node " + node.uri() + " does not answer");
                elsewhere(call, offer, node, now);
            }
            case NodeReply.Full(String why) -> {
                node.full(why, now);
                events.told(call.id, "relay node " + node.uri() + ": " + why);
                if (call.node() == node && call.hasLegs()) {
                    // The other legs of the call are there, and live.
                    offer.reply.passed(new Passed.Refused(503, why), now);
                } else {
                    elsewhere(call, offer, node, now);
                }
            }
            case NodeReply.Failed(String why) ->
                    offer.reply.passed(
                            new Passed.Refused(NodeReply.status(why), "relay node: " + why), now);
        }
    }

    private void move(NodeCall call, RelayNode node, long now) {
        RelayNode before = call.node();
        if (before != null && before != node) {
            before.failovers++;
            events.told(
                    call.id, "media moves from relay node " + before.uri() + " to " + node.uri());
            // Should it be only slow, it is not to keep what nobody uses.
            sets.ask(before, NodeCommands.delete(call.id), policy.patience(), now, (_, _) -> {});
        }
        call.moveTo(node);
    }

    /// @param names those that the receiver has given the media
    private static Passed rewritten(byte[] sdp, List<String> names, LegProfile receiver) {
        return new Passed.Rewritten(receiver.bundle() ? Mids.bundled(Mids.kept(sdp, names)) : sdp);
    }

    private void elsewhere(NodeCall call, Errand.Offer offer, RelayNode node, long now) {
        offer.tried.add(node);
        if (call.node() != node) {
            node.failovers++;
        }
        offer(call, offer, now);
    }

    private void answer(NodeCall call, Errand.Answer answer, long now) {
        RelayNode node = call.node();
        if (node == null) {
            answer.reply().passed(new Passed.Refused(488, "an answer without an offer"), now);
        } else if (node.isDown()) {
            offerAgain(call, answer, node, now);
        } else if (!call.isOn(answer.exchange().branch())) {
            // Another fork of the call had its answer first, and moved it.
            offerAgain(call, answer, null, now);
        } else {
            answerOn(
                    call,
                    node,
                    answer,
                    now,
                    (result, then) -> {
                        if (NodeReply.of(result) instanceof NodeReply.Silent) {
                            offerAgain(call, answer, node, then);
                        } else {
                            tell(call, node, answer, result, then);
                        }
                    });
        }
    }

    private void answerOn(
            NodeCall call, RelayNode node, Errand.Answer answer, long now, NgExchanges.Done done) {
        Exchange exchange = answer.exchange();
        ask(
                call,
                node,
                NodeCommands.answer(exchange, answer.sdp(), call.profile(exchange.offererTag())),
                policy.patience(),
                now,
                done);
    }

    /// Passes what a node made of an answer.
    private void tell(
            NodeCall call, RelayNode node, Errand.Answer answer, Result result, long now) {
        Passed passed =
                switch (NodeReply.of(result)) {
                    case NodeReply.Passed(byte[] sdp) -> answered(call, answer, sdp);
                    case NodeReply.Silent _ -> silent(node);
                    case NodeReply.Full(String why) -> new Passed.Refused(503, why);
                    case NodeReply.Failed(String why) ->
                            new Passed.Refused(NodeReply.status(why), "relay node: " + why);
                };
        if (passed instanceof Passed.Rewritten(byte[] sdp)) {
            call.answered(answer.exchange(), answer.sdp(), sdp, now);
            if (!call.answered) {
                call.answered = true;
                lookLater(call, now);
            }
        }
        answer.reply().passed(passed, now);
    }

    private static Passed silent(RelayNode node) {
        return new Passed.Refused(503, "relay node " + node.uri() + " is silent");
    }

    /// The node that passed the offer is gone, or never heard of it: another one is given the same
    /// offer, then the answer. Who answered has to be told of the new node then.
    ///
    /// @param dead null where the call's own node is to be asked
    private void offerAgain(
            NodeCall call, Errand.Answer answer, @Nullable RelayNode dead, long now) {
        Errand.Offer offer = call.unanswered(answer.exchange().branch());
        RelayNode next =
                offer == null ? null : dead == null ? call.node() : sets.choose(List.of(dead), now);
        if (offer == null || next == null) {
            answer.reply()
                    .passed(
                            dead == null
                                    ? new Passed.Refused(488, "an answer without an offer")
                                    : silent(dead),
                            now);
            return;
        }
        if (offer.offerer.security() == LegProfile.Security.DTLS) {
            // RTP engines greet a browser by DTLS before it has an answer, and it keeps that for
            // then: it would go on with the dead node's handshake, and nobody would hear anything.
            answer.reply()
                    .passed(
                            dead == null
                                    ? new Passed.Refused(503, "the relay node has lost the call")
                                    : silent(dead),
                            now);
            return;
        }
        ask(
                call,
                next,
                NodeCommands.offer(
                        offer.exchange, offer.sdp, offer.offerer, offer.answerer, policy.sides()),
                policy.patience(),
                now,
                (result, then) -> {
                    if (NodeReply.of(result) instanceof NodeReply.Passed(byte[] sdp)) {
                        move(call, next, then);
                        call.offered(offer);
                        call.passed(offer.exchange, offer.sdp, sdp);
                        answerOn(
                                call,
                                next,
                                answer,
                                then,
                                (second, last) -> {
                                    tell(call, next, answer, second, last);
                                    again(call, answer, offer, sdp, second, last);
                                });
                    } else {
                        tell(call, next, answer, result, then);
                    }
                });
    }

    private void again(
            NodeCall call,
            Errand.Answer answer,
            Errand.Offer offer,
            byte[] sdp,
            Result result,
            long now) {
        boolean passed = NodeReply.of(result) instanceof NodeReply.Passed;
        String answerer = answer.exchange().answererTag();
        if (passed
                && answerer != null
                && rewritten(sdp, call.names(answerer), offer.answerer)
                        instanceof Passed.Rewritten(byte[] told)) {
            events.moved(answer.exchange(), told, now);
        }
    }

    private static Passed answered(NodeCall call, Errand.Answer answer, byte[] sdp) {
        Exchange exchange = answer.exchange();
        String answerer = exchange.answererTag();
        if (answerer != null) {
            call.names(answerer, Mids.of(answer.sdp()));
        }
        String offerer = exchange.offererTag();
        return rewritten(sdp, call.names(offerer), call.profile(offerer));
    }

    private void release(NodeCall call, String branch, long now) {
        String offerer = call.release(branch);
        RelayNode node = call.node();
        if (offerer == null || node == null || node.isDown()) {
            return;
        }
        NgValue.Dictionary command =
                call.hasLegs()
                        ? NodeCommands.delete(call.id, branch, offerer)
                        : NodeCommands.delete(call.id);
        ask(call, node, command, policy.patience(), now, (_, _) -> {});
    }

    private void end(NodeCall call, long now) {
        RelayNode node = call.node();
        boolean there = call.hasLegs();
        call.moveTo(null);
        call.answered = false;
        if (node != null && there && !node.isDown()) {
            ask(call, node, NodeCommands.delete(call.id), policy.patience(), now, (_, _) -> {});
        }
    }

    private void ask(
            NodeCall call,
            RelayNode node,
            NgValue.Dictionary command,
            long patience,
            long now,
            NgExchanges.Done done) {
        call.busy = true;
        sets.ask(
                node,
                command,
                patience,
                now,
                (result, then) -> {
                    call.busy = false;
                    done.done(result, then);
                    run(call, then);
                });
    }

    // Does its node still know the call?

    private void lookLater(NodeCall call, long now) {
        looks.computeIfAbsent(now + policy.look(), _ -> new ArrayList<>(1)).add(call);
    }

    private void look(NodeCall call, long now) {
        RelayNode node = call.node();
        if (calls.get(call.id) != call || node == null || !call.answered) {
            return;
        }
        if (call.busy || node.isDown()) {
            lookLater(call, now);
            return;
        }
        sets.ask(
                node,
                NodeCommands.query(call.id),
                policy.patience(),
                now,
                (result, then) -> {
                    boolean same = calls.get(call.id) == call && call.node() == node;
                    if (same
                            && NodeReply.of(result) instanceof NodeReply.Failed(String why)
                            && why.equals(UNKNOWN_CALL)) {
                        String text = "relay node " + node.uri() + " has given the call up";
                        events.mediaLost(call.id, text, then);
                    } else if (same) {
                        lookLater(call, then);
                    }
                });
    }

    // The three verbs

    /// A datagram from a node.
    public void receive(byte[] datagram, Endpoint from, long now) {
        seen = now;
        if (!sets.receive(datagram, from, now)) {
            strays++;
        }
    }

    /// Repeats commands, probes nodes, looks after calls.
    public void wake(long now) {
        seen = now;
        sets.wake(now);
        while (!looks.isEmpty() && looks.firstKey() <= now) {
            looks.pollFirstEntry().getValue().forEach(call -> look(call, now));
        }
    }

    /// When to wake next (ns), or [jackfield.base.Deadlines#NEVER].
    public long deadline() {
        long probes = sets.deadline();
        return looks.isEmpty() ? probes : Math.min(probes, looks.firstKey());
    }

    // For people to look at

    /// As the other, with the time at which commands were sent or heard last: good enough for one
    /// who does not know the time.
    @Override
    public void report(String callId, Consumer<List<LegReport>> reply) {
        report(callId, seen, reply);
    }

    /// Asks the call's node for its legs.
    ///
    /// @param reply gets an empty list where no node has the call, or its node does not answer soon
    public void report(String callId, long now, Consumer<List<LegReport>> reply) {
        seen = now;
        NodeCall call = calls.get(callId);
        RelayNode node = call == null ? null : call.node();
        if (call == null || node == null || node.isDown() || asked >= MOST_ASKED) {
            reply.accept(List.of());
            return;
        }
        asked++;
        sets.look(
                node,
                NodeCommands.query(callId),
                Math.min(policy.patience(), REPORT_PATIENCE),
                now,
                (result, then) -> {
                    asked--;
                    reply.accept(
                            result instanceof Result.Replied(NgValue.Dictionary told, long _)
                                    ? NodeReports.of(call, told, then)
                                    : List.of());
                });
    }

    /// The nodes of now.
    public List<NodeView> views(long now) {
        List<NodeView> views = new ArrayList<>();
        for (RelayNode node : sets.nodes()) {
            views.add(node.view(views.size() + 1, now));
        }
        return views;
    }

    /// Gives a node no new calls, or some again.
    ///
    /// @param number its place in the settings, from 1
    /// @return false where there is no such node
    public boolean disable(int number, boolean disable) {
        if (number < 1 || number > sets.nodes().size()) {
            return false;
        }
        sets.nodes().get(number - 1).disable(disable);
        return true;
    }

    /// Calls that nodes have, or are asked to take.
    public int calls() {
        return calls.size();
    }

    /// Datagrams that answered nothing.
    public long strays() {
        return strays;
    }

    /// The node that a call is on; null where it is on none.
    public @Nullable String nodeOf(String callId) {
        NodeCall call = calls.get(callId);
        RelayNode node = call == null ? null : call.node();
        return node == null ? null : node.uri();
    }
}
