package jackfield.roles.useragent;

import jackfield.base.Deadlines;
import jackfield.base.Outbox;
import jackfield.roles.transactionuser.Reasons;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.dialog.InviteUas;
import jackfield.sip.dialog.OfferState;
import jackfield.sip.dialog.SessionTimer;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Message;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.TransactionId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A dialog and what happens inside it: new offers both ways, candidates, signs of life, the end.
final class Session {
    private enum Timer {
        /// Our device owes an answer to an offer.
        ANSWER_DUE,
        /// Candidates have waited for company.
        CANDIDATES
    }

    private static final long ANSWER_TIME = 15_000_000_000L;
    private static final long COMPANY = 100_000_000L;
    private static final int MOST_CANDIDATES = 64;
    private static final int OK = 200;
    private static final int TOO_BRIEF = 422;

    /// An offer of the peer that our device has not answered.
    private record Asked(TransactionId.Server id, Request request, String offer) {}

    /// A re-INVITE or UPDATE of ours.
    ///
    /// @param offer what it offers; null where it only says that we live
    /// @param told true where the asker waits for what comes of it
    private record Asking(
            TransactionId.Client id, long cseq, @Nullable String offer, boolean told) {}

    private final Line line;
    private final Dialog dialog;
    private final SessionTimer life;
    private final Outlet outlet;
    private final Outcomes outcomes;
    private final OfferState offers = new OfferState();
    private final Deadlines<Timer> timers = new Deadlines<>(Timer.class);
    private final List<Sdp.Late> candidates = new ArrayList<>();
    private String local = "";
    private String remote = "";
    private boolean begun;
    private boolean takesUpdates;
    private @Nullable Asked asked;
    private @Nullable Asking asking;
    private @Nullable Request ack;
    private @Nullable InviteUas answering;
    private @Nullable String hangUpOnAck;

    Session(Line line, Dialog dialog, SessionTimer life, Outlet outlet, Outcomes outcomes) {
        this.line = line;
        this.dialog = dialog;
        this.life = life;
        this.outlet = outlet;
        this.outcomes = outcomes;
    }

    /// What the peer says that it takes.
    void learn(Message message) {
        if (message.headers().has(HeaderName.ALLOW)) {
            takesUpdates = message.headers().lists(HeaderName.ALLOW, Method.UPDATE.name());
        }
    }

    /// A call of ours is answered.
    void begin(String offer, String answer) {
        local = offer;
        remote = answer;
        begun = true;
    }

    /// A call for us is answered: by `ok`, which is repeated until the ACK.
    InviteUas answered(InviteUas invite, Response ok, String sdp, String offer, long now) {
        begin(sdp, offer);
        dialog.confirm();
        answering = invite;
        invite.answer(ok, now, out(now));
        return invite;
    }

    // What the asker says

    void renegotiate(String sdp, long now) {
        if (!begun || asking != null || !offers.mayOffer() || unacknowledged()) {
            outlet.tell(events -> events.renegotiationRefused(line.ref(), 491, now));
            return;
        }
        offer(sdp, true, now);
    }

    private void offer(String sdp, boolean told, long now) {
        offers.offered();
        local = sdp;
        Request request = Sdp.on(life.ask(line.dressed(dialog.request(Method.INVITE))), sdp);
        ack = null;
        asking =
                new Asking(
                        outlet.send(line, request, now),
                        request.headers().cseq().number(),
                        sdp,
                        told);
    }

    void renegotiated(String sdp, long now) {
        Asked due = asked;
        if (due == null) {
            return;
        }
        local = sdp;
        remote = due.offer;
        settle(due, Sdp.on(Response.to(due.request, OK), sdp), now);
    }

    private void settle(Asked due, Response bare, long now) {
        asked = null;
        timers.stop(Timer.ANSWER_DUE);
        offers.settled();
        accept(due.id, due.request, bare, now);
    }

    private void accept(TransactionId.Server id, Request request, Response bare, long now) {
        Response ok = life.answer(request, line.dressed(bare), now);
        if (request.is(Method.INVITE)) {
            InviteUas invite = new InviteUas(id, outlet.timers());
            answering = invite;
            invite.answer(ok, now, out(now));
        } else {
            outlet.respond(id, ok, now);
        }
    }

    void candidate(Sdp.Late candidate, long now) {
        if (candidates.size() < MOST_CANDIDATES) {
            candidates.add(candidate);
            if (!timers.isSet(Timer.CANDIDATES)) {
                timers.set(Timer.CANDIDATES, now + COMPANY);
            }
        }
    }

    /// Ends the call. One whose answer is not acknowledged yet ends with the ACK (RFC 3261 section
    /// 15).
    ///
    /// @param reason the value of the Reason header field; empty for none
    void hangUp(String reason, long now) {
        if (unacknowledged()) {
            hangUpOnAck = reason;
            return;
        }
        Asked due = asked;
        if (due != null) {
            outlet.respond(due.id, Response.to(due.request, 487), now);
        }
        Request bye = dialog.request(Method.BYE).with(HeaderName.USER_AGENT, UserAgent.NAME);
        outlet.send(line, reason.isEmpty() ? bye : bye.with(HeaderName.REASON, reason), now);
        forget();
        line.end();
    }

