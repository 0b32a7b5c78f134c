package jackfield.sip.transaction;

import jackfield.base.Deadlines;
import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.TransactionOutput.Received;
import jackfield.sip.transaction.TransactionOutput.Send;
import jackfield.sip.transaction.TransactionOutput.TimedOut;
import jackfield.sip.transaction.TransactionOutput.Unreachable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The INVITE client transaction (RFC 3261 section 17.1.1, figure 5, as RFC 6026 figure 8 changed
/// it), and the wait of its CANCEL (section 9.1).
final class InviteClientTransaction extends Transaction {
    enum State {
        CALLING,
        PROCEEDING,
        COMPLETED,
        ACCEPTED,
        TERMINATED
    }

    enum Timer {
        /// Repeats the INVITE; unreliable transports only.
        A,
        /// How long the first response may take.
        B,
        /// Absorbs repeated final responses.
        D,
        /// Passes up repeated 2xx (RFC 6026 section 7.2).
        M,
        /// How long the final response may take after a CANCEL (section 9.1).
        CANCELLED
    }

    sealed interface Input {
        /// @param response without our Via
        record Answered(Response response, Flow flow) implements Input {}

        record Fired(Timer timer) implements Input {}

        record Lost() implements Input {}
    }

    private final TransactionId.Client id;
    private @Nullable Request invite;
    private final Timers timing;
    private final Deadlines<Timer> timers = new Deadlines<>(Timer.class);
    private State state = State.CALLING;
    private long retransmitAfter;
    private @Nullable Request ack;
    private @Nullable List<Headers.Field> cancelReasons;
    private boolean cancelSent;

    /// @param invite with our Via on top
    InviteClientTransaction(TransactionId.Client id, Request invite, Flow flow, Timers timing) {
        super(flow);
        this.id = id;
        this.invite = invite;
        this.timing = timing;
    }

    void start(long now, Outbox<TransactionOutput> out) {
        if (!reliable()) {
            retransmitAfter = timing.t1();
            timers.set(Timer.A, now + retransmitAfter);
        }
        timers.set(Timer.B, now + timing.timeout());
        out.put(new Send(flow(), sent()));
    }

    void receive(Input in, long now, Outbox<TransactionOutput> out) {
        state =
                switch (state) {
                    case CALLING -> calling(in, now, out);
                    case PROCEEDING -> proceeding(in, now, out);
                    case COMPLETED -> completed(in, out);
                    case ACCEPTED -> accepted(in, out);
                    case TERMINATED -> State.TERMINATED;
                };
        if (state == State.TERMINATED) {
            timers.stopAll();
        }
    }

    /// Asks for a CANCEL, which [#takeCancel(long)] gives as soon as it may be sent.
    void cancel(List<Headers.Field> reasons) {
        if (cancelReasons == null) {
            cancelReasons = List.copyOf(reasons);
        }
    }

    /// The CANCEL to send now: once, after the first provisional response and before the final one.
    @Nullable Request takeCancel(long now) {
        if (cancelReasons == null || cancelSent || state != State.PROCEEDING) {
            return null;
        }
        cancelSent = true;
        timers.set(Timer.CANCELLED, now + timing.timeout());
        return HopRequest.cancel(sent(), cancelReasons);
    }

    private State calling(Input in, long now, Outbox<TransactionOutput> out) {
        return switch (in) {
            case Input.Answered answered -> {
                timers.stopAll();
                yield answer(answered, now, out);
            }
            case Input.Fired(Timer timer) when timer == Timer.A -> {
                out.put(new Send(flow(), sent()));
                // Timer A doubles without an upper bound (section 17.1.1.2), unlike E and G.
                retransmitAfter *= 2;
                timers.set(Timer.A, now + retransmitAfter);
                yield State.CALLING;
            }
            case Input.Fired _ -> timedOut(out);
            case Input.Lost _ -> unreachable(out);
        };
    }

    private State proceeding(Input in, long now, Outbox<TransactionOutput> out) {
        return switch (in) {
            case Input.Answered answered -> answer(answered, now, out);
            case Input.Fired _ -> timedOut(out); // CANCELLED: no other timer runs here
            case Input.Lost _ -> unreachable(out);
        };
    }

    private State answer(Input.Answered answered, long now, Outbox<TransactionOutput> out) {
        Response response = answered.response();
        State next = State.PROCEEDING;
        if (response.isSuccess()) {
            timers.stopAll();
            timers.set(Timer.M, now + timing.timeout());
            invite = null; // for half a minute nobody needs it
            next = State.ACCEPTED;
        } else if (response.isFinal()) {
            timers.stopAll();
            ack = HopRequest.ack(sent(), response);
            invite = null;
            out.put(new Send(flow(), ack));
            next = reliable() ? State.TERMINATED : State.COMPLETED; // timer D is zero, or long
            timers.set(Timer.D, now + timing.timeout());
        }
        out.put(new Received(id, response, answered.flow()));
        return next;
    }

    /// Completed: a final response other than 2xx is in; each repetition is acknowledged again.
    private State completed(Input in, Outbox<TransactionOutput> out) {
        return switch (in) {
            case Input.Answered(Response response, Flow _) -> {
                if (response.status() >= 300 && ack != null) {
                    out.put(new Send(flow(), ack));
                }
                yield State.COMPLETED;
            }
            case Input.Fired _, Input.Lost _ -> State.TERMINATED;
        };
    }

    /// Accepted: a 2xx is in. Others may follow, from other forks or repeated, and the transaction
    /// user acknowledges each.
    private State accepted(Input in, Outbox<TransactionOutput> out) {
        return switch (in) {
            case Input.Answered(Response response, Flow from) -> {
                if (response.isSuccess()) {
                    out.put(new Received(id, response, from));
                }
                yield State.ACCEPTED;
            }
            case Input.Fired _, Input.Lost _ -> State.TERMINATED;
        };
    }

    private Request sent() {
        return Objects.requireNonNull(invite);
    }

    private State timedOut(Outbox<TransactionOutput> out) {
        out.put(new TimedOut(id));
        return State.TERMINATED;
    }

    private State unreachable(Outbox<TransactionOutput> out) {
        out.put(new Unreachable(id));
        return State.TERMINATED;
    }

    @Override
    TransactionId.Client id() {
        return id;
    }

    State state() {
        return state;
    }

    @Override
    boolean isTerminated() {
        return state == State.TERMINATED;
    }

    @Override
    long deadline() {
        return timers.earliest();
    }

    @Override
    void wake(long now, Outbox<TransactionOutput> out) {
        for (Timer timer = timers.take(now); timer != null; timer = timers.take(now)) {
            receive(new Input.Fired(timer), now, out);
        }
    }

    @Override
    void lost(long now, Outbox<TransactionOutput> out) {
        receive(new Input.Lost(), now, out);
    }
}
