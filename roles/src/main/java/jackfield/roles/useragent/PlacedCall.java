package jackfield.roles.useragent;

import jackfield.base.Outbox;
import jackfield.roles.transactionuser.Reasons;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.dialog.InviteUac;
import jackfield.sip.dialog.SessionTimer;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.TransactionId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A call that a user of ours makes, until it is answered or not to be; and afterwards what further
/// answers of other forks need.
final class PlacedCall {
    private static final int MOST_CANDIDATES = 64;

    private final Line line;
    private final Outlet outlet;
    private final Outcomes outcomes;
    private final SessionTimer.Policy sessions;
    private final InviteUac invite;
    private final SessionTimer timer;
    private final String offer;
    private final String callId;
    private final List<Sdp.Late> candidates = new ArrayList<>();
    private TransactionId.@Nullable Client open;
    private String cancelReason = "";

    /// @param request the INVITE with its offer, without Via
    PlacedCall(Line line, Request request, String offer, Outlet outlet, UserAgent.Office office) {
        this.line = line;
        this.outlet = outlet;
        this.outcomes = office.outcomes();
        this.sessions = office.sessions();
        this.offer = offer;
        callId = request.headers().callId();
        timer = new SessionTimer(sessions);
        invite = new InviteUac(request, outlet.timers(), null, timer);
    }

    void start(long now) {
        invite.start(out(now));
    }

    /// The asker gives it up.
    void cancel(boolean answeredElsewhere, long now) {
        cancelReason = answeredElsewhere ? Reasons.ELSEWHERE : "";
        invite.cancel(out(now));
    }

    boolean isWaiting() {
        return line.session == null && !line.isOver();
    }

    void candidate(Sdp.Late candidate) {
        if (candidates.size() < MOST_CANDIDATES) {
            candidates.add(candidate);
        }
    }

    void received(TransactionId.Client id, Response response, long now) {
        if (id.equals(open)) {
            invite.receive(response, now, out(now));
        }
    }

    /// No final response, or no way.
    void failed(TransactionId.Client id, int status, long now) {
        if (id.equals(open)) {
            invite.fail(status, now, out(now));
        }
    }

    private Outbox<InviteUac.Output> out(long now) {
        return output -> act(output, now);
    }

    private void act(InviteUac.Output output, long now) {
        switch (output) {
            case InviteUac.Output.Send(Request request) -> open = outlet.send(line, request, now);
            case InviteUac.Output.Cancel _ -> {
                if (open != null) {
                    outlet.cancel(open, cancelReason, now);
                }
            }
            case InviteUac.Output.Prack(Request prack, Dialog _) -> outlet.send(line, prack, now);
            case InviteUac.Output.Acknowledge(Request ack, Dialog _) ->
                    outlet.acknowledge(ack, line.flow());
            case InviteUac.Output.Bye(Request bye, Dialog _) ->
                    outlet.send(
                            line,
                            bye.with(HeaderName.REASON, Reasons.ELSEWHERE)
                                    .with(HeaderName.USER_AGENT, UserAgent.NAME),
                            now);
            case InviteUac.Output.Progress(Response response, Dialog dialog) ->
                    progress(response, dialog, now);
            case InviteUac.Output.Answered(Response response, Dialog dialog) ->
                    answered(response, dialog, now);
            case InviteUac.Output.Failed(int status, Response response) ->
                    refused(status, response, now);
        }
    }

    /// Early media is not passed on: a page takes one answer for its offer.
    private void progress(Response response, @Nullable Dialog dialog, long now) {
        if (dialog != null && !candidates.isEmpty()) {
            outlet.send(line, Sdp.fragment(dialog.request(Method.INFO), offer, candidates), now);
            candidates.clear();
        }
        if (!line.isSilent() && response.status() != 199) {
            outlet.tell(events -> events.ringing(line.ref(), now));
        }
    }

    private void answered(Response response, Dialog dialog, long now) {
        invite.acknowledge(dialog, Body.NONE, out(now));
        Session session = new Session(line, dialog, timer, outlet, outcomes);
        line.session = session;
        outlet.file(dialog.id(), line);
        String answer = Sdp.of(response);
        session.learn(response);
        if (answer == null) {
            outcomes.count("out unusable");
            session.hangUp("SIP;cause=488;text=\"No answer in the 2xx\"", now);
            if (!line.isSilent()) {
                outlet.tell(
                        events -> events.refused(line.ref(), 488, "The answer had no media", now));
            }
            line.end();
            return;
        }
        outcomes.count("out answered");
        session.begin(offer, answer);
        candidates.forEach(each -> session.candidate(each, now));
        candidates.clear();
        outlet.log(callId, "call " + line.ref() + " of " + line.owner().name() + " is answered");
        if (!line.isSilent()) {
            outlet.tell(events -> events.answered(line.ref(), answer, now));
        }
    }

    private void refused(int status, @Nullable Response response, long now) {
        if (line.session != null) {
            return;
        }
        String words =
                response == null
                        ? status == 408 ? "No answer from there" : "Not to be reached"
                        : Reasons.words(response, response.reason());
        outcomes.count(line.isSilent() ? "out cancelled" : "out refused");
        outlet.log(
                callId,
                "call "
                        + line.ref()
                        + " of "
                        + line.owner().name()
                        + (line.isSilent() ? " was given up" : " was refused: " + status)
                        + " "
                        + words);
        if (!line.isSilent()) {
            outlet.tell(events -> events.refused(line.ref(), status, words, now));
        }
        line.end();
    }

    void wake(long now) {
        invite.wake(now);
    }

    long deadline() {
        return invite.deadline();
    }

    /// True once no fork's answer can come any more.
    boolean isDone() {
        return invite.isDone();
    }
}
