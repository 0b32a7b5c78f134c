package jackfield.sip.transaction;

import jackfield.base.Deadlines;
import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.TransactionOutput.Unreachable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The non-INVITE server transaction (RFC 3261 section 17.2.2, figure 8), with what RFC 4320 made
/// of its provisional responses and of 408.
final class NonInviteServerTransaction extends Transaction {
    enum State {
        TRYING,
        PROCEEDING,
        COMPLETED,
        TERMINATED
    }

    enum Timer {
        /// When the 100 becomes due: as long as the peer's timer E takes to reach T2 (RFC 4320
        /// section 4.1).
        TRYING,
        /// When the peer's timer F has ended its side: an answer now would help nobody (RFC 4320
        /// section 4.2). Also keeps a request that is never answered from staying for ever.
        TOO_LATE,
        /// Absorbs repeated requests.
        J
    }

    sealed interface Input {
        record Repeated() implements Input {}

        record Respond(Response response) implements Input {}

        record Fired(Timer timer) implements Input {}

        record Lost() implements Input {}
    }

    private final TransactionId.Server id;
    private @Nullable Request request;
    private final Timers timing;
    private final Deadlines<Timer> timers = new Deadlines<>(Timer.class);
    private State state = State.TRYING;
    private @Nullable Kept last;

    /// @param flow the way responses go
    NonInviteServerTransaction(TransactionId.Server id, Request request, Flow flow, Timers timing) {
        super(flow);
        this.id = id;
        this.request = request;
        this.timing = timing;
    }

    void start(long now) {
        timers.set(Timer.TRYING, now + timing.untilTimerEIsT2());
        timers.set(Timer.TOO_LATE, now + timing.timeout());
    }

    void receive(Input in, long now, Outbox<TransactionOutput> out) {
        state =
                switch (state) {
                    case TRYING -> trying(in, now, out);
                    case PROCEEDING -> proceeding(in, now, out);
                    case COMPLETED -> completed(in, out);
                    case TERMINATED -> State.TERMINATED;
                };
        if (state == State.TERMINATED) {
            timers.stopAll();
        }
    }

    /// Trying: nothing is sent yet, and a repeated request gets nothing.
    private State trying(Input in, long now, Outbox<TransactionOutput> out) {
        return switch (in) {
            case Input.Respond(Response response) when response.isFinal() ->
                    answered(response, now, out);
            case Input.Respond(Response response) -> {
                // Of provisional responses only a 100 is allowed, and over UDP only by its timer.
                if (response.status() != 100 || !reliable()) {
                    yield State.TRYING;
                }
                yield proceed(response, out);
            }
            case Input.Fired(Timer timer) when timer == Timer.TRYING ->
                    proceed(Response.to(Objects.requireNonNull(request), 100), out);
            case Input.Fired _ -> tooLate(now);
            case Input.Lost _ -> unreachable(out);
            case Input.Repeated _ -> State.TRYING;
        };
    }

    private State proceed(Response trying, Outbox<TransactionOutput> out) {
        timers.stop(Timer.TRYING);
        last = new Kept(trying);
        repeat(out);
        return State.PROCEEDING;
    }

    private State proceeding(Input in, long now, Outbox<TransactionOutput> out) {
        return switch (in) {
            case Input.Respond(Response response) when response.isFinal() ->
                    answered(response, now, out);
            case Input.Respond _ -> State.PROCEEDING;
            case Input.Repeated _ -> {
                repeat(out);
                yield State.PROCEEDING;
            }
            case Input.Fired _ -> tooLate(now);
            case Input.Lost _ -> unreachable(out);
        };
    }

    /// The peer has given up. What it repeated last may still be under way for T4, and must not
    /// pass for a new request.
    private State tooLate(long now) {
        timers.stopAll();
        last = null;
        if (reliable()) {
            return State.TERMINATED;
        }
        timers.set(Timer.J, now + timing.t4());
        return State.COMPLETED;
    }

    /// A 408 is never sent (RFC 4320 section 4.2): the peer has its own clock. The machine then
    /// only absorbs what the peer repeats to the end of that, and T4 longer.
    private State answered(Response response, long now, Outbox<TransactionOutput> out) {
        boolean silent = response.status() == 408;
        timers.stopAll();
        last = silent ? null : new Kept(response);
        request = null; // for half a minute nobody needs it
        repeat(out);
        if (reliable()) {
            return State.TERMINATED; // timer J is zero
        }
        timers.set(Timer.J, now + timing.timeout() + (silent ? timing.t4() : 0));
        return State.COMPLETED;
    }

    private State completed(Input in, Outbox<TransactionOutput> out) {
        return switch (in) {
            case Input.Repeated _ -> {
                repeat(out);
                yield State.COMPLETED;
            }
            case Input.Respond _ -> State.COMPLETED;
            case Input.Fired _, Input.Lost _ -> State.TERMINATED;
        };
    }

    private State unreachable(Outbox<TransactionOutput> out) {
        out.put(new Unreachable(id));
        return State.TERMINATED;
    }

    private void repeat(Outbox<TransactionOutput> out) {
        if (last != null) {
            out.put(last.again(flow()));
        }
    }

    @Override
    TransactionId.Server id() {
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

    /// As for an INVITE: only a connection is gone for good (RFC 6026 on section 17.2.4).
    @Override
    void lost(long now, Outbox<TransactionOutput> out) {
        if (reliable()) {
            receive(new Input.Lost(), now, out);
        }
    }
}
