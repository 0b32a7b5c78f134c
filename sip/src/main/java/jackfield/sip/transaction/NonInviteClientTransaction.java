package jackfield.sip.transaction;

import jackfield.base.Deadlines;
import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.TransactionOutput.Received;
import jackfield.sip.transaction.TransactionOutput.Send;
import jackfield.sip.transaction.TransactionOutput.TimedOut;
import jackfield.sip.transaction.TransactionOutput.Unreachable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The non-INVITE client transaction (RFC 3261 section 17.1.2, figure 6).
final class NonInviteClientTransaction extends Transaction {
    enum State {
        TRYING,
        PROCEEDING,
        COMPLETED,
        TERMINATED
    }

    enum Timer {
        /// Repeats the request; unreliable transports only.
        E,
        /// How long the final response may take.
        F,
        /// Absorbs repeated responses.
        K
    }

    sealed interface Input {
        /// @param response without our Via
        record Answered(Response response, Flow flow) implements Input {}

        record Fired(Timer timer) implements Input {}

        record Lost() implements Input {}
    }

    private final TransactionId.Client id;
    private @Nullable Request request;
    private final Timers timing;
    private final Deadlines<Timer> timers = new Deadlines<>(Timer.class);
    private State state = State.TRYING;
    private long retransmitAfter;

    /// @param request with our Via on top
    NonInviteClientTransaction(TransactionId.Client id, Request request, Flow flow, Timers timing) {
        super(flow);
        this.id = id;
        this.request = request;
        this.timing = timing;
    }

    void start(long now, Outbox<TransactionOutput> out) {
        if (!reliable()) {
            retransmitAfter = timing.t1();
            timers.set(Timer.E, now + retransmitAfter);
        }
        timers.set(Timer.F, now + timing.timeout());
        out.put(new Send(flow(), Objects.requireNonNull(request)));
    }

    void receive(Input in, long now, Outbox<TransactionOutput> out) {
        state =
                switch (state) {
                    case TRYING, PROCEEDING -> waiting(in, now, out);
                    case COMPLETED -> completed(in);
                    case TERMINATED -> State.TERMINATED;
                };
        if (state == State.TERMINATED) {
            timers.stopAll();
        }
    }

    /// Trying and Proceeding: they differ only in how fast timer E backs off.
    private State waiting(Input in, long now, Outbox<TransactionOutput> out) {
        return switch (in) {
            case Input.Answered(Response response, Flow from) -> {
                out.put(new Received(id, response, from));
                yield response.isFinal() ? answered(now) : State.PROCEEDING;
            }
            case Input.Fired(Timer timer) when timer == Timer.E -> {
                out.put(new Send(flow(), Objects.requireNonNull(request)));
                retransmitAfter =
                        state == State.TRYING ? timing.backOff(retransmitAfter) : timing.t2();
                timers.set(Timer.E, now + retransmitAfter);
                yield state;
            }
            case Input.Fired _ -> {
                out.put(new TimedOut(id));
                yield State.TERMINATED;
            }
            case Input.Lost _ -> {
                out.put(new Unreachable(id));
                yield State.TERMINATED;
            }
        };
    }

    private State answered(long now) {
        timers.stopAll();
        if (reliable()) {
            return State.TERMINATED; // timer K is zero
        }
        request = null;
        timers.set(Timer.K, now + timing.t4());
        return State.COMPLETED;
    }

    private static State completed(Input in) {
        return switch (in) {
            case Input.Answered _ -> State.COMPLETED;
            case Input.Fired _, Input.Lost _ -> State.TERMINATED;
        };
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
