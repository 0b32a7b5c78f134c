package jackfield.roles.proxy;

import jackfield.base.Flow;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.relay.LegProfile;
import jackfield.roles.relay.Relay.Passed;
import jackfield.sip.flow.FlowToken;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.Uri;
import jackfield.sip.transaction.TransactionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The stateful proxy (RFC 3261 section 16). The media of every call goes through the relay.
///
/// It acts on what the transaction layer gives: requests by [#forward] and [#inDialog], everything
/// else by the method of the same name.
public final class ProxyCore {
    private static final Set<Method> RECORDED =
            Set.of(Method.INVITE, Method.SUBSCRIBE, Method.REFER);
    private static final String ELSEWHERE = "SIP;cause=200;text=\"Call completed elsewhere\"";

    private final Transactions transactions;
    private final RecordRoutes routes;
    private final Surroundings surroundings;
    private final ProxySettings settings;
    private final Calls calls;
    private final Map<TransactionId.Server, ResponseContext> contexts = new HashMap<>();
    private final Map<TransactionId.Client, Branch> branches = new HashMap<>();
    private final Agenda<Branch> timersC = new Agenda<>();

    public ProxyCore(
            Transactions transactions,
            RecordRoutes routes,
            Surroundings surroundings,
            ProxySettings settings) {
        this.transactions = transactions;
        this.routes = routes;
        this.surroundings = surroundings;
        this.settings = settings;
        calls = new Calls(transactions, routes, surroundings, settings);
    }

    // Requests

    /// Sends a request outside any dialog to all of `targets`, of which there is at least one.
    ///
    /// @param sender the user who sent it; null where that is not known
    public void forward(
            Arrival arrival, @Nullable AddressOfRecord sender, List<Target> targets, long now) {
        Request request = arrival.request();
        int breadth = Forward.breadth(request, targets.size());
        if (LoopCheck.looped(arrival.received(), surroundings.addresses())) {
            reject(arrival, 482, now);
        } else if (breadth == 0) {
            reject(arrival, 440, now);
        } else if (request.is(Method.INVITE)) {
            invite(arrival, sender, targets, breadth, now);
        } else {
            ResponseContext context = context(arrival, FlowToken.Side.CALLER, null, null);
            targets.forEach(target -> open(context, target, breadth, null, now));
        }
    }

