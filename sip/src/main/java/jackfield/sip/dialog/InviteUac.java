package jackfield.sip.dialog;

import jackfield.base.Deadlines;
import jackfield.base.Outbox;
import jackfield.base.Parsed;
import jackfield.sip.auth.DigestClient;
import jackfield.sip.message.Body;
import jackfield.sip.message.CSeq;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.Timers;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The calling side of one INVITE (RFC 3261 section 13.2): its early dialogs, reliable provisional
/// responses, every 2xx of every fork, a cancelled call that was answered all the same, passwords
/// and session intervals asked for. One INVITE transaction is open at a time.
public final class InviteUac {
    /// What it wants done.
    public sealed interface Output {
        /// Open a client transaction for this INVITE; a later one takes the place of the one
        /// before, which has ended.
        record Send(Request invite) implements Output {}

        /// Cancel the open INVITE transaction.
        record Cancel() implements Output {}

        /// Send this PRACK in a transaction of its own; its response needs no looking at.
        record Prack(Request prack, Dialog dialog) implements Output {}

        /// Send this ACK, outside any transaction.
        record Acknowledge(Request ack, Dialog dialog) implements Output {}

        /// End a dialog that nobody wants: send this BYE.
        record Bye(Request bye, Dialog dialog) implements Output {}

        /// A provisional response above 100; with the early dialog it belongs to, where it has one.
        record Progress(Response response, @Nullable Dialog dialog) implements Output {}

        /// The call is answered, said once: give the ACK by [#acknowledge].
        record Answered(Response response, Dialog dialog) implements Output {}

        /// The call is not to be: the last response, or one that stands for none (408 and 503).
        record Failed(int status, @Nullable Response response) implements Output {}
    }

    private enum State {
        CALLING,
        ANSWERED,
        FAILED
    }

    private enum Timer {
        FORGET
    }

    /// Forks beyond these are not followed; their 2xx are acknowledged and ended all the same.
    private static final int MOST_DIALOGS = 32;

    private static final int MOST_TRIES = 5;
    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_AUTHENTICATION = 407;
    private static final int TOO_BRIEF = 422;
    private static final int TERMINATED = 487;

    private record Fork(Dialog dialog, ReceivedProvisionals provisionals) {}

    private final Timers timing;
    private final @Nullable DigestClient digest;
    private final @Nullable SessionTimer sessionTimer;
    private final Map<String, Fork> forks = new HashMap<>();
    private final Map<String, Request> acks = new HashMap<>();
    private final Deadlines<Timer> timers = new Deadlines<>(Timer.class);
    private Request invite;
    private State state = State.CALLING;
    private @Nullable Dialog winner;
    private boolean cancelled;
    private int tries;

    /// @param invite with Call-ID, From tag, CSeq and Contact, without Via
    /// @param digest answers challenges; null where we have no password
    /// @param sessionTimer asks for a session interval; null where none is wanted
    public InviteUac(
            Request invite,
            Timers timing,
            @Nullable DigestClient digest,
            @Nullable SessionTimer sessionTimer) {
        this.invite = invite;
        this.timing = timing;
        this.digest = digest;
        this.sessionTimer = sessionTimer;
    }

    /// Sends the INVITE.
    public void start(Outbox<Output> out) {
        if (sessionTimer != null) {
            invite = sessionTimer.ask(invite);
        }
        tries = 1;
        out.put(new Output.Send(invite));
    }

    /// The user does not want the call any more. An answer that crosses this is ended by BYE.
    public void cancel(Outbox<Output> out) {
        if (state == State.CALLING && !cancelled) {
            cancelled = true;
            out.put(new Output.Cancel());
        }
    }

    /// A response to the INVITE that is open.
    public void receive(Response response, long now, Outbox<Output> out) {
        if (response.isProvisional()) {
            provisional(response, out);
        } else if (response.isSuccess()) {
            success(response, now, out);
        } else if (state == State.CALLING && !again(response, out)) {
            fail(response.status(), response, now, out);
        }
    }

    /// No final response came (408), or the peer can't be reached (503).
    public void fail(int status, long now, Outbox<Output> out) {
        if (state == State.CALLING) {
            fail(cancelled ? TERMINATED : status, null, now, out);
        }
    }

    private void fail(int status, @Nullable Response response, long now, Outbox<Output> out) {
        state = State.FAILED;
        timers.set(Timer.FORGET, now + timing.timeout());
        out.put(new Output.Failed(status, response));
    }

