package jackfield.roles.proxy;

import jackfield.roles.transactionuser.NextHop;
import jackfield.sip.transaction.TransactionId;
import org.jspecify.annotations.Nullable;

/// One copy of a request on its way to one target (RFC 3261 section 16.6).
final class Branch {
    final ResponseContext context;
    final Target target;
    final String name;
    final @Nullable Negotiation negotiation;
    final TransactionId.Client client;

    /// Where it is to lead; null for a request inside a dialog.
    final @Nullable Destination destination;

    /// The server that it goes to; null where it goes over the flow of a client.
    @Nullable NextHop server;

    /// How far it may fork on (RFC 5393).
    int breadth;

    /// True once another took its place though it might still answer.
    boolean abandoned;

    /// True until the transaction can do nothing more: after [#done] where we did not wait.
    boolean outstanding = true;

    /// True once a final response is in, or had to be made up.
    boolean done;

    /// True once we gave it up.
    boolean cancelled;

    /// True once it has rung too long.
    boolean unanswered;

    /// True once it rang, or gave any other sign that says more than 100.
    boolean rang;

    /// True where its phone refused plain media with keys beside it.
    boolean wantsKeysAlone;

    /// True once it gave a provisional response.
    boolean proceeding;

    Branch(
            ResponseContext context,
            Target target,
            String name,
            @Nullable Negotiation negotiation,
            @Nullable Destination destination,
            TransactionId.Client client) {
        this.context = context;
        this.target = target;
        this.name = name;
        this.negotiation = negotiation;
        this.destination = destination;
        this.client = client;
    }
}