    private void invite(
            Arrival arrival,
            @Nullable AddressOfRecord sender,
            List<Target> targets,
            int breadth,
            long now) {
        Request request = arrival.request();
        String callId = request.headers().callId();
        if (calls.get(callId) != null) {
            // The same request by two ways, or somebody else's Call-ID (RFC 3261 section 8.2.2.2).
            reject(arrival, 482, now);
        } else if (calls.size() >= settings.mostCalls()) {
            transactions.answer(arrival.id(), unavailable(request), now);
        } else if (Sdp.isForeignBody(request)) {
            Response refusal =
                    Response.to(request, 415).with(HeaderName.ACCEPT, "application/sdp");
            transactions.answer(arrival.id(), refusal, now);
        } else {
            Call call = newCall(arrival, sender, now);
            calls.begin(call);
            ResponseContext context = context(arrival, FlowToken.Side.CALLER, call, null);
            targets.forEach(target -> openInvite(context, call, target, breadth, now));
            finishIfDone(context, now);
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

    private void openInvite(
            ResponseContext context, Call call, Target target, int breadth, long now) {
        if (!surroundings.flows().alive(target.flow())) {
            context.finals.add(transactions.tagged(Response.to(context.request, 480)));
            return;
        }
        String name = LoopCheck.branch(transactions.branch(), context.received);
        Negotiation negotiation =
                new Negotiation(
                        surroundings.relay(),
                        new Negotiation.Ends(
                                call.callId,
                                name,
                                call.caller.tag,
                                call.caller.profile,
                                null,
                                Sdp.profile(target.flow(), null)));
        byte[] offer = Sdp.of(context.request);
        Request copy = Forward.copy(context.request, target, breadth);
        if (offer != null) {
            switch (negotiation.request(offer, now)) {
                case Passed.Refused(int status, String why) -> {
                    context.finals.add(
                            transactions.tagged(refusal(context, status, why)));
                    surroundings.relay().release(call.callId, name, now);
                    return;
                }
                case Passed.Rewritten(byte[] sdp) -> copy = copy.with(new Body(sdp));
            }
        }
        send(context, target, name, copy, negotiation, now);
    }

    private void open(
            ResponseContext context,
            Target target,
            int breadth,
            @Nullable Negotiation negotiation,
            long now) {
        String name = LoopCheck.branch(transactions.branch(), context.received);
        Request copy = Forward.copy(context.request, target, breadth);
        send(context, target, name, copy, negotiation, now);
    }

    private void send(
            ResponseContext context,
            Target target,
            String name,
            Request copy,
            @Nullable Negotiation negotiation,
            long now) {
        Request recorded =
                RECORDED.contains(copy.method())
                        ? routes.record(copy, context.flow, context.side, target.flow())
                        : copy;
        TransactionId.Client client = transactions.send(recorded, target.flow(), name, now);
        Branch branch = new Branch(context, target, name, negotiation, client);
        context.branches.add(branch);
        branches.put(client, branch);
        if (context.isInvite()) {
            timersC.set(branch, now + settings.timerC());
        }
    }

    /// Passes on a request inside a dialog: to the side of the call that its tags name, or where our
    /// Route says. Answers 481 where neither is known.
    public void inDialog(Arrival arrival, long now) {
        Request request = arrival.request();
        Call call = calls.get(request.headers().callId());
        Call.Direction direction = call == null ? null : direction(call, request);
        boolean changesMedia = request.is(Method.INVITE) || request.is(Method.UPDATE);
        if (direction == null && (arrival.token() == null || changesMedia)
                || direction != null
                        && arrival.token() == null
                        && !direction.sender().flow.equals(arrival.flow())) {
            reject(arrival, 481, now);
            return;
        }
        if (LoopCheck.looped(arrival.received(), surroundings.addresses())) {
            reject(arrival, 482, now);
            return;
        }
        CallSide receiver = direction == null ? null : direction.receiver();
        if (direction != null) {
            heard(direction.sender(), arrival);
        }
        Flow flow = calls.flowTo(receiver, arrival.token());
        if (flow == null) {
            reject(arrival, 480, now);
        } else {
            passInDialog(arrival, call, direction, flow, now);
        }
        if (call != null && direction != null && request.is(Method.BYE)) {
            bye(call, direction, now);
        }
    }

    private static Call.@Nullable Direction direction(Call call, Request request) {
        return call.direction(
                Forward.tag(request.headers().from()), Forward.tag(request.headers().to()));
    }

    /// The sender of a request inside a call is where the request came from: its NAT may have
    /// moved it, or its browser has reconnected.
    private static void heard(CallSide sender, Arrival arrival) {
        sender.flow = arrival.flow();
        sender.cseq = Math.max(sender.cseq, arrival.request().headers().cseq().number());
        if (arrival.request().is(Method.INVITE) || arrival.request().is(Method.UPDATE)) {
            Calls.refresh(sender, arrival.request());
        }
    }

    private void passInDialog(
            Arrival arrival,
            @Nullable Call call,
            Call.@Nullable Direction direction,
            Flow flow,
            long now) {
        FlowToken.Side side = sideOfSender(arrival, call, direction);
        ResponseContext context = context(arrival, side, call, direction);
        Target target =
                new Target(requestUri(arrival, direction), flow, List.of(), null);
        byte[] sdp = Sdp.of(arrival.request());
        if (call == null || direction == null) {
            open(context, target, Forward.breadth(arrival.request(), 1), null, now);
            return;
        }
        Negotiation negotiation = negotiation(call, direction);
        if (context.isInvite()) {
            call.lateAnswer = null;
        }
        if (sdp == null) {
            open(context, target, Forward.breadth(arrival.request(), 1), negotiation, now);
            return;
        }
        Negotiation.LateAnswer late = call.lateAnswer;
        boolean answers =
                arrival.request().is(Method.PRACK)
                        && late != null
                        && late.isDueFrom(direction.sender().tag);
        Passed passed =
                answers && late != null ? late.pass(sdp, now) : negotiation.request(sdp, now);
        switch (passed) {
            case Passed.Refused(int status, String why) -> {
                context.finals.add(transactions.tagged(refusal(context, status, why)));
                finishIfDone(context, now);
            }
            case Passed.Rewritten(byte[] out) -> {
                Request copy =
                        Forward.copy(
                                        context.request,
                                        target,
                                        Forward.breadth(arrival.request(), 1))
                                .with(new Body(out));
                String name = LoopCheck.branch(transactions.branch(), context.received);
                send(context, target, name, copy, negotiation, now);
            }
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

    private static jackfield.sip.message.SipUri requestUri(
            Arrival arrival, Call.@Nullable Direction direction) {
        if (arrival.request().uri() instanceof jackfield.sip.message.SipUri uri) {
            return uri;
        }
        return direction != null
                        && direction.receiver().target
                                instanceof jackfield.sip.message.SipUri target
                ? target
                : jackfield.sip.message.SipUri.of(null, "invalid", 0);
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
                        receiver.profile));
    }

    private void bye(Call call, Call.Direction direction, long now) {
        CallSide callee =
                direction.sender() == call.caller ? direction.receiver() : direction.sender();
        if (callee == call.callee()) {
            calls.end(
                    call,
                    (direction.sender() == call.caller ? "caller" : "callee") + " hung up",
                    now);
        } else {
            callee.gone = true;
        }
    }

    /// Passes on the ACK of a 2xx.
    ///
    /// @return false where there is no way for it
    public boolean ack(Request received, Flow from, long now) {
        RecordRoutes.Stripped stripped = routes.strip(received);
        Request request = stripped.request();
        Call call = calls.get(request.headers().callId());
        Call.Direction direction = call == null ? null : direction(call, request);
        int hops = request.headers().maxForwards();
        Flow flow =
                calls.flowTo(direction == null ? null : direction.receiver(), stripped.token());
        if (flow == null || hops == 0 || stripped.token() == null && direction == null) {
            return false;
        }
        if (direction != null) {
            direction.sender().flow = from;
        }
        Request ack =
                request.hop(hops < 0 ? 70 : hops - 1)
                        .with(request.headers().without(HeaderName.PROXY_AUTHORIZATION));
        ack = ack.hop(hops < 0 ? 70 : hops - 1);
        byte[] answer = Sdp.of(request);
        Negotiation.LateAnswer late = call == null ? null : call.lateAnswer;
        if (call != null
                && answer != null
                && late != null
                && late.isDueFrom(Forward.tag(request.headers().from()))) {
            switch (late.pass(answer, now)) {
                case Passed.Rewritten(byte[] sdp) -> ack = ack.with(new Body(sdp));
                case Passed.Refused(int _, String why) -> {
                    transactions.acknowledge(withoutBody(ack), flow);
                    calls.hangUp(call, "SIP;cause=488;text=\"No common media\"", why, now);
                    return true;
                }
            }
        } else if (answer != null) {
            // An answer that nobody waits for would only give away the sender's own addresses.
            ack = withoutBody(ack);
        }
        transactions.acknowledge(ack, flow);
        return true;
    }

    private static Request withoutBody(Request request) {
        return request.with(Body.NONE).with(request.headers().without(HeaderName.CONTENT_TYPE));
    }

    // Responses

    /// A response to a request that may be ours.
    ///
    /// @return false where it is not
    public boolean received(TransactionId.Client client, Response response, long now) {
        Branch branch = branches.get(client);
        if (branch == null) {
            return false;
        }
        ResponseContext context = branch.context;
        if (response.isProvisional()) {
            branch.proceeding = true;
            if (response.status() > 100 && !branch.done) {
                provisional(context, branch, response, now);
            }
        } else if (response.isSuccess()) {
            success(context, branch, response, now);
        } else if (!branch.done) {
            failed(branch, response, now);
        }
        return true;
    }

    private void provisional(
            ResponseContext context, Branch branch, Response response, long now) {
        if (context.isInvite() && !branch.cancelled) {
            timersC.set(branch, now + settings.timerC());
        }
        if (context.answered) {
            return;
        }
        Call call = context.call;
        if (call != null && context.beginsCall()) {
            call.ringing();
            CallSide side = fork(call, branch, response);
            if (response.headers().has(HeaderName.RECORD_ROUTE)) {
                calls.learnRoutes(call, side, response);
            }
        }
        Response upstream =
                switch (media(branch, response, now)) {
                    case Passed.Rewritten(byte[] sdp) -> response.with(new Body(sdp));
                    case Passed.Refused _ -> withoutBody(response);
                    case null -> response;
                };
        transactions.respond(context.server, upstream, now);
    }

    private static Response withoutBody(Response response) {
        return response.with(Body.NONE)
                .with(response.headers().without(HeaderName.CONTENT_TYPE));
    }

    /// What the relay makes of a response's SDP; null where there is nothing for it.
    private static @Nullable Passed media(Branch branch, Response response, long now) {
        byte[] sdp = Sdp.of(response);
        Negotiation negotiation = branch.negotiation;
        if (sdp == null || negotiation == null) {
            return null;
        }
        Call call = branch.context.call;
        if (call != null && call.ended) {
            Passed known = negotiation.known(Forward.toTag(response), sdp);
            return known != null ? known : new Passed.Refused(481, "the call is over");
        }
        Passed passed = negotiation.response(Forward.toTag(response), sdp, now);
        if (call != null && negotiation.lateAnswer() != null) {
            call.lateAnswer = negotiation.lateAnswer();
        }
        return passed;
    }

    private CallSide fork(Call call, Branch branch, Response response) {
        CallSide known = call.fork(Forward.toTag(response));
        CallSide side = known;
        if (side == null) {
            side =
                    new CallSide(
                            response.headers().to(),
                            branch.name,
                            branch.target.user(),
                            Sdp.profile(branch.target.flow(), null),
                            branch.target.flow(),
                            branch.target.uri());
            if (side.address.tag() != null) {
                call.fork(side);
            }
        }
        Calls.refresh(side, response);
        return side;
    }

    private void success(ResponseContext context, Branch branch, Response response, long now) {
        boolean first = !branch.done;
        branch.done = true;
        timersC.stop(branch);
        Call call = context.call;
        if (!context.isInvite()) {
            if (first && !context.answered) {
                respond(context, rewritten(context, branch, response, now), now);
            }
        } else if (call != null && context.beginsCall()) {
            answered(context, call, branch, response, now);
        } else {
            if (context.direction != null && first) {
                Calls.refresh(context.direction.receiver(), response);
            }
            respond(context, rewritten(context, branch, response, now), now);
        }
    }

    private Response rewritten(
            ResponseContext context, Branch branch, Response response, long now) {
        return switch (media(branch, response, now)) {
            case Passed.Rewritten(byte[] sdp) -> response.with(new Body(sdp));
            case Passed.Refused(int _, String why) -> {
                log(context, "the peer's session description was refused: " + why);
                yield withoutBody(response);
            }
            case null -> response;
        };
    }

    /// A 2xx to the INVITE of a call: the first wins; all go to the caller (RFC 3261 section 16.7
    /// step 5).
    private void answered(
            ResponseContext context, Call call, Branch branch, Response response, long now) {
        CallSide winner = call.callee();
        CallSide side = fork(call, branch, response);
        if (winner != null && winner != side) {
            late(context, call, branch, response, now);
            return;
        }
        if (winner == null && (context.cancelled && call.ended || call.ended)) {
            calls.refuse(call, side, "SIP;cause=487;text=\"Request Terminated\"", now);
            return;
        }
        Response upstream = response;
        switch (media(branch, response, now)) {
            case Passed.Rewritten(byte[] sdp) -> upstream = response.with(new Body(sdp));
            case Passed.Refused(int status, String why) -> {
                if (winner == null) {
                    calls.refuse(call, side, "SIP;cause=488;text=\"No common media\"", now);
                    failed(context, branch, refusal(context, status, why), now);
                }
                return;
            }
            case null -> {}
        }
        if (winner == null) {
            side.routes = List.of();
            calls.learnRoutes(call, side, response);
            call.answered(side, now);
            log(context, "answered by " + side.flow);
            cancelOthers(context, branch, List.of(ELSEWHERE), now);
        }
        respond(context, upstream, now);
        if (winner == null && side.gone) {
            // Over UDP a BYE may overtake the 2xx it follows.
            calls.hangUp(call, "SIP;cause=200;text=\"Already ended\"", "BYE before 2xx", now);
        }
    }

    /// Another phone was answered in the same moment. The caller has to end that dialog; what it is
    /// told about media is what holds already.
    private void late(
            ResponseContext context, Call call, Branch branch, Response response, long now) {
        CallSide winner = call.callee();
        byte[] sdp = null;
        for (Branch other : context.branches) {
            if (winner != null && other.name.equals(winner.branch) && other.negotiation != null) {
                sdp = other.negotiation.lastOut();
            }
        }
        if (winner != null && !branch.name.equals(winner.branch)) {
            surroundings.relay().release(call.callId, branch.name, now);
        }
        respond(
                context,
                sdp == null ? withoutBody(response) : response.with(new Body(sdp)),
                now);
    }

    private void failed(Branch branch, Response response, long now) {
        failed(branch.context, branch, response, now);
    }

    private void failed(
            ResponseContext context, Branch branch, Response response, long now) {
        branch.done = true;
        timersC.stop(branch);
        context.finals.add(response);
        if (context.call != null && context.beginsCall() && !context.call.ended) {
            surroundings.relay().release(context.call.callId, branch.name, now);
        }
        if (response.status() >= 600) {
            cancelOthers(context, branch, List.of(), now);
        }
        finishIfDone(context, now);
    }

    private void finishIfDone(ResponseContext context, long now) {
        if (context.answered || !context.allDone() || context.finals.isEmpty()) {
            return;
        }
        Response best = BestResponse.of(context.finals);
        if (context.cancelled && best.status() != 487) {
            best = Response.to(context.request, 487);
        }
        respond(context, transactions.tagged(best), now);
        if (context.call != null && context.beginsCall()) {
            calls.end(context.call, best.status() + " " + best.reason(), now);
        }
    }

    private void respond(ResponseContext context, Response response, long now) {
        context.answered = true;
        transactions.respond(context.server, response, now);
    }

    // The rest of what the transaction layer says

    /// The sender has cancelled its INVITE.
    ///
    /// @return false where the INVITE is not one that we forwarded
    public boolean cancelled(TransactionId.Server invite, Request cancel, long now) {
        ResponseContext context = contexts.get(invite);
        if (context == null) {
            return false;
        }
        context.cancelled = true;
        cancelOthers(context, null, cancel.headers().all(HeaderName.REASON), now);
        return true;
    }

    /// No response came in time.
    ///
    /// @return false where the request is not one that we forwarded
    public boolean timedOut(TransactionId.Client client, long now) {
        return gone(client, 408, now);
    }

    /// The next hop can't be reached: a user of ours is not there; any other place is our trouble.
    ///
    /// @return false where the request is not one that we forwarded
    public boolean unreachable(TransactionId.Client client, long now) {
        Branch branch = branches.get(client);
        return gone(client, branch != null && branch.target.user() != null ? 480 : 503, now);
    }

    /// The one who asked is gone: there is nobody to tell what comes of it.
    public void unreachable(TransactionId.Server server, long now) {
        ResponseContext context = contexts.get(server);
        if (context != null) {
            abandon(context, "caller's connection lost", now);
        }
    }

    private boolean gone(TransactionId.Client client, int status, long now) {
        Branch branch = branches.get(client);
        if (branch == null) {
            return false;
        }
        if (!branch.done) {
            ResponseContext context = branch.context;
            int seen = branch.cancelled ? 487 : status;
            failed(branch, transactions.tagged(Response.to(context.request, seen)), now);
        }
        return true;
    }

    /// A transaction is over.
    public void ended(TransactionId id) {
        switch (id) {
            case TransactionId.Server server -> contexts.remove(server);
            case TransactionId.Client client -> {
                Branch branch = branches.remove(client);
                if (branch != null) {
                    timersC.stop(branch);
                }
            }
        }
    }

    /// Cancels every branch that is still open, but for `kept`.
    private void cancelOthers(
            ResponseContext context, @Nullable Branch kept, List<String> reasons, long now) {
        for (Branch branch : List.copyOf(context.branches)) {
            if (branch != kept && !branch.done && !branch.cancelled && context.isInvite()) {
                branch.cancelled = true;
                timersC.stop(branch);
                transactions.cancel(branch.client, reasons, now);
            }
        }
    }

    // Time, and ends that nobody on the wire asked for

    /// Fires what is due: calls that rang too long or lasted too long.
    public void wake(long now) {
        for (Branch branch = timersC.take(now); branch != null; branch = timersC.take(now)) {
            if (branch.proceeding) {
                branch.cancelled = true;
                transactions.cancel(
                        branch.client, List.of("SIP;cause=408;text=\"No answer\""), now);
            } else if (!branch.done) {
                failed(branch, transactions.tagged(Response.to(branch.context.request, 408)), now);
            }
        }
        for (Call call = calls.overdue(now); call != null; call = calls.overdue(now)) {
            end(call, 503, "lasted too long", now);
        }
    }

    /// When to wake next (ns), or [jackfield.base.Deadlines#NEVER].
    public long deadline() {
        return Math.min(timersC.earliest(), calls.deadline());
    }

    /// The call's media is dead: ends it towards both sides.
    ///
    /// @return false where there is no such call
    public boolean mediaLost(String callId, String why, long now) {
        Call call = calls.get(callId);
        if (call == null) {
            return false;
        }
        end(call, 480, "media lost: " + why, now);
        return true;
    }

    /// Ends every call: answered ones with BYE, others with CANCEL and 503.
    public void endAll(String why, long now) {
        calls.all().forEach(call -> end(call, 503, why, now));
    }

    private void end(Call call, int status, String why, long now) {
        if (call.callee() != null) {
            calls.hangUp(call, "SIP;cause=" + status + ";text=\"" + quoted(why) + "\"", why, now);
            return;
        }
        ResponseContext context = contexts.get(call.invite);
        if (context != null && !context.answered) {
            Response refusal =
                    status == 503
                            ? unavailable(context.request)
                            : Response.to(context.request, status);
            respond(context, transactions.tagged(refusal), now);
            abandon(context, why, now);
        }
        calls.end(call, why, now);
    }

    private void abandon(ResponseContext context, String why, long now) {
        context.cancelled = true;
        cancelOthers(context, null, List.of(), now);
        if (context.call != null && context.beginsCall() && context.call.callee() == null) {
            calls.end(context.call, why, now);
        }
    }

    private static String quoted(String why) {
        return why.replaceAll("[\"\\\\\\x00-\\x1f]", "'");
    }

    // For people to look at

    /// The calls of now.
    public List<CallView> views() {
        return calls.all().stream().map(Call::view).toList();
    }

    /// The number of calls.
    public int callCount() {
        return calls.size();
    }

    /// Requests that are being forwarded.
    public int contextCount() {
        return contexts.size();
    }

    private ResponseContext context(
            Arrival arrival,
            FlowToken.Side side,
            @Nullable Call call,
            Call.@Nullable Direction direction) {
        ResponseContext context =
                new ResponseContext(
                        arrival.id(),
                        arrival.received(),
                        arrival.request(),
                        arrival.flow(),
                        side,
                        call,
                        direction);
        contexts.put(arrival.id(), context);
        return context;
    }

    private void reject(Arrival arrival, int status, long now) {
        transactions.answer(arrival.id(), Response.to(arrival.request(), status), now);
    }

    private Response unavailable(Request request) {
        return Response.to(request, 503)
                .with(HeaderName.RETRY_AFTER, Integer.toString(settings.retryAfterSeconds()));
    }

    private Response refusal(ResponseContext context, int status, String why) {
        String host = surroundings.addresses().advertised(context.flow).host();
        return Refusal.of(context.request, status, host, why);
    }

    private void log(ResponseContext context, String text) {
        surroundings
                .log()
                .line(context.request.headers().callId(), CallLog.Level.INFO, text);
    }
}