    private void provisional(Response response, Outbox<Output> out) {
        if (state != State.CALLING || response.status() == 100) {
            return;
        }
        Fork fork = fork(response);
        if (fork != null && ReceivedProvisionals.isReliable(response)) {
            RAck rack = fork.provisionals.receive(response);
            if (rack == null) {
                return;
            }
            Request prack = fork.dialog.request(Method.PRACK);
            out.put(new Output.Prack(prack.with(HeaderName.RACK, rack.toString()), fork.dialog));
        }
        out.put(new Output.Progress(response, fork == null ? null : fork.dialog));
    }

    private @Nullable Fork fork(Response response) {
        String tag = response.headers().to().tag();
        if (tag == null) {
            return null;
        }
        Fork known = forks.get(tag);
        if (known != null || forks.size() >= MOST_DIALOGS) {
            return known;
        }
        if (!(Dialog.uac(invite, response) instanceof Parsed.Ok<Dialog>(Dialog dialog))) {
            return null;
        }
        Fork fork = new Fork(dialog, new ReceivedProvisionals());
        forks.put(tag, fork);
        return fork;
    }

    private void success(Response response, long now, Outbox<Output> out) {
        String tag = response.headers().to().tag();
        Fork fork = fork(response);
        if (tag == null || fork == null) {
            return;
        }
        Request sent = acks.get(tag);
        if (sent != null) {
            out.put(new Output.Acknowledge(sent, fork.dialog));
            return;
        }
        if (fork.dialog.equals(winner)) {
            return; // its ACK is not ready yet
        }
        fork.dialog.receive(response);
        if (state == State.CALLING && !cancelled) {
            state = State.ANSWERED;
            timers.set(Timer.FORGET, now + timing.timeout());
            winner = fork.dialog;
            if (sessionTimer != null) {
                sessionTimer.answered(response, now);
            }
            out.put(new Output.Answered(response, fork.dialog));
            return;
        }
        // Another fork, or too late (section 13.2.2.4): the dialog exists and has to be ended.
        Request ack = ack(fork.dialog, response.headers().cseq().number());
        acks.put(tag, ack);
        out.put(new Output.Acknowledge(ack, fork.dialog));
        out.put(new Output.Bye(fork.dialog.request(Method.BYE), fork.dialog));
        if (state == State.CALLING) {
            fail(TERMINATED, null, now, out);
        }
    }

    /// Gives the ACK of the answer; it is sent again with each repetition of the 2xx.
    ///
    /// @param dialog the one of [Output.Answered]
    /// @param answer the SDP answer where the 2xx had the offer; else none
    public void acknowledge(Dialog dialog, Body answer, Outbox<Output> out) {
        Request ack = ack(dialog, invite.headers().cseq().number());
        if (!answer.isEmpty()) {
            ack = ack.with(answer).with(HeaderName.CONTENT_TYPE, "application/sdp");
        }
        acks.put(dialog.id().remoteTag(), ack);
        out.put(new Output.Acknowledge(ack, dialog));
    }

    private Request ack(Dialog dialog, long cseq) {
        Request ack = dialog.ack(cseq);
        // The ACK carries the credentials of its INVITE (section 22.1).
        for (HeaderName name :
                new HeaderName[] {HeaderName.AUTHORIZATION, HeaderName.PROXY_AUTHORIZATION}) {
            for (String value : invite.headers().all(name)) {
                ack = ack.with(ack.headers().add(name, value));
            }
        }
        return ack;
    }

    /// Tries once more where the response says how: with a password, or a longer interval.
    private boolean again(Response response, Outbox<Output> out) {
        if (cancelled || tries >= MOST_TRIES) {
            return false;
        }
        Request next =
                switch (response.status()) {
                    case UNAUTHORIZED, PROXY_AUTHENTICATION ->
                            digest == null ? null : digest.answer(counted(), response);
                    case TOO_BRIEF ->
                            sessionTimer != null && sessionTimer.tooBrief(response)
                                    ? sessionTimer.ask(counted())
                                    : null;
                    default -> null;
                };
        if (next == null) {
            return false;
        }
        tries++;
        forks.clear();
        invite = next;
        out.put(new Output.Send(invite));
        return true;
    }

    private Request counted() {
        CSeq cseq = invite.headers().cseq();
        return invite.with(HeaderName.CSEQ, new CSeq(cseq.number() + 1, cseq.method()).toString());
    }

    /// Fires what is due.
    public void wake(long now) {
        if (timers.take(now) != null) {
            forks.clear();
            acks.clear();
        }
    }

    /// When to wake next (ns), or [Deadlines#NEVER].
    public long deadline() {
        return timers.earliest();
    }

    /// True once nothing that may still come can concern it.
    public boolean isDone() {
        return state != State.CALLING && timers.earliest() == Deadlines.NEVER;
    }
}
