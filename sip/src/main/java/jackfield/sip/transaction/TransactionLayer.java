package jackfield.sip.transaction;

import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Message;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.util.List;
import java.util.random.RandomGenerator;

/// The transaction layer of one signalling shard (RFC 3261 section 17): it absorbs retransmissions,
/// makes its own, and turns messages into events for the transaction user.
///
/// One writer, no clock: `now` is nanoseconds since the node started.
public final class TransactionLayer {
    /// A layer with the default [TransactionPolicy].
    ///
    /// @param random makes branches and tags: a cryptographic one in production
    /// @param timing T1, T2 and T4
    public TransactionLayer(RandomGenerator random, Timers timing) {
        this(random, timing, TransactionPolicy.DEFAULT);
    }

    /// A layer with a policy of its own.
    public TransactionLayer(RandomGenerator random, Timers timing, TransactionPolicy policy) {}

    /// One message that came on `flow`, whole and valid as the parser gives it.
    public void receive(Message message, Flow flow, long now, Outbox<TransactionOutput> out) {
        throw new UnsupportedOperationException();
    }

    /// The transaction user's answer, with the peer's Vias on it as `Response.to` copies them. It
    /// goes back on the request's flow. After the end of the transaction it is dropped. Further 2xx
    /// to an INVITE are sent too; of other final responses only the first counts.
    public void respond(
            TransactionId.Server server,
            Response response,
            long now,
            Outbox<TransactionOutput> out) {
        throw new UnsupportedOperationException();
    }

    /// Opens a client transaction: pushes our Via with a fresh branch and sends.
    ///
    /// @param request without our Via; never an ACK or a CANCEL
    /// @param flow the way to the next hop
    /// @param sentBy what our Via names
    public TransactionId.Client send(
            Request request, Flow flow, SentBy sentBy, long now, Outbox<TransactionOutput> out) {
        return send(request, flow, sentBy, branch(), now, out);
    }

    /// The same with a branch that the caller chose: from [#branch()], with more behind it or not;
    /// never one that was used before.
    public TransactionId.Client send(
            Request request,
            Flow flow,
            SentBy sentBy,
            String branch,
            long now,
            Outbox<TransactionOutput> out) {
        throw new UnsupportedOperationException();
    }

    /// A fresh branch, magic cookie included.
    public String branch() {
        throw new UnsupportedOperationException();
    }

    /// Cancels an INVITE of ours (RFC 3261 section 9.1): the CANCEL waits for a provisional
    /// response, and is not sent once there is a final one. The transaction goes on until its final
    /// response, 64*T1 after the CANCEL at most. A second call changes nothing.
    ///
    /// @param reasonHeaders header fields for the CANCEL, such as Reason (RFC 3326)
    public void cancel(
            TransactionId.Client client,
            List<Headers.Field> reasonHeaders,
            long now,
            Outbox<TransactionOutput> out) {
        throw new UnsupportedOperationException();
    }

    /// Sends a request outside any transaction, with our Via and a fresh branch: the ACK of a 2xx,
    /// our own or a forwarded one.
    public void sendStateless(
            Request request, Flow flow, SentBy sentBy, Outbox<TransactionOutput> out) {
        throw new UnsupportedOperationException();
    }

    /// The flow is gone: a connection closed, or a datagram came back as undeliverable.
    public void flowLost(Flow flow, long now, Outbox<TransactionOutput> out) {
        throw new UnsupportedOperationException();
    }

    /// Fires every timer that is due at `now`.
    public void wake(long now, Outbox<TransactionOutput> out) {
        throw new UnsupportedOperationException();
    }

    /// When to wake next (ns), or [jackfield.base.Deadlines#NEVER].
    public long deadline() {
        throw new UnsupportedOperationException();
    }

    /// Open transactions, both sides together, in any state.
    public int inFlight() {
        throw new UnsupportedOperationException();
    }

    /// Open server transactions.
    public int servers() {
        throw new UnsupportedOperationException();
    }

    /// Open client transactions, CANCELs included.
    public int clients() {
        throw new UnsupportedOperationException();
    }

    /// Requests answered 503 since the start because the table was full.
    public long refused() {
        throw new UnsupportedOperationException();
    }

    /// True while the transaction is open.
    public boolean isOpen(TransactionId id) {
        throw new UnsupportedOperationException();
    }
}
