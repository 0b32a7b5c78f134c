package jackfield.sip.transaction;

import jackfield.sip.message.Method;
import java.util.Comparator;

/// Names one transaction. The two sides are two types, so that nobody answers a client transaction
/// or cancels a server one.
public sealed interface TransactionId {
    /// The method of the request that opened the transaction.
    Method method();

    /// A transaction that a peer's request opened (RFC 3261 section 17.2.3). Branches of some peers
    /// are a few digits, so the flow belongs to the key.
    ///
    /// @param branch the branch of the top Via; for a peer of RFC 2543, what stands in for it
    /// @param sentBy host, in lower case, and port of the top Via
    /// @param method never ACK or CANCEL
    /// @param flow the id of the flow the request came on
    record Server(String branch, String sentBy, Method method, long flow)
            implements TransactionId, Comparable<Server> {
        private static final Comparator<Server> ORDER =
                Comparator.comparing(Server::branch)
                        .thenComparing(Server::sentBy)
                        .thenComparing(id -> id.method().name())
                        .thenComparingLong(Server::flow);

        /// No order that means anything: it keeps a hash table fast when a stranger picks branches
        /// of one hash code.
        @Override
        public int compareTo(Server other) {
            return ORDER.compare(this, other);
        }
    }

    /// A transaction that a request of ours opened (RFC 3261 section 17.1.3).
    ///
    /// @param branch the branch of our Via
    /// @param method never ACK
    record Client(String branch, Method method) implements TransactionId, Comparable<Client> {
        /// As for [Server], no order that means anything.
        @Override
        public int compareTo(Client other) {
            int order = branch.compareTo(other.branch);
            return order == 0 ? method.name().compareTo(other.method.name()) : order;
        }
    }
}
