package jackfield.roles.mediaserver;

import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.base.Parsed;
import jackfield.roles.proxy.CallView;
import jackfield.roles.proxy.Sdp;
import jackfield.roles.records.CallRecord;
import jackfield.roles.records.CallRecord.By;
import jackfield.roles.records.CallRecords;
import jackfield.roles.relay.Exchange;
import jackfield.roles.relay.LegProfile;
import jackfield.roles.relay.Relay;
import jackfield.roles.relay.Relay.Passed;
import jackfield.roles.transactionuser.Addresses;
import jackfield.roles.transactionuser.Agenda;
import jackfield.roles.transactionuser.Arrival;
import jackfield.roles.transactionuser.CallLog;
import jackfield.roles.transactionuser.Flows;
import jackfield.roles.transactionuser.Transactions;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.dialog.DialogId;
import jackfield.sip.dialog.InviteUas;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Parameters;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.transaction.SentBy;
import jackfield.sip.transaction.Timers;
import jackfield.sip.transaction.TransactionId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The echo test: answers every call at once, and what the caller says comes back (RFC 3261 section
/// 13.3, as a UAS).
public final class EchoEndpoint {
    /// What we understand inside and outside a call.
    public static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO";

    private static final String BRANCH = "echo";

    /// What this endpoint needs of the outside.
    ///
    /// @param addresses what we are called
    /// @param flows tells whether a caller can still be reached
    /// @param relay sends media back
    /// @param log takes lines about calls
    /// @param records takes the record of each call that is over
    public record Needs(
            Addresses addresses, Flows flows, Relay relay, CallLog log, CallRecords records) {}

    private static final class Session {
        private final Dialog dialog;
        private final NameAddr caller;
        private final String called;
        private final LegProfile profile;
        private final long began;
        private final String source;
        private Flow flow;
        private @Nullable InviteUas answering;

        private Session(Dialog dialog, Request invite, LegProfile profile, Flow flow, long began) {
            this.dialog = dialog;
            this.caller = invite.headers().from();
            this.called = invite.uri().toString();
            this.profile = profile;
            this.flow = flow;
            this.began = began;
            this.source = flow.peer();
        }
    }

    private final Transactions transactions;
    private final Needs needs;
    private final Timers timing;
    private final int mostCalls;
    private final Map<DialogId, Session> sessions = new HashMap<>();
    private final Map<String, Session> byCallId = new HashMap<>();
    private final Agenda<Session> repeats = new Agenda<>();

    /// @param mostCalls echo tests at once, above which a new one gets 486
    public EchoEndpoint(Transactions transactions, Needs needs, Timers timing, int mostCalls) {
        this.transactions = transactions;
        this.needs = needs;
        this.timing = timing;
        this.mostCalls = mostCalls;
    }

    /// True where the request is inside one of our calls.
    public boolean owns(Request request) {
        return sessions.containsKey(DialogId.ofReceived(request));
    }

    /// True while there is a call with this Call-ID: a second one must not be taken.
    public boolean isCall(String callId) {
        return byCallId.containsKey(callId);
    }

    /// A request outside any dialog, for the echo user.
    public void receive(Arrival arrival, long now) {
        Request request = arrival.request();
        if (request.is(Method.INVITE)) {
            invite(arrival, now);
        } else if (request.is(Method.OPTIONS)) {
            transactions.answer(arrival.id(), capabilities(Response.to(request, 200)), now);
        } else {
            transactions.answer(
                    arrival.id(), Response.to(request, 405).with(HeaderName.ALLOW, ALLOW), now);
        }
    }

    /// `response` with what we can do (RFC 3261 section 11.2).
    public static Response capabilities(Response response) {
        return response.with(HeaderName.ALLOW, ALLOW)
                .with(HeaderName.ACCEPT, Sdp.TYPE)
                .with(HeaderName.SUPPORTED, "path, outbound");
    }

    private void invite(Arrival arrival, long now) {
        Request request = arrival.request();
        List<String> required = request.headers().all(HeaderName.REQUIRE);
        byte[] sdp = Sdp.of(request);
        if (!required.isEmpty()) {
            Response refusal =
                    Response.to(request, 420)
                            .with(HeaderName.UNSUPPORTED, String.join(", ", required));
            transactions.answer(arrival.id(), refusal, now);
        } else if (Sdp.isForeignBody(request)) {
            // RFC 3261 section 8.2.3: what we read instead.
            transactions.answer(
                    arrival.id(), Response.to(request, 415).with(HeaderName.ACCEPT, Sdp.TYPE), now);
        } else if (!Sdp.isAccepted(request)) {
            transactions.answer(arrival.id(), Response.to(request, 406), now);
        } else if (sessions.size() >= mostCalls) {
            transactions.answer(arrival.id(), Response.to(request, 486), now);
        } else if (sdp == null) {
            refuse(arrival, 488, "the echo test needs an offer in the INVITE", now);
        } else {
            begin(arrival, sdp, now);
        }
    }

    private void begin(Arrival arrival, byte[] sdp, long now) {
        Request request = arrival.request();
        LegProfile profile = Sdp.profile(arrival.flow(), sdp);
        Response ok = accepted(transactions.tagged(Response.to(request, 200)), arrival.flow());
        for (String route : request.headers().all(HeaderName.RECORD_ROUTE)) {
            ok = ok.with(ok.headers().add(HeaderName.RECORD_ROUTE, route));
        }
        Exchange exchange = exchange(ok, tag(request.headers().from()));
        if (!(Dialog.uas(request, ok) instanceof Parsed.Ok<Dialog>(Dialog dialog))) {
            transactions.answer(arrival.id(), Response.to(request, 400, "Bad Contact"), now);
            return;
        }
        switch (needs.relay().echo(exchange, sdp, profile, now)) {
            case Passed.Refused(int status, String why) -> {
                needs.relay().release(request.headers().callId(), now);
                refuse(arrival, status, why, now);
            }
            case Passed.Rewritten(byte[] answer) -> {
                Session session = new Session(dialog, request, profile, arrival.flow(), now);
                sessions.put(dialog.id(), session);
                byCallId.put(dialog.id().callId(), session);
                String id = session.dialog.id().callId();
                needs.records().began(id, session.caller.uri().toString(), session.called, now);
                needs.records().changed(id, "answered");
                log(session, "echo test for " + session.caller.uri());
                dialog.confirm();
                answer(session, arrival.id(), ok.with(new Body(answer)), now);
            }
        }
    }

    private static Exchange exchange(Response ok, String callerTag) {
        return new Exchange(ok.headers().callId(), callerTag, tag(ok.headers().to()), BRANCH);
    }

    private static String tag(NameAddr address) {
        return address.tag() == null ? "" : address.tag();
    }

    /// A request inside a call of ours, which [#owns] told.
    public void inDialog(Arrival arrival, long now) {
        Request request = arrival.request();
        Session session = sessions.get(DialogId.ofReceived(request));
        if (session == null) {
            transactions.answer(arrival.id(), Response.to(request, 481), now);
            return;
        }
        switch (session.dialog.receive(request)) {
            case Dialog.Admission.Rejected(int status) -> {
                transactions.answer(arrival.id(), Response.to(request, status), now);
                return;
            }
            case Dialog.Admission.Admitted _ -> session.flow = arrival.flow();
        }
        Method method = request.method();
        if (method.equals(Method.BYE)) {
            transactions.answer(arrival.id(), Response.to(request, 200), now);
            end(session, By.CALLER, "caller hung up", now);
        } else if (method.equals(Method.INVITE) || method.equals(Method.UPDATE)) {
            change(session, arrival, now);
        } else if (method.equals(Method.INFO) || method.equals(Method.OPTIONS)) {
            transactions.answer(arrival.id(), capabilities(Response.to(request, 200)), now);
        } else {
            transactions.answer(
                    arrival.id(), Response.to(request, 405).with(HeaderName.ALLOW, ALLOW), now);
        }
    }

    /// A re-INVITE or UPDATE: a new offer, or with no offer only a sign of life.
    private void change(Session session, Arrival arrival, long now) {
        Request request = arrival.request();
        boolean invite = request.is(Method.INVITE);
        byte[] sdp = Sdp.of(request);
        InviteUas running = session.answering;
        if (invite && running != null && !running.isDone()) {
            transactions.answer(arrival.id(), Response.to(request, 491), now);
            return;
        }
        Response ok = accepted(Response.to(request, 200), arrival.flow());
        if (sdp == null) {
            if (invite) {
                refuse(arrival, 488, "the echo test needs an offer in the INVITE", now);
            } else {
                transactions.answer(arrival.id(), ok, now);
            }
            return;
        }
        Exchange exchange = exchange(ok, tag(session.caller));
        switch (needs.relay().echo(exchange, sdp, session.profile, now)) {
            case Passed.Refused(int status, String why) -> refuse(arrival, status, why, now);
            case Passed.Rewritten(byte[] answer) -> {
                Response full = ok.with(new Body(answer));
                if (invite) {
                    answer(session, arrival.id(), full, now);
                } else {
                    transactions.respond(
                            arrival.id(),
                            full.with(HeaderName.CONTENT_TYPE, "application/sdp"),
                            now);
                }
            }
        }
    }

    private void answer(Session session, TransactionId.Server invite, Response ok, long now) {
        InviteUas answering = new InviteUas(invite, timing);
        session.answering = answering;
        answering.answer(
                ok.with(HeaderName.CONTENT_TYPE, "application/sdp"), now, out(session, now));
        repeats.set(session, answering.deadline());
    }

    /// An ACK inside a call of ours.
    public void ack(Request ack, long now) {
        Session session = sessions.get(DialogId.ofReceived(ack));
        InviteUas answering = session == null ? null : session.answering;
        if (session != null && answering != null) {
            answering.receive(ack, now, out(session, now));
            repeats.set(session, answering.deadline());
        }
    }

    private Outbox<InviteUas.Output> out(Session session, long now) {
        return output -> {
            switch (output) {
                case InviteUas.Output.Respond(var invite, Response response) ->
                        transactions.respond(invite, response, now);
                case InviteUas.Output.Acknowledged _ -> {}
                case InviteUas.Output.NoAck _ ->
                        hangUp(session, "SIP;cause=408;text=\"No ACK\"", "no ACK", now);
            }
        };
    }

    /// Repeats what was not acknowledged.
    public void wake(long now) {
        for (Session due = repeats.take(now); due != null; due = repeats.take(now)) {
            InviteUas answering = due.answering;
            if (answering != null) {
                answering.wake(now, out(due, now));
                if (sessions.containsKey(due.dialog.id())) {
                    repeats.set(due, answering.deadline());
                }
            }
        }
    }

    /// When to wake next (ns), or [jackfield.base.Deadlines#NEVER].
    public long deadline() {
        return repeats.earliest();
    }

    /// A call's media is dead: ends it.
    ///
    /// @return false where there is no such call
    public boolean mediaLost(String callId, String why, long now) {
        Session session = byCallId.get(callId);
        if (session == null) {
            return false;
        }
        hangUp(session, "SIP;cause=480;text=\"Media lost\"", "media lost: " + why, now);
        return true;
    }

    /// Ends a call because somebody here wants it.
    ///
    /// @return false where there is no such call
    public boolean hangUp(String callId, String why, long now) {
        Session session = byCallId.get(callId);
        if (session == null) {
            return false;
        }
        hangUp(session, "SIP;cause=480;text=\"Ended here\"", why, now);
        return true;
    }

    /// Ends every call with BYE.
    public void endAll(String why, long now) {
        for (Session session : List.copyOf(sessions.values())) {
            hangUp(session, "SIP;cause=503;text=\"Going down\"", why, now);
        }
    }

    private void hangUp(Session session, String reason, String why, long now) {
        if (needs.flows().alive(session.flow)) {
            Request bye = session.dialog.request(Method.BYE).with(HeaderName.REASON, reason);
            transactions.send(bye, session.flow, transactions.branch(), now);
        }
        end(session, By.NODE, why, now);
    }

    private void end(Session session, By by, String why, long now) {
        if (sessions.remove(session.dialog.id()) != null) {
            byCallId.remove(session.dialog.id().callId());
            repeats.stop(session);
            needs.records().ended(record(session, by, why, now));
            needs.relay().release(session.dialog.id().callId(), now);
            log(session, "echo test ended: " + why);
        }
    }

    private static CallRecord record(Session session, By by, String why, long now) {
        String source = session.source;
        return new CallRecord(
                new CallRecord.Parties(
                        session.dialog.id().callId(),
                        session.caller.uri().toString(),
                        session.called,
                        null,
                        source,
                        "echo test"),
                new CallRecord.Times(session.began, 0, session.began, now),
                new CallRecord.Ending(200, by, why));
    }

    /// The number of calls.
    public int callCount() {
        return sessions.size();
    }

    /// The calls of now.
    public List<CallView> views() {
        return sessions.values().stream()
                .map(session ->
                        new CallView(
                                session.dialog.id().callId(),
                                session.caller.uri().toString(),
                                session.called,
                                "answered",
                                session.began,
                                session.began,
                                session.flow.toString(),
                                null))
                .toList();
    }

    private Response accepted(Response response, Flow flow) {
        SentBy us = needs.addresses().advertised(flow);
        String transport =
                flow.transport().webSocket()
                        ? "ws"
                        : flow.transport().name().toLowerCase(Locale.ROOT);
        SipUri contact =
                new SipUri(
                        false,
                        "echo",
                        us.host(),
                        us.port(),
                        Parameters.NONE.with("transport", transport),
                        null);
        return capabilities(response.with(HeaderName.CONTACT, NameAddr.of(contact).toString()));
    }

    private void refuse(Arrival arrival, int status, String why, long now) {
        SentBy us = needs.addresses().advertised(arrival.flow());
        transactions.answer(
                arrival.id(),
                jackfield.roles.proxy.Refusal.of(arrival.request(), status, us.host(), why),
                now);
    }

    private void log(Session session, String text) {
        needs.log().line(session.dialog.id().callId(), CallLog.Level.INFO, text);
    }
}
