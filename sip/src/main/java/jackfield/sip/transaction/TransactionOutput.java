package jackfield.sip.transaction;

import jackfield.base.Flow;
import jackfield.sip.message.Message;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import org.jspecify.annotations.Nullable;

/// What the transaction layer wants done. All but [Send] and [Again] is for the transaction user.
///
/// Of every transaction that [NewRequest] or `send` named, [Ended] is said once, and last.
public sealed interface TransactionOutput {
    /// Put `message` on `flow`. Where the flow turns out to be gone, tell the layer by `flowLost`.
    ///
    /// @param kept takes the bytes, if whoever writes the message leaves them there, so that the
    ///   machine need not keep the message for its repetitions; null where it keeps none
    record Send(Flow flow, Message message, @Nullable Kept kept) implements TransactionOutput {
        Send(Flow flow, Message message) {
            this(flow, message, null);
        }

        /// For whoever wrote it: these are its bytes, handed over.
        public void wrote(byte[] bytes) {
            if (kept != null) {
                kept.wrote(bytes);
            }
        }
    }

    /// Put bytes that were sent before on `flow` once more.
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Again(Flow flow, byte[] bytes) implements TransactionOutput {}

    /// A peer opened a server transaction; the transaction user has to answer it by `respond`.
    ///
    /// @param id to answer by
    /// @param request with `received` and `rport` in its top Via
    /// @param flow what it came on
    record NewRequest(TransactionId.Server id, Request request, Flow flow)
            implements TransactionOutput {}

    /// The ACK of a 2xx: a request of no transaction, end to end (RFC 3261 section 13.2.2.4).
    record Ack(Request request, Flow flow) implements TransactionOutput {}

    /// The peer cancelled its INVITE, which has no final response yet. The layer has answered the
    /// CANCEL; the transaction user answers the INVITE, with 487 as a rule.
    ///
    /// @param invite the INVITE's transaction
    /// @param cancel the CANCEL, for its Reason
    record Cancelled(TransactionId.Server invite, Request cancel) implements TransactionOutput {}

    /// A response to a request of ours: every provisional one (100 too), the first final one, and
    /// every 2xx to an INVITE, repeated ones as well (RFC 6026 section 7.2).
    ///
    /// @param client the request's transaction
    /// @param response without our Via: as the next hop up must see it
    /// @param flow what it came on
    record Received(TransactionId.Client client, Response response, Flow flow)
            implements TransactionOutput {}

    /// A response that matches no transaction, with all its Vias. Not to be forwarded (RFC 6026
    /// section 7.3); a UAC may have to acknowledge and end the dialog of a late 2xx.
    record Stray(Response response, Flow flow) implements TransactionOutput {}

    /// No final response came in time (timers B and F, or 64*T1 after a CANCEL); to be taken for a
    /// 408 (RFC 3261 section 8.1.3.1). [Ended] follows.
    record TimedOut(TransactionId.Client client) implements TransactionOutput {}

    /// The flow went away below a transaction that still had something to say (RFC 3261 section
    /// 17.1.4, 17.2.4): for a client transaction to be taken for a 503; for a server transaction
    /// the one who asked is gone. [Ended] follows.
    record Unreachable(TransactionId id) implements TransactionOutput {}

    /// The transaction is over and its id means nothing any more.
    record Ended(TransactionId id) implements TransactionOutput {}
}
