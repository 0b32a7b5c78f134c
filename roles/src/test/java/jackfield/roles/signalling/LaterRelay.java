package jackfield.roles.signalling;

import jackfield.roles.relay.Exchange;
import jackfield.roles.relay.LegProfile;
import jackfield.roles.relay.LegReport;
import jackfield.roles.relay.MediaRelay;
import jackfield.roles.relay.Relay;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// A relay that does what it is asked when the test wants it, in the order it was asked.
final class LaterRelay implements MediaRelay {
    private @Nullable Relay over;
    private final Deque<Step> asked = new ArrayDeque<>();
    private Runnable told = () -> {};

    /// @param reply null for what has none
    private record Step(LongConsumer does, @Nullable Reply reply) {}

    LaterRelay() {}

    LaterRelay(Relay relay) {
        over = relay;
    }

    /// The relay that does it in the end.
    LaterRelay over(Relay relay) {
        over = relay;
        return this;
    }

    private Relay relay() {
        return Objects.requireNonNull(over);
    }

    @Override
    public void offer(
            Exchange exchange,
            byte[] sdp,
            LegProfile offerer,
            LegProfile answerer,
            long now,
            Reply reply) {
        add(
                then -> reply.passed(relay().offer(exchange, sdp, offerer, answerer, then), then),
                reply);
    }

    @Override
    public void answer(Exchange exchange, byte[] sdp, long now, Reply reply) {
        add(then -> reply.passed(relay().answer(exchange, sdp, then), then), reply);
    }

    @Override
    public void release(String callId, String branch, long now) {
        add(then -> relay().release(callId, branch, then), null);
    }

    @Override
    public void release(String callId, long now) {
        add(then -> relay().release(callId, then), null);
    }

    @Override
    public void report(String callId, Consumer<List<LegReport>> reply) {
        relay().report(callId, reply);
    }

    /// Has `listener` told each time it is asked something.
    void eachTime(Runnable listener) {
        told = listener;
    }

    private void add(LongConsumer does, @Nullable Reply reply) {
        asked.add(new Step(does, reply));
        told.run();
    }

    /// Refuses the first of what it was asked, as a relay does that nobody answers in time.
    void givesUp(long now) {
        Step first = asked.poll();
        if (first != null) {
            Reply reply = first.reply();
            if (reply != null) {
                reply.passed(new Relay.Passed.Refused(503, "no relay node answers"), now);
            }
        }
    }

    /// How much it was asked that it has not done.
    int waiting() {
        return asked.size();
    }

    /// Does the first of what it was asked; false where there is nothing.
    boolean next(long now) {
        Step first = asked.poll();
        if (first != null) {
            first.does().accept(now);
        }
        return first != null;
    }
}
