package jackfield.roles.transactionuser;

import jackfield.sip.message.Response;
import jackfield.sip.transaction.TransactionId;

/// One that sends requests by the shard's transaction layer (RFC 3261 section 5) and is told what
/// comes of them. Each client transaction belongs to one user: a shard asks its users in turn until
/// one says that it is its own.
public interface TransactionUser {
    /// A response.
    ///
    /// @return false where the transaction is not one of this user
    boolean received(TransactionId.Client client, Response response, long now);

    /// No final response came in time.
    ///
    /// @return false where the transaction is not one of this user
    boolean timedOut(TransactionId.Client client, long now);

    /// The next hop can't be reached.
    ///
    /// @return false where the transaction is not one of this user
    boolean unreachable(TransactionId.Client client, long now);

    /// A transaction is over; where it is one of this user, it may be forgotten.
    void ended(TransactionId id);

    /// Fires what is due.
    void wake(long now);

    /// When to wake next (ns), or [jackfield.base.Deadlines#NEVER].
    long deadline();
}
