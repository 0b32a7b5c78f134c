package jackfield.testkit;

import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.sip.message.Message;

/// The signalling core under test: its three verbs, with messages in and messages out.
public interface Node {
    /// A message that leaves the node.
    record Sent(Flow flow, Message message) {}

    /// One message arrives on `flow`; `now` in nanoseconds.
    void receive(Message message, Flow flow, long now, Outbox<Sent> out);

    /// The flow is gone.
    void flowLost(Flow flow, long now, Outbox<Sent> out);

    /// Fires what is due.
    void wake(long now, Outbox<Sent> out);

    /// When to wake next, or [jackfield.base.Deadlines#NEVER].
    long deadline();
}
