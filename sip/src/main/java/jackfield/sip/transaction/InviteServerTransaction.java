package jackfield.sip.transaction;

import jackfield.base.Deadlines;
import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.TransactionOutput.Ack;
import jackfield.sip.transaction.TransactionOutput.Send;
import jackfield.sip.transaction.TransactionOutput.Unreachable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The INVITE server transaction (RFC 3261 section 17.2.1, figure 7, as RFC 6026 figure 7 changed
/// it).
final class InviteServerTransaction extends Transaction {
    enum State {
        PROCEEDING,
        COMPLETED,
        CONFIRMED,
        ACCEPTED,
        TERMINATED
    }

    enum Timer {
        /// When a 100 is due (section 17.2.1).
        TRYING,
        /// Repeats a final response other than 2xx; unreliable transports only.
        G,
        /// How long the ACK may take.
        H,
        /// Absorbs repeated ACKs.
        I,
        /// Absorbs repeated INVITEs after a 2xx (RFC 6026 section 7.1).
        L
    }

    sealed interface Input {
        record Invite() implements Input {}

        record Acked(Request ack, Flow flow) implements Input {}

        record Respond(Response response) implements Input {}

        record Fired(Timer timer) implements Input {}

        record Lost() implements Input {}
    }

    private static final HeaderName TIMESTAMP = HeaderName.of("Timestamp");
    private static final long TRYING_AFTER = 200_000_000;

    private final TransactionId.Server id;
    private @Nullable Request invite;
    private final Timers timing;
    private final Deadlines<Timer> timers = new Deadlines<>(Timer.class);
    private State state = State.PROCEEDING;
    private @Nullable Response last;
    private @Nullable String answeredTag;
    private long retransmitAfter;
    private boolean cancelled;

    /// @param flow the way responses go
    InviteServerTransaction(TransactionId.Server id, Request invite, Flow flow, Timers timing) {
        super(flow);
        this.id = id;
        this.invite = invite;
        this.timing = timing;
    }

    void start(TransactionPolicy.Trying trying, long now, Outbox<TransactionOutput> out) {
        switch (trying) {
            case AT_ONCE -> sendTrying(out);
            case AFTER_200_MS -> timers.set(Timer.TRYING, now + TRYING_AFTER);
        }
    }

    void receive(Input in, long now, Outbox<TransactionOutput> out) {
        state =
                switch (state) {
                    case PROCEEDING -> proceeding(in, now, out);
                    case COMPLETED -> completed(in, now, out);
                    case CONFIRMED -> confirmed(in);
                    case ACCEPTED -> accepted(in, out);
                    case TERMINATED -> State.TERMINATED;
                };
        if (state == State.TERMINATED) {
            timers.stopAll();
        }
    }

    /// True once there was any response.
    boolean hasSpoken() {
        return last != null || answeredTag != null;
    }

    /// Says 100, unless something was said.
    void trying(Outbox<TransactionOutput> out) {
        if (state == State.PROCEEDING && last == null) {
            timers.stop(Timer.TRYING);
            sendTrying(out);
        }
    }

    /// Takes note of a CANCEL; true where it is the first and there is no final response yet.
    boolean cancel() {
        boolean first = state == State.PROCEEDING && !cancelled;
        cancelled = true;
        return first;
    }

    /// The tag we gave in To; null before we did.
    @Nullable String localTag() {
        return last == null ? answeredTag : last.headers().to().tag();
    }

    private State proceeding(Input in, long now, Outbox<TransactionOutput> out) {
        return switch (in) {
            case Input.Invite _ -> {
                repeat(out);
                yield State.PROCEEDING;
            }
            case Input.Respond(Response response) -> {
                timers.stop(Timer.TRYING);
                last = response;
                repeat(out);
                yield response.isProvisional() ? State.PROCEEDING : answered(response, now);
            }
            case Input.Fired _ -> {
                sendTrying(out);
                yield State.PROCEEDING;
            }
            case Input.Lost _ -> {
                out.put(new Unreachable(id));
                yield State.TERMINATED;
            }
            case Input.Acked _ -> State.PROCEEDING;
        };
    }

    private State answered(Response response, long now) {
        invite = null; // for half a minute nobody needs it
        if (response.isSuccess()) {
            answeredTag = response.headers().to().tag();
            last = null;
            timers.set(Timer.L, now + timing.timeout());
            return State.ACCEPTED;
        }
        if (!reliable()) {
            retransmitAfter = timing.t1();
            timers.set(Timer.G, now + retransmitAfter);
        }
        timers.set(Timer.H, now + timing.timeout());
        return State.COMPLETED;
    }

    /// Completed: the final response is out and the ACK is not in.
    private State completed(Input in, long now, Outbox<TransactionOutput> out) {
        return switch (in) {
            case Input.Invite _ -> {
                repeat(out);
                yield State.COMPLETED;
            }
            case Input.Acked _ -> {
                timers.stopAll();
                if (reliable()) {
                    yield State.TERMINATED; // timer I is zero
                }
                timers.set(Timer.I, now + timing.t4());
                yield State.CONFIRMED;
            }
            case Input.Fired(Timer timer) when timer == Timer.G -> {
                repeat(out);
                retransmitAfter = timing.backOff(retransmitAfter);
                timers.set(Timer.G, now + retransmitAfter);
                yield State.COMPLETED;
            }
            case Input.Fired _, Input.Lost _ -> State.TERMINATED;
            case Input.Respond _ -> State.COMPLETED; // one final response is enough
        };
    }

    /// Confirmed: only here to absorb repeated ACKs.
    private static State confirmed(Input in) {
        return switch (in) {
            case Input.Fired _, Input.Lost _ -> State.TERMINATED;
            case Input.Invite _, Input.Acked _, Input.Respond _ -> State.CONFIRMED;
        };
    }

    /// Accepted: the 2xx is out. This machine never repeats it by itself (RFC 6026 section 7.1);
    /// whoever made it does, until the ACK (RFC 3261 section 13.3.1.4).
    private State accepted(Input in, Outbox<TransactionOutput> out) {
        return switch (in) {
            case Input.Respond(Response response) -> {
                if (response.isSuccess()) {
                    out.put(new Send(flow(), response));
                }
                yield State.ACCEPTED;
            }
            // A right ACK has a branch of its own; a peer that reuses the INVITE's means it too.
            case Input.Acked(Request ack, Flow from) -> {
                out.put(new Ack(ack, from));
                yield State.ACCEPTED;
            }
            case Input.Invite _ -> State.ACCEPTED;
            case Input.Fired _, Input.Lost _ -> State.TERMINATED;
        };
    }

    /// A 100 carries the Timestamp of its request (section 8.2.6.1).
    private void sendTrying(Outbox<TransactionOutput> out) {
        Request asked = Objects.requireNonNull(invite);
        Response trying = Response.to(asked, 100);
        String timestamp = asked.headers().first(TIMESTAMP);
        last = timestamp == null ? trying : trying.with(TIMESTAMP, timestamp);
        repeat(out);
    }

    private void repeat(Outbox<TransactionOutput> out) {
        if (last != null) {
            out.put(new Send(flow(), last));
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

    /// A datagram that came back changes nothing: repeated INVITEs may still arrive, and must not
    /// pass for a new call (RFC 6026 on section 17.2.4). Over a connection that is gone none can.
    @Override
    void lost(long now, Outbox<TransactionOutput> out) {
        if (reliable()) {
            receive(new Input.Lost(), now, out);
        }
    }
}
