package jackfield.roles.proxy;

import jackfield.base.Flow;
import jackfield.media.dtmf.DtmfInfo;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.records.CallRecord;
import jackfield.roles.relay.LegProfile;
import jackfield.roles.relay.MediaRelay;
import jackfield.roles.relay.Relay;
import jackfield.roles.relay.Relay.Passed;
import jackfield.roles.transactionuser.Arrival;
import jackfield.roles.transactionuser.Transactions;
import jackfield.sip.flow.FlowToken;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.message.Uri;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What becomes of requests: to whom they go, and what of them (RFC 3261 sections 16.4 to 16.6).
final class Requests {
    private static final Set<Method> MEDIA = Set.of(Method.INVITE, Method.UPDATE, Method.PRACK);

    private final Transactions transactions;
    private final Branches branches;
    private final Searches searches;
    private final Responses responses;
    private final Calls calls;
    private final Surroundings surroundings;
    private final ProxySettings settings;
    private final Keys keys;

    Requests(
            Transactions transactions,
            Branches branches,
            Searches searches,
            Responses responses,
            Calls calls,
            Surroundings surroundings,
            ProxySettings settings,
            Keys keys) {
        this.keys = keys;
        this.transactions = transactions;
        this.branches = branches;
        this.searches = searches;
        this.responses = responses;
        this.calls = calls;
        this.surroundings = surroundings;
        this.settings = settings;
    }

    /// Sends a request outside any dialog to where it may go.
    ///
    /// @param sender the user who sent it; null where that is not known
    void forward(Arrival arrival, @Nullable AddressOfRecord sender, TargetSet targets, long now) {
        Request request = arrival.request();
        int first = targets.attempts().getFirst().targets().size();
        if (Forward.maxBreadth(request) < first) {
            branches.reject(arrival, 440, now);
        } else if (request.is(Method.INVITE)) {
            invite(arrival, sender, targets, now);
        } else {
            ResponseContext context = branches.begin(arrival, FlowToken.Side.CALLER, null, null);
            searches.begin(context, sender, targets, now);
        }
    }

    private void invite(
            Arrival arrival, @Nullable AddressOfRecord sender, TargetSet targets, long now) {
        Request request = arrival.request();
        if (calls.size() >= settings.mostCalls()) {
            transactions.answer(arrival.id(), branches.unavailable(request), now);
        } else if (Sdp.isForeignBody(request)) {
            Response refusal = Response.to(request, 415).with(HeaderName.ACCEPT, "application/sdp");
            transactions.answer(arrival.id(), refusal, now);
        } else {
            Call call = newCall(arrival, sender, now);
            keys.learn(call.caller, request);
            calls.begin(call);
            if (Sdp.of(request) != null) {
                branches.secureOnly().offered(sender, arrival.flow(), call.caller.profile);
            }
            ResponseContext context = branches.begin(arrival, FlowToken.Side.CALLER, call, null);
            searches.begin(context, sender, targets, now);
        }
    }

    private static Call newCall(Arrival arrival, @Nullable AddressOfRecord sender, long now) {
        Request request = arrival.request();
        NameAddr from = request.headers().from();
        List<NameAddr> contacts = request.headers().contacts();
        Uri target = contacts.isEmpty() ? from.uri() : contacts.getFirst().uri();
        LegProfile profile = Sdp.profile(arrival.flow(), Sdp.of(request));
        CallSide caller = new CallSide(from, "", sender, profile, arrival.flow(), target);
        caller.cseq = request.headers().cseq().number();
        return new Call(
                arrival.id(),
                request.headers().callId(),
                caller.cseq,
                caller,
                NameAddr.of(request.uri()),
                now);
    }

    private void open(
            ResponseContext context,
            Target target,
            @Nullable Negotiation negotiation,
            Request copy,
            long now) {
        branches.send(context, target, branches.name(context), copy, negotiation, null, now);
    }

