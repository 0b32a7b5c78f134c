package jackfield.sip.dialog;

import jackfield.base.Deadlines;
import jackfield.base.Outbox;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.Timers;
import jackfield.sip.transaction.TransactionId;
import org.jspecify.annotations.Nullable;

/// The answering side of one INVITE, from its 2xx to the ACK (RFC 3261 section 13.3.1.4): repeats
/// the 2xx, on reliable transports too, and gives up after 64*T1.
public final class InviteUas {
    /// What it wants done.
    public sealed interface Output {
        /// Give `response` to the transaction layer's `respond`.
        record Respond(TransactionId.Server invite, Response response) implements Output {}

        /// The ACK came: the session is up. Said once.
        record Acknowledged(Request ack) implements Output {}

        /// No ACK came: end the dialog with a BYE.
        record NoAck(TransactionId.Server invite) implements Output {}
    }

    private enum State {
        UNANSWERED,
        UNACKNOWLEDGED,
        DONE
    }

    private enum Timer {
        REPEAT,
        GIVE_UP
    }

    private final TransactionId.Server invite;
    private final Timers timing;
    private final Deadlines<Timer> timers = new Deadlines<>(Timer.class);
    private State state = State.UNANSWERED;
    private @Nullable Response ok;
    private long repeatAfter;

    /// For the INVITE that opened the transaction `invite`.
    public InviteUas(TransactionId.Server invite, Timers timing) {
        this.invite = invite;
        this.timing = timing;
    }

    /// Answers with a 2xx and repeats it until the ACK.
    public void answer(Response success, long now, Outbox<Output> out) {
        if (!success.isSuccess() || state != State.UNANSWERED) {
            throw new IllegalStateException(success.status() + " when " + state);
        }
        state = State.UNACKNOWLEDGED;
        ok = success;
        repeatAfter = timing.t1();
        timers.set(Timer.REPEAT, now + repeatAfter);
        timers.set(Timer.GIVE_UP, now + timing.timeout());
        out.put(new Output.Respond(invite, success));
    }

    /// An ACK of this dialog; one of another CSeq is ignored.
    public void receive(Request ack, long now, Outbox<Output> out) {
        if (state == State.UNACKNOWLEDGED
                && ok != null
                && ack.headers().cseq().number() == ok.headers().cseq().number()) {
            done();
            out.put(new Output.Acknowledged(ack));
        }
    }

    /// Stops repeating: the dialog ended otherwise.
    public void stop() {
        done();
    }

    /// Fires what is due.
    public void wake(long now, Outbox<Output> out) {
        for (Timer timer = timers.take(now); timer != null; timer = timers.take(now)) {
            switch (timer) {
                case REPEAT -> repeat(now, out);
                case GIVE_UP -> {
                    done();
                    out.put(new Output.NoAck(invite));
                }
            }
        }
    }

    private void repeat(long now, Outbox<Output> out) {
        if (ok != null) {
            repeatAfter = timing.backOff(repeatAfter);
            timers.set(Timer.REPEAT, now + repeatAfter);
            out.put(new Output.Respond(invite, ok));
        }
    }

    private void done() {
        state = State.DONE;
        ok = null;
        timers.stopAll();
    }

    /// True from the ACK, or from giving up.
    public boolean isDone() {
        return state == State.DONE;
    }

    /// When to wake next (ns), or [jackfield.base.Deadlines#NEVER].
    public long deadline() {
        return timers.earliest();
    }
}