    private boolean unacknowledged() {
        return answering != null && !answering.isDone();
    }

    /// The call is over.
    void forget() {
        timers.stopAll();
        life.stop();
        asked = null;
        asking = null;
        if (answering != null) {
            answering.stop();
        }
        outlet.forget(dialog.id());
    }

    /// Tells the asker, and ends the call at the other side where that may not know.
    private void end(String words, boolean bye, String reason, long now) {
        outcomes.count("ended");
        outlet.log(dialog.id().callId(), "call " + line.ref() + " ended: " + words);
        if (!line.isSilent()) {
            outlet.tell(events -> events.ended(line.ref(), words, now));
        }
        line.silence();
        if (bye) {
            hangUp(reason, now);
        } else {
            forget();
            line.end();
        }
    }

    // What the peer says

    /// A request inside the dialog, other than PRACK, and BYE of a call that rings.
    void request(TransactionId.Server id, Request request, long now) {
        if (dialog.receive(request) instanceof Dialog.Admission.Rejected(int status)) {
            outlet.respond(id, Response.to(request, status), now);
            return;
        }
        if (request.is(Method.BYE)) {
            outlet.respond(id, Response.to(request, OK), now);
            Asked due = asked;
            if (due != null) {
                outlet.respond(due.id, Response.to(due.request, 487), now);
            }
            end(Reasons.words(request, "hung up"), false, "", now);
        } else if (request.is(Method.INVITE) || request.is(Method.UPDATE)) {
            change(id, request, now);
        } else if (request.is(Method.INFO)) {
            outlet.respond(id, info(request), now);
        } else if (request.is(Method.OPTIONS)) {
            outlet.respond(id, line.dressed(Response.to(request, OK)), now);
        } else {
            outlet.respond(id, Response.to(request, 405).with(HeaderName.ALLOW, Line.ALLOW), now);
        }
    }

    /// Keys and candidates of a peer are the relay's, which has taken those it knows. We have
    /// nothing to do with other packages (RFC 6086 section 4.2.2).
    private static Response info(Request request) {
        String named = request.headers().first(HeaderName.of("Info-Package"));
        if (named != null && !named.strip().equalsIgnoreCase(Sdp.TRICKLE)) {
            return Response.to(request, 469, "Bad Info Package")
                    .with(HeaderName.of("Recv-Info"), Sdp.TRICKLE);
        }
        String type = Sdp.type(request);
        boolean known =
                named != null || request.body().isEmpty() || type.startsWith("application/dtmf");
        return Response.to(request, known ? OK : 415);
    }

    private void change(TransactionId.Server id, Request request, long now) {
        learn(request);
        boolean invite = request.is(Method.INVITE);
        long brief = life.refuses(request);
        String sdp = Sdp.of(request);
        if (Sdp.isForeign(request)) {
            outlet.respond(id, Response.to(request, 415).with(HeaderName.ACCEPT, Sdp.TYPE), now);
        } else if (brief > 0) {
            outlet.respond(
                    id,
                    Response.to(request, TOO_BRIEF).with(HeaderName.MIN_SE, Long.toString(brief)),
                    now);
        } else if (!begun || invite && (unacknowledged() || asked != null)) {
            later(id, request, now);
        } else if (sdp == null) {
            // A sign of life; by INVITE it asks for an offer, which is what there is.
            Response ok = Response.to(request, OK);
            if (invite && !offers.mayOffer()) {
                outlet.respond(id, Response.to(request, 491), now);
            } else {
                accept(id, request, invite ? Sdp.on(ok, local) : ok, now);
            }
        } else {
            offered(id, request, sdp, now);
        }
    }

    private void later(TransactionId.Server id, Request request, long now) {
        String seconds = Integer.toString(outlet.random().nextInt(0, 10));
        outlet.respond(id, Response.to(request, 500).with(HeaderName.RETRY_AFTER, seconds), now);
    }

    private void offered(TransactionId.Server id, Request request, String sdp, long now) {
        int refusal = offers.receivedOffer();
        if (refusal == 500) {
            later(id, request, now);
        } else if (refusal != 0) {
            outlet.respond(id, Response.to(request, refusal), now);
        } else if (sdp.equals(remote)) {
            settle(new Asked(id, request, sdp), Sdp.on(Response.to(request, OK), local), now);
        } else {
            asked = new Asked(id, request, sdp);
            timers.set(Timer.ANSWER_DUE, now + ANSWER_TIME);
            outlet.tell(events -> events.renegotiate(line.ref(), sdp, now));
        }
    }

