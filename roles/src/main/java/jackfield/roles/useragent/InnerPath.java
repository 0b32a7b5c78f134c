package jackfield.roles.useragent;

import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.roles.location.Binding;
import jackfield.roles.transactionuser.CallLog;
import java.util.ArrayDeque;
import java.util.Deque;

/// Hands over between the user agent and the rest of the node, both ways by a queue: neither is
/// ever called while it is in the middle of a step.
public final class InnerPath implements Outbox<AgentOutput> {
    /// The node's signalling, as the agent needs it.
    public interface Node {
        /// One message, as if it came in on `flow`.
        void receive(byte[] bytes, Flow flow, long now);

        /// A user is to be found here.
        void place(Binding binding, long now);

        /// No longer.
        void withdraw(Binding binding, long now);

        /// A line for the log.
        void log(String callId, CallLog.Level level, String text);
    }

    @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
    private record Arrived(Flow flow, byte[] bytes) {}

    private final Deque<Arrived> arrived = new ArrayDeque<>();
    private final Deque<AgentOutput> wanted = new ArrayDeque<>();
    private final Runnable stirred;
    private boolean running;

    /// @param stirred called when something waits where nothing did: have [#run] called soon
    public InnerPath(Runnable stirred) {
        this.stirred = stirred;
    }

    /// The agent wants this done.
    @Override
    public void put(AgentOutput output) {
        stir();
        wanted.add(output);
    }

    /// The node's signalling sent this on a path that never leaves the node.
    public void deliver(Flow flow, byte[] bytes) {
        stir();
        arrived.add(new Arrived(flow, bytes));
    }

    private void stir() {
        if (isEmpty() && !running) {
            stirred.run();
        }
    }

    /// True where nothing waits.
    public boolean isEmpty() {
        return arrived.isEmpty() && wanted.isEmpty();
    }

    /// Hands over what waits now; what comes of that waits for the next time.
    public void run(UserAgent agent, Node node, SipCalls.Events events, long now) {
        running = true;
        int messages = arrived.size();
        for (int left = wanted.size(); left > 0; left--) {
            act(wanted.remove(), node, events, now);
        }
        for (int left = messages; left > 0; left--) {
            Arrived message = arrived.remove();
            agent.receive(message.bytes, message.flow, now);
        }
        running = false;
        if (!isEmpty()) {
            stirred.run();
        }
    }

    private static void act(AgentOutput output, Node node, SipCalls.Events events, long now) {
        switch (output) {
            case AgentOutput.Send(Flow flow, byte[] bytes) -> node.receive(bytes, flow, now);
            case AgentOutput.Place(Binding binding) -> node.place(binding, now);
            case AgentOutput.Withdraw(Binding binding) -> node.withdraw(binding, now);
            case AgentOutput.Tell(var event) -> event.accept(events);
            case AgentOutput.Log(String callId, CallLog.Level level, String text) ->
                    node.log(callId, level, text);
        }
    }
}
