package jackfield.roles.proxy;

import jackfield.roles.transactionuser.NextHop;
import jackfield.sip.message.Response;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// One target of an attempt, and the hops that lead to it, one after the other: the servers of a
/// URI (RFC 3263 section 4.3), or the flows of one device (RFC 5626 section 5.3).
final class Destination {
    /// One way to try.
    ///
    /// @param server the server to reach; null for a target over its own flow
    record Hop(Target target, @Nullable NextHop server) {}

    final Search search;
    final Target target;

    /// How far its request may fork on (RFC 5393).
    final int breadth;

    /// The ways that are left.
    final Deque<Hop> hops = new ArrayDeque<>();

    /// True while its servers are looked for.
    boolean locating;

    /// The name of the branch that waits for the relay before it can be sent; null where none does.
    @Nullable String offering;

    /// True where the relay did not answer at once.
    boolean relayLater;

    /// True once a server was found for it.
    boolean found;

    /// What came of the way before; null where there was none.
    @Nullable Response last;

    /// Why it is asked for keys alone: its refusal of plain media; null where it is not.
    @Nullable Response refusal;

    /// The way on which it is asked once more when it has forgotten the first request.
    @Nullable Hop forgetting;

    /// The branch that waits; null while there is none.
    @Nullable Branch branch;

    Destination(Search search, Target target, int breadth) {
        this.search = search;
        this.target = target;
        this.breadth = breadth;
    }
}