    /// The peer takes its re-INVITE back.
    void cancelled(TransactionId.Server id, long now) {
        Asked due = asked;
        if (due != null && due.id.equals(id)) {
            asked = null;
            timers.stop(Timer.ANSWER_DUE);
            offers.settled();
            outlet.respond(id, Response.to(due.request, 487), now);
        }
    }

    void acknowledged(Request request, long now) {
        InviteUas waiting = answering;
        if (waiting != null) {
            waiting.receive(request, now, out(now));
        }
    }

    private Outbox<InviteUas.Output> out(long now) {
        return output -> {
            switch (output) {
                case InviteUas.Output.Respond(var id, Response response) ->
                        outlet.respond(id, response, now);
                case InviteUas.Output.Acknowledged _ -> {
                    String reason = hangUpOnAck;
                    if (reason != null) {
                        hangUpOnAck = null;
                        hangUp(reason, now);
                    }
                }
                case InviteUas.Output.NoAck _ ->
                        end("no ACK", true, "SIP;cause=408;text=\"No ACK\"", now);
            }
        };
    }

    /// A response to a re-INVITE, UPDATE, BYE or INFO of ours.
    void received(TransactionId.Client id, Response response, long now) {
        Asking open = asking;
        Request repeated = ack;
        if (response.isSuccess()
                && id.method().equals(Method.INVITE)
                && repeated != null
                && repeated.headers().cseq().number() == response.headers().cseq().number()) {
            outlet.acknowledge(repeated, line.flow());
        } else if (open != null && open.id.equals(id) && response.isFinal()) {
            asking = null;
            if (response.isSuccess()) {
                taken(open, response, now);
            } else {
                declined(open, response.status(), response, now);
            }
        }
    }

    void failed(TransactionId.Client id, int status, long now) {
        Asking open = asking;
        if (open != null && open.id.equals(id)) {
            asking = null;
            declined(open, status, null, now);
        }
    }

    private void taken(Asking open, Response response, long now) {
        dialog.receive(response);
        learn(response);
        life.answered(response, now);
        if (open.id.method().equals(Method.INVITE)) {
            Request made = dialog.ack(open.cseq);
            ack = made;
            outlet.acknowledge(made, line.flow());
        }
        if (open.offer == null) {
            return;
        }
        offers.settled();
        String answer = Sdp.of(response);
        if (answer != null) {
            remote = answer;
        }
        if (!open.told || line.isSilent()) {
            return;
        }
        if (answer == null) {
            outlet.tell(events -> events.renegotiationRefused(line.ref(), 488, now));
        } else {
            outlet.tell(events -> events.renegotiated(line.ref(), answer, now));
        }
    }

    private void declined(Asking open, int status, @Nullable Response response, long now) {
        if (open.offer != null) {
            offers.settled();
        }
        if (status == 481 || status == 408) {
            // The peer no longer knows of the call (RFC 3261 section 12.2.1.2).
            end("the other side is gone", true, "", now);
        } else if (open.told) {
            outlet.tell(events -> events.renegotiationRefused(line.ref(), status, now));
        } else if (status == TOO_BRIEF && response != null && life.tooBrief(response)) {
            refresh(now);
        }
    }

    // Time

    /// Says that we live (RFC 4028 section 7.4): by UPDATE where the peer takes it.
    private void refresh(long now) {
        if (asking != null || !offers.mayOffer() || unacknowledged()) {
            return; // what is under way is a sign of life too
        }
        if (!takesUpdates) {
            offer(local, false, now);
            return;
        }
        Request update = life.ask(line.dressed(dialog.request(Method.UPDATE)));
        asking =
                new Asking(
                        outlet.send(line, update, now),
                        update.headers().cseq().number(),
                        null,
                        false);
    }

    void wake(long now) {
        InviteUas waiting = answering;
        if (waiting != null) {
            waiting.wake(now, out(now));
        }
        life.wake(
                now,
                due -> {
                    switch (due) {
                        case REFRESH -> refresh(now);
                        case EXPIRED ->
                                end(
                                        "no sign of life",
                                        true,
                                        "SIP;cause=408;text=\"Session Expired\"",
                                        now);
                    }
                });
        for (Timer timer = timers.take(now); timer != null; timer = timers.take(now)) {
            switch (timer) {
                case ANSWER_DUE -> unanswered(now);
                case CANDIDATES -> sendCandidates(now);
            }
        }
    }

    private void unanswered(long now) {
        Asked due = asked;
        if (due != null) {
            asked = null;
            offers.settled();
            later(due.id, due.request, now);
        }
    }

    private void sendCandidates(long now) {
        outlet.send(line, Sdp.fragment(dialog.request(Method.INFO), local, candidates), now);
        candidates.clear();
    }

    long deadline() {
        long answers = answering == null ? Deadlines.NEVER : answering.deadline();
        return Math.min(answers, Math.min(life.deadline(), timers.earliest()));
    }
}
