package jackfield.sip.dialog;

import jackfield.base.Outbox;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.Timers;
import jackfield.sip.transaction.TransactionId;

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

    /// For the INVITE that opened the transaction `invite`.
    public InviteUas(TransactionId.Server invite, Timers timing) {}

    /// Answers with a 2xx and repeats it until the ACK.
    public void answer(Response ok, long now, Outbox<Output> out) {
        throw new UnsupportedOperationException();
    }

    /// An ACK of this dialog; one of another CSeq is ignored.
    public void receive(Request ack, long now, Outbox<Output> out) {
        throw new UnsupportedOperationException();
    }

    /// Fires what is due.
    public void wake(long now, Outbox<Output> out) {
        throw new UnsupportedOperationException();
    }

    /// When to wake next (ns), or [jackfield.base.Deadlines#NEVER].
    public long deadline() {
        throw new UnsupportedOperationException();
    }
}
