package jackfield.roles.signalling;

import jackfield.roles.relay.Exchange;
import jackfield.roles.relay.LegProfile;
import jackfield.roles.relay.LegReport;
import jackfield.roles.relay.MediaRelay;
import jackfield.roles.relay.Relay;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// A relay that does what it is asked when the test wants it, in the order it was asked.
final class LaterRelay implements MediaRelay {
    private final Relay relay;
    private final Deque<LongConsumer> asked = new ArrayDeque<>();
    private Runnable told = () -> {};

    LaterRelay(Relay relay) {
        this.relay = relay;
    }

    @Override
    public void offer(
            Exchange exchange,
            byte[] sdp,
            LegProfile offerer,
            LegProfile answerer,
            long now,
            Reply reply) {
        add(then -> reply.passed(relay.offer(exchange, sdp, offerer, answerer, then), then));
    }

    @Override
    public void answer(Exchange exchange, byte[] sdp, long now, Reply reply) {
        add(then -> reply.passed(relay.answer(exchange, sdp, then), then));
    }

    @Override
    public void release(String callId, String branch, long now) {
        add(then -> relay.release(callId, branch, then));
    }

    @Override
    public void release(String callId, long now) {
        add(then -> relay.release(callId, then));
    }

    @Override
    public void report(String callId, Consumer<List<LegReport>> reply) {
        relay.report(callId, reply);
    }

    /// Has `listener` told each time it is asked something.
    void eachTime(Runnable listener) {
        told = listener;
    }

    private void add(LongConsumer step) {
        asked.add(step);
        told.run();
    }

    /// How much it was asked that it has not done.
    int waiting() {
        return asked.size();
    }

    /// Does the first of what it was asked; false where there is nothing.
    boolean next(long now) {
        LongConsumer first = asked.poll();
        if (first != null) {
            first.accept(now);
        }
        return first != null;
    }
}
