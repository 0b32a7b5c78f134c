package jackfield.roles.useragent;

import jackfield.base.Deadlines;
import jackfield.base.Outbox;
import jackfield.base.Parsed;
import jackfield.roles.transactionuser.Reasons;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.dialog.InviteUas;
import jackfield.sip.dialog.ReliableProvisionals;
import jackfield.sip.dialog.SessionTimer;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.TransactionId;
import org.jspecify.annotations.Nullable;

/// A call that came in for a user of ours, until it is answered or not to be.
final class TakenCall {
    private enum State {
        RINGING,
        ANSWERED,
        REFUSED
    }

    /// A caller's proxy gives up long before.
    private static final long LONGEST_RINGING = 600_000_000_000L;

    private final Line line;
    private final TransactionId.Server id;
    private final Request invite;
    private final String offer;
    private final String tag;
    private final Outlet outlet;
    private final Outcomes outcomes;
    private final SessionTimer timer;
    private final ReliableProvisionals provisionals;
    private final long giveUp;
    private State state = State.RINGING;
    private @Nullable InviteUas answering;

    /// @param offer the description in `invite`
    TakenCall(
            Line line,
            TransactionId.Server id,
            Request invite,
            String offer,
            Outlet outlet,
            UserAgent.Office office,
            long now) {
        this.line = line;
        this.id = id;
        this.invite = invite;
        this.offer = offer;
        this.outlet = outlet;
        outcomes = office.outcomes();
        tag = outlet.tag();
        timer = new SessionTimer(office.sessions());
        provisionals = new ReliableProvisionals(outlet.timers(), outlet.random());
        giveUp = now + LONGEST_RINGING;
    }

    private Response response(int status) {
        return tagged(Response.to(invite, status));
    }

    private Response tagged(Response response) {
        return response.with(HeaderName.TO, response.headers().to().with("tag", tag).toString());
    }

    /// With the route of the INVITE, for one that makes a dialog (RFC 3261 section 12.1.1).
    private Response routed(int status) {
        Response response = line.dressed(response(status));
        for (String route : invite.headers().all(HeaderName.RECORD_ROUTE)) {
            response = response.with(response.headers().add(HeaderName.RECORD_ROUTE, route));
        }
        return response;
    }

    /// The dialog that `response` makes, if it is not there yet.
    private @Nullable Session session(Response response) {
        Session known = line.session;
        if (known != null) {
            return known;
        }
        if (!(Dialog.uas(invite, response) instanceof Parsed.Ok<Dialog>(Dialog dialog))) {
            return null;
        }
        Session made = new Session(line, dialog, timer, outlet, outcomes);
        made.learn(invite);
        line.session = made;
        outlet.file(dialog.id(), line);
        return made;
    }

    boolean isRinging() {
        return state == State.RINGING;
    }

    // What the asker says

    void ringing(long now) {
        if (state != State.RINGING) {
            return;
        }
        Response ringing = routed(180);
        if (session(ringing) == null) {
            return;
        }
        if (ReliableProvisionals.requiredBy(invite)) {
            provisionals.send(ringing, now, out(now));
        } else {
            outlet.respond(id, ringing, now);
        }
    }

    void answer(String sdp, long now) {
        if (state != State.RINGING) {
            return;
        }
        Response ok = timer.answer(invite, Sdp.on(routed(200), sdp), now);
        Session session = session(ok);
        if (session == null) {
            refuse(400, "Bad Contact", now);
            return;
        }
        state = State.ANSWERED;
        provisionals.stop();
        outcomes.count("in answered");
        outlet.log(
                invite.headers().callId(),
                "call " + line.ref() + " for " + line.owner().name() + " is answered");
        answering = session.answered(new InviteUas(id, outlet.timers()), ok, sdp, offer, now);
    }

    /// Answers with a refusal; the asker knows.
    void refuse(int status, String words, long now) {
        if (state != State.RINGING) {
            return;
        }
        outcomes.count("in refused");
        finish(status, words, now);
    }

    private void finish(int status, String words, long now) {
        state = State.REFUSED;
        provisionals.stop();
        outlet.log(
                invite.headers().callId(),
                "call "
                        + line.ref()
                        + " for "
                        + line.owner().name()
                        + " was not taken: "
                        + status
                        + " "
                        + words);
        outlet.respond(id, tagged(Response.to(invite, status, words)), now);
        Session session = line.session;
        if (session != null) {
            session.forget();
        }
        line.end();
    }

    // What the caller says

    /// The caller gave up.
    void cancelled(Request why, long now) {
        if (state != State.RINGING) {
            return;
        }
        boolean elsewhere = Reasons.isElsewhere(why);
        outcomes.count(elsewhere ? "in elsewhere" : "in cancelled");
        if (!line.isSilent()) {
            outlet.tell(events -> events.cancelled(line.ref(), elsewhere, now));
        }
        finish(487, "Request Terminated", now);
    }

    void prack(TransactionId.Server prack, Request request, long now) {
        Response answer =
                switch (provisionals.receive(request, now, out(now))) {
                    case ReliableProvisionals.Judgement.Acknowledged _ -> Response.to(request, 200);
                    case ReliableProvisionals.Judgement.Rejected(int status) ->
                            Response.to(request, status);
                };
        outlet.respond(prack, answer, now);
    }

    private Outbox<ReliableProvisionals.Output> out(long now) {
        return output -> {
            switch (output) {
                case ReliableProvisionals.Output.Respond(Response response) ->
                        outlet.respond(id, response, now);
                case ReliableProvisionals.Output.Unacknowledged _ -> giveUp(504, "No PRACK", now);
            }
        };
    }

    private void giveUp(int status, String words, long now) {
        if (state != State.RINGING) {
            return;
        }
        outcomes.count("in cancelled");
        if (!line.isSilent()) {
            outlet.tell(events -> events.cancelled(line.ref(), false, now));
        }
        finish(status, words, now);
    }

    void wake(long now) {
        provisionals.wake(now, out(now));
        if (state == State.RINGING && giveUp <= now) {
            giveUp(480, "Rang Too Long", now);
        }
    }

    long deadline() {
        return state == State.RINGING ? Math.min(giveUp, provisionals.deadline()) : Deadlines.NEVER;
    }

    /// True once the INVITE needs nothing more of us.
    boolean isDone() {
        return state == State.REFUSED
                || state == State.ANSWERED && (answering == null || answering.isDone());
    }
}