    /// Passes on a request inside a dialog: to the side of the call that its tags name, or where
    /// our Route says. Answers 481 where neither is known.
    void inDialog(Arrival arrival, long now) {
        Request request = arrival.request();
        Call call = calls.get(request.headers().callId());
        Call.Direction direction = call == null ? null : call.direction(request);
        boolean changesMedia = request.is(Method.INVITE) || request.is(Method.UPDATE);
        if (direction == null && (arrival.token() == null || changesMedia)
                || direction != null
                        && arrival.token() == null
                        && !direction.sender().flow.equals(arrival.flow())) {
            branches.reject(arrival, 481, now);
            return;
        }
        CallSide receiver = direction == null ? null : direction.receiver();
        if (direction != null) {
            heard(direction.sender(), arrival);
            boolean taken =
                    Sdp.isFragment(request)
                            ? isTaken(request, now)
                            : keys.pressed() && isPressed(request, now);
            if (taken) {
                transactions.answer(arrival.id(), Response.to(request, 200), now);
                return;
            }
        }
        Flow flow = calls.flowTo(receiver, arrival.token());
        if (flow == null) {
            // A Route of ours names a flow (RFC 5626 section 5.3); without one it is the user.
            branches.reject(arrival, arrival.token() == null ? 480 : 430, now);
        } else {
            passInDialog(arrival, call, direction, flow, now);
        }
        if (call != null && direction != null && request.is(Method.BYE)) {
            bye(call, direction, now);
        }
    }

    /// Candidates are for the leg that we have towards their sender, not for the other party.
    private boolean isTaken(Request info, long now) {
        String tag = info.headers().from().tag();
        return tag != null
                && surroundings
                                .relay()
                                .trickle(info.headers().callId(), tag, info.body().bytes(), now)
                        == Relay.Trickled.TAKEN;
    }

    /// A key for the media of the other party.
    private boolean isPressed(Request info, long now) {
        String tag = info.headers().from().tag();
        DtmfInfo key = Sdp.key(info);
        return tag != null
                && key != null
                && surroundings.relay().press(info.headers().callId(), tag, key, now);
    }

    /// The sender of a request inside a call is where the request came from: its NAT may have moved
    /// it, or its browser has reconnected.
    private void heard(CallSide sender, Arrival arrival) {
        sender.flow = arrival.flow();
        sender.sent(arrival.request());
        keys.learnKey(sender, arrival.request());
        if (arrival.request().is(Method.INVITE) || arrival.request().is(Method.UPDATE)) {
            Calls.refresh(sender, arrival.request());
            keys.learn(sender, arrival.request());
        }
    }

    private void passInDialog(
            Arrival arrival,
            @Nullable Call call,
            Call.@Nullable Direction direction,
            Flow flow,
            long now) {
        ResponseContext context =
                branches.begin(arrival, sideOfSender(arrival, call, direction), call, direction);
        Target target = Target.over(flow, requestUri(arrival, direction), List.of(), null);
        boolean outside = direction != null && direction.receiver().user == null;
        int breadth = Forward.maxBreadth(arrival.request());
        Request bare = branches.copy(context, target, breadth, outside);
        Request copy = direction == null ? bare : Keys.inside(bare, direction);
        if (call == null || direction == null || !MEDIA.contains(arrival.request().method())) {
            open(context, target, null, copy, now);
            return;
        }
        if (context.isInvite()) {
            call.lateAnswer = null;
        }
        Negotiation negotiation = negotiation(call, direction);
        byte[] sdp = Sdp.of(arrival.request());
        if (sdp == null) {
            open(context, target, negotiation, copy, now);
            return;
        }
        context.offering = true;
        pass(
                call,
                direction,
                arrival.request(),
                negotiation,
                sdp,
                now,
                (passed, then) -> {
                    if (context.offering) {
                        context.offering = false;
                        passed(context, target, negotiation, copy, passed, then);
                    }
                });
    }

    /// What the relay makes of the SDP in a request inside a call is known.
    private void passed(
            ResponseContext context,
            Target target,
            Negotiation negotiation,
            Request copy,
            Passed passed,
            long now) {
        Call call = context.call;
        if (call != null && call.ended) {
            context.finals.add(transactions.tagged(Response.to(context.request, 481)));
            responses.finishIfDone(context, now);
            return;
        }
        switch (passed) {
            case Passed.Refused(int status, String why) -> {
                context.finals.add(transactions.tagged(branches.refusal(context, status, why)));
                responses.finishIfDone(context, now);
            }
            case Passed.Rewritten(byte[] out) ->
                    open(context, target, negotiation, copy.with(new Body(out)), now);
        }
    }

    /// Asks the relay what it makes of the SDP in a request inside a call: an offer, or in a PRACK
    /// the answer to one.
    private static void pass(
            Call call,
            Call.Direction direction,
            Request request,
            Negotiation negotiation,
            byte[] sdp,
            long now,
            MediaRelay.Reply reply) {
        Negotiation.LateAnswer late = call.lateAnswer;
        if (request.is(Method.PRACK) && late != null && late.isDueFrom(direction.sender().tag)) {
            late.pass(sdp, now, reply);
        } else {
            negotiation.request(sdp, now, reply);
        }
    }

