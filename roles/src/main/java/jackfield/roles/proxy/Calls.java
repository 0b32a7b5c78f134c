package jackfield.roles.proxy;

import jackfield.base.Deadlines;
import jackfield.base.Flow;
import jackfield.roles.location.Binding;
import jackfield.roles.records.CallRecord.By;
import jackfield.roles.records.CallRecord.Ending;
import jackfield.roles.transactionuser.Agenda;
import jackfield.roles.transactionuser.CallLog;
import jackfield.roles.transactionuser.Flows;
import jackfield.roles.transactionuser.Transactions;
import jackfield.sip.flow.FlowToken;
import jackfield.sip.message.Body;
import jackfield.sip.message.CSeq;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Message;
import jackfield.sip.message.Method;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.SipUri;
import jackfield.sip.message.Uri;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The calls that pass through us now. It knows enough of both sides to end a call by itself, which
/// a mere proxy does not do: a call without media, or one that is in the way of a stop, must not
/// stay for ever.
final class Calls {
    private static final long LOOK_AGAIN = 10_000_000_000L;

    /// How long a page may take to load anew: the other side hears nothing meanwhile.
    private static final long RELOAD = 8_000_000_000L;

    private final Map<String, Call> calls = new HashMap<>();
    private final Agenda<Call> ends = new Agenda<>();
    private final Agenda<Call> doubts = new Agenda<>();
    private final Agenda<Call> leaves = new Agenda<>();
    private final Transactions transactions;
    private final RecordRoutes routes;
    private final Surroundings surroundings;
    private final ProxySettings settings;

    Calls(
            Transactions transactions,
            RecordRoutes routes,
            Surroundings surroundings,
            ProxySettings settings) {
        this.transactions = transactions;
        this.routes = routes;
        this.surroundings = surroundings;
        this.settings = settings;
    }

    @Nullable Call get(String callId) {
        return calls.get(callId);
    }

    List<Call> all() {
        return List.copyOf(calls.values());
    }

    int size() {
        return calls.size();
    }

    void begin(Call call) {
        calls.put(call.callId, call);
        ends.set(call, call.began + settings.longestCall());
        surroundings
                .records()
                .began(
                        call.callId,
                        call.caller.address.uri().toString(),
                        call.called.uri().toString(),
                        call.began);
        log(
                call,
                "call from "
                        + call.caller.address.uri()
                        + " at "
                        + call.caller.flow.peer()
                        + " to "
                        + call.called.uri());
    }

    /// The call is over: it is recorded, its media is given up and it is forgotten.
    void end(Call call, Ending ending, long now) {
        if (!call.ended) {
            forget(call);
            surroundings.records().ended(call.record(ending, now));
            surroundings.relay().release(call.callId, now);
            surroundings.watch().ended(call.callId);
            log(call, "call ended: " + ending.why());
        }
    }

    /// Another role answers the call, and records it: here it is forgotten, with its media.
    void handOver(Call call, long now) {
        if (!call.ended) {
            forget(call);
            surroundings.relay().release(call.callId, now);
            surroundings.watch().ended(call.callId);
            surroundings.records().changed(call.callId, "answered");
        }
    }

    private void forget(Call call) {
        call.ended = true;
        calls.remove(call.callId);
        ends.stop(call);
        doubts.stop(call);
        leaves.stop(call);
    }

    /// Ends an answered call with a BYE to both sides.
    ///
    /// @param reason the value of the Reason header field (RFC 3326)
    void hangUp(Call call, String reason, String why, long now) {
        CallSide callee = call.callee();
        if (callee != null) {
            bye(call, callee, call.caller, reason, now);
            bye(call, call.caller, callee, reason, now);
        }
        end(call, new Ending(200, By.NODE, why), now);
    }

    /// Ends the dialog with one callee whose 2xx can't be used: ACK, then BYE, as the caller would.
    void refuse(Call call, CallSide callee, String reason, long now) {
        Flow flow = flowTo(callee, null);
        if (flow != null) {
            transactions.acknowledge(
                    request(call, Method.ACK, callee, call.caller, call.inviteCSeq), flow);
        }
        if (!callee.gone) {
            callee.gone = true;
            bye(call, callee, call.caller, reason, now);
        }
    }

    private void bye(Call call, CallSide to, CallSide from, String reason, long now) {
        Flow flow = flowTo(to, null);
        if (flow == null) {
            return;
        }
        from.cseq = Math.max(from.cseq, 1) + 1;
        Request bye =
                request(call, Method.BYE, to, from, from.cseq).with(HeaderName.REASON, reason);
        transactions.send(bye, flow, transactions.branch(), now);
    }

    /// A request of ours inside a call, in the name of one side.
    Request request(Call call, Method method, CallSide to, CallSide from, long cseq) {
        Headers.Builder headers = Headers.builder();
        for (NameAddr route : to.routes) {
            headers.add(HeaderName.ROUTE, route.toString());
        }
        headers.add(HeaderName.MAX_FORWARDS, "70")
                .add(HeaderName.FROM, from.address.toString())
                .add(HeaderName.TO, to.address.toString())
                .add(HeaderName.CALL_ID, call.callId)
                .add(HeaderName.CSEQ, new CSeq(cseq, method).toString());
        return new Request(method, target(to.target), headers.build(), Body.NONE);
    }

