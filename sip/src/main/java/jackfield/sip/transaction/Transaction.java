package jackfield.sip.transaction;

import jackfield.base.DeadlineQueue;
import jackfield.base.Flow;
import jackfield.base.Outbox;
import org.jspecify.annotations.Nullable;

/// What the layer's table knows of any of the four machines.
abstract sealed class Transaction extends DeadlineQueue.Entry
        permits InviteServerTransaction,
                NonInviteServerTransaction,
                InviteClientTransaction,
                NonInviteClientTransaction {
    private final Flow flow;

    // Where it stands in the table's chains

    int idHash;
    int flowHash;
    @Nullable Transaction nextById;
    @Nullable Transaction nextByFlow;
    @Nullable Transaction previousByFlow;

    Transaction(Flow flow) {
        this.flow = flow;
    }

    /// The flow that everything the machine says goes out on.
    final Flow flow() {
        return flow;
    }

    /// True where nothing is lost on the way, so that nothing needs to be repeated.
    final boolean reliable() {
        return flow.transport().reliable();
    }

    abstract TransactionId id();

    abstract boolean isTerminated();

    /// The machine's next deadline (ns).
    abstract long deadline();

    /// Fires every timer that is due.
    abstract void wake(long now, Outbox<TransactionOutput> out);

    /// The flow is gone (RFC 3261 sections 17.1.4 and 17.2.4).
    abstract void lost(long now, Outbox<TransactionOutput> out);
}