    /// The sender's side: by the call's tags where it is known, else the one our Route leads away
    /// from.
    private static FlowToken.Side sideOfSender(
            Arrival arrival, @Nullable Call call, Call.@Nullable Direction direction) {
        boolean caller =
                call != null && direction != null
                        ? direction.sender() == call.caller
                        : arrival.token() != null
                                && arrival.token().side() == FlowToken.Side.CALLEE;
        return caller ? FlowToken.Side.CALLER : FlowToken.Side.CALLEE;
    }

    private SipUri requestUri(Arrival arrival, Call.@Nullable Direction direction) {
        if (arrival.request().uri() instanceof SipUri uri) {
            return surroundings.bindings().retargeted(uri);
        }
        return direction != null && direction.receiver().target instanceof SipUri target
                ? target
                : SipUri.of(null, "invalid", 0);
    }

    private Negotiation negotiation(Call call, Call.Direction direction) {
        CallSide sender = direction.sender();
        CallSide receiver = direction.receiver();
        String branch = sender == call.caller ? receiver.branch : sender.branch;
        return new Negotiation(
                surroundings.relay(),
                new Negotiation.Ends(
                        call.callId,
                        branch,
                        sender.tag,
                        sender.profile,
                        receiver.tag,
                        receiver.profile,
                        branches.media()));
    }

    private void bye(Call call, Call.Direction direction, long now) {
        CallSide callee =
                direction.sender() == call.caller ? direction.receiver() : direction.sender();
        if (callee == call.callee()) {
            boolean caller = direction.sender() == call.caller;
            CallRecord.By by = caller ? CallRecord.By.CALLER : CallRecord.By.CALLEE;
            String why = (caller ? "caller" : "callee") + " hung up";
            calls.end(call, new CallRecord.Ending(200, by, why), now);
        } else {
            callee.gone = true;
        }
    }

    /// Passes on the ACK of a 2xx.
    ///
    /// @return false where there is no way for it
    boolean ack(RecordRoutes.Stripped stripped, Flow from, long now) {
        Request request = stripped.request();
        Call call = calls.get(request.headers().callId());
        Call.Direction direction = call == null ? null : call.direction(request);
        if (stripped.token() == null
                && (direction == null || !direction.sender().flow.equals(from))) {
            return false;
        }
        int hops = request.headers().maxForwards();
        Flow flow = calls.flowTo(direction == null ? null : direction.receiver(), stripped.token());
        if (flow == null || hops == 0) {
            return false;
        }
        if (direction != null) {
            direction.sender().flow = from;
        }
        Request ack =
                Forward.strict(
                        request.to(calls.target(request.uri()))
                                .with(
                                        Forward.withoutCredentials(request, surroundings.realm())
                                                .done())
                                .hop(hops < 0 ? 70 : hops - 1));
        if (direction != null) {
            ack = Keys.renumbered(ack, direction.sender());
        }
        if (direction != null && direction.receiver().user == null && settings.hideTopology()) {
            ack = Forward.hidden(ack, surroundings.addresses());
        }
        byte[] answer = Sdp.of(request);
        if (answer == null) {
            transactions.acknowledge(ack, flow);
        } else {
            lateAnswer(call, ack, answer, flow, now);
        }
        return true;
    }

    /// Passes on an ACK with the answer to the offer that was in the 2xx.
    private void lateAnswer(@Nullable Call call, Request ack, byte[] answer, Flow flow, long now) {
        Negotiation.LateAnswer late = call == null ? null : call.lateAnswer;
        if (call == null || late == null || !late.isDueFrom(Forward.tag(ack.headers().from()))) {
            // An answer that nobody waits for would only give away the sender's own addresses.
            transactions.acknowledge(Forward.withoutBody(ack), flow);
            return;
        }
        late.pass(
                answer,
                now,
                (passed, then) -> {
                    switch (passed) {
                        case Passed.Rewritten(byte[] sdp) ->
                                transactions.acknowledge(ack.with(new Body(sdp)), flow);
                        case Passed.Refused(int _, String why) -> {
                            transactions.acknowledge(Forward.withoutBody(ack), flow);
                            if (!call.ended) {
                                calls.hangUp(
                                        call, "SIP;cause=488;text=\"No common media\"", why, then);
                            }
                        }
                    }
                });
    }
}