    /// The way to one side of a call: the flow it was last heard on, the one our Route names, the
    /// one its client has come back on; whichever is alive, in this order. Null when there is none.
    @Nullable Flow flowTo(@Nullable CallSide side, @Nullable FlowToken token) {
        Flows flows = surroundings.flows();
        if (side != null && flows.alive(side.flow)) {
            return side.flow;
        }
        if (token != null) {
            Flow named = token.flow();
            Flow flow =
                    token.current()
                            ? named
                            : flows.to(named.transport(), named.local(), named.remote());
            if (flow != null && flows.alive(flow)) {
                return flow;
            }
        }
        if (side != null && side.user != null && side.target instanceof SipUri contact) {
            Binding binding = surroundings.bindings().reattached(side.user, contact);
            if (binding != null && flows.alive(binding.flow())) {
                side.flow = binding.flow();
                return side.flow;
            }
        }
        return null;
    }

    /// A device has come back on another flow: so do the sides of calls that it is.
    void moved(Binding before, Binding after) {
        for (Call call : calls.values()) {
            move(call.caller, before, after);
            call.forks().forEach(side -> move(side, before, after));
        }
    }

    private void move(CallSide side, Binding before, Binding after) {
        if (side.flow.equals(before.flow())
                && before.aor().equals(side.user)
                && side.target instanceof SipUri contact
                && (surroundings.bindings().isContactOf(contact, before)
                        || surroundings.bindings().isContactOf(contact, after))) {
            side.flow = after.flow();
        }
    }

    /// The Request-URI for one side of a call: its Contact, or what its GRUU stands for now.
    Uri target(Uri contact) {
        return contact instanceof SipUri uri ? surroundings.bindings().retargeted(uri) : contact;
    }

    /// Takes note of what a message of `side` says about the way to it (RFC 3261 section 12.2).
    static void refresh(CallSide side, Message message) {
        if (!message.headers().contacts().isEmpty()) {
            side.target = message.headers().contacts().getFirst().uri();
        }
    }

    /// Takes note of the proxies on both sides of us (RFC 3261 section 12.1).
    void learnRoutes(Call call, CallSide callee, Message response) {
        List<NameAddr> toCallee = new ArrayList<>();
        List<NameAddr> toCaller = new ArrayList<>();
        boolean passed = false;
        for (NameAddr route : response.headers().recordRoutes()) {
            if (routes.isOurs(route, call.callId)) {
                passed = true;
            } else if (passed) {
                toCaller.add(route);
            } else {
                toCallee.addFirst(route);
            }
        }
        callee.routes = toCallee;
        call.caller.routes = toCaller;
    }

    /// Calls that have lasted too long by `now`.
    @Nullable Call overdue(long now) {
        return ends.take(now);
    }

    /// A browser of the call has stopped to consent to media, or all do again. As long as its
    /// connection lives, its page can end the call; where that is gone too, we must.
    void doubt(Call call, boolean doubtful, long now) {
        call.unreached = 0;
        doubts.set(call, doubtful ? now + LOOK_AGAIN : Deadlines.NEVER);
    }

    /// A call that nobody could end: without consent, and a side without a connection twice in a
    /// row, which leaves a page the time to connect again.
    @Nullable Call deserted(long now) {
        for (Call call = doubts.take(now); call != null; call = doubts.take(now)) {
            CallSide callee = call.callee();
            boolean reached =
                    flowTo(call.caller, null) != null
                            && (callee == null || flowTo(callee, null) != null);
            call.unreached = reached ? 0 : call.unreached + 1;
            if (call.unreached == 2) {
                return call;
            }
            doubts.set(call, now + LOOK_AGAIN);
        }
        return null;
    }

    /// The page behind a flow goes away. A caller's INVITE goes with it; a call that was answered
    /// can be taken again. A call that only rings there loses one of its phones, which its
    /// transaction tells.
    void leaving(Flow flow, long now) {
        for (Call call : calls.values()) {
            CallSide callee = call.callee();
            boolean theCaller = call.caller.flow.equals(flow);
            if (theCaller && callee == null) {
                leaves.set(call, now);
            } else if (theCaller || callee != null && callee.flow.equals(flow)) {
                leaves.set(call, now + RELOAD);
            }
        }
    }

    /// A call one of whose pages went away and has not come back.
    @Nullable Call left(long now) {
        for (Call call = leaves.take(now); call != null; call = leaves.take(now)) {
            CallSide callee = call.callee();
            if (callee == null
                    || flowTo(call.caller, null) == null
                    || flowTo(callee, null) == null) {
                return call;
            }
        }
        return null;
    }

    long deadline() {
        return Math.min(Math.min(ends.earliest(), doubts.earliest()), leaves.earliest());
    }

    private void log(Call call, String text) {
        surroundings.log().line(call.callId, CallLog.Level.INFO, text);
    }
}
