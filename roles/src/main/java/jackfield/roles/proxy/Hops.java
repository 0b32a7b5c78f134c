package jackfield.roles.proxy;

import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.roles.relay.MediaRelay;
import jackfield.roles.relay.Relay.Passed;
import jackfield.roles.transactionuser.NextHop;
import jackfield.roles.transactionuser.Transactions;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The next hops of a destination: which there are, how a request goes to one, and when it is to be
/// taken for failed (RFC 3261 sections 16.6 step 7 and 18.1.1, RFC 3263 section 4.3).
final class Hops {
    /// A request that is ready to go to one hop, but for the SDP that the relay makes of its offer.
    ///
    /// @param name of its branch
    /// @param negotiation null where it begins no call
    /// @param breadth how far it may fork on
    record Draft(
            Destination destination,
            Destination.Hop hop,
            Target target,
            String name,
            Request copy,
            @Nullable Negotiation negotiation,
            int breadth) {
        /// The offer that the relay has to pass; null where there is none.
        byte @Nullable [] offer() {
            return negotiation == null ? null : Sdp.of(destination.search.context.request);
        }

        void pass(byte[] offer, long now, MediaRelay.Reply reply) {
            if (negotiation != null) {
                negotiation.request(offer, now, reply);
            }
        }
    }

    /// A larger request does not go over UDP where there is another way (RFC 3261 section 18.1.1).
    private static final int MOST_OVER_UDP = 1300;

    /// What we add to a request: a Via, two Record-Routes, longer SDP.
    private static final int OURS = 500;

    private final Transactions transactions;
    private final Branches branches;
    private final Surroundings surroundings;

    Hops(Transactions transactions, Branches branches, Surroundings surroundings) {
        this.transactions = transactions;
        this.branches = branches;
        this.surroundings = surroundings;
    }

    /// Adds the servers that were found: large requests to those over UDP by TCP first.
    void add(Destination destination, List<NextHop> servers) {
        Request request = destination.search.context.request;
        boolean large = false;
        for (NextHop server : servers) {
            if (server.transport() == Transport.UDP) {
                large = large || Writer.write(request).length + OURS > MOST_OVER_UDP;
                if (large) {
                    NextHop stream = new NextHop(Transport.TCP, server.remote(), server.domain());
                    destination.hops.add(new Destination.Hop(destination.target, stream));
                }
            }
            destination.hops.add(new Destination.Hop(destination.target, server));
        }
        destination.found = !servers.isEmpty();
    }

    /// The flow to a hop; null where there is none.
    @Nullable Flow flow(Destination.Hop hop) {
        NextHop server = hop.server();
        Flow flow = server == null ? hop.target().flow() : surroundings.flows().to(server);
        return flow != null && surroundings.flows().alive(flow) ? flow : null;
    }

    /// What to answer where no hop of a place outside could be tried.
    static int nowhere(Destination destination) {
        return destination.found ? 503 : 404;
    }

    /// Makes the request of a search ready to go to one hop.
    Draft draft(Destination destination, Destination.Hop hop, Flow flow, int breadth) {
        ResponseContext context = destination.search.context;
        Target target = hop.server() == null ? hop.target() : hop.target().on(flow);
        Call call = context.call;
        String name = branches.name(context);
        Request copy = branches.copy(context, target, breadth, target.user() == null);
        Negotiation negotiation = null;
        if (call != null) {
            negotiation =
                    new Negotiation(
                            surroundings.relay(),
                            new Negotiation.Ends(
                                    call.callId,
                                    name,
                                    call.caller.tag,
                                    call.caller.profile,
                                    null,
                                    branches.secureOnly().profile(target),
                                    branches.media()));
        }
        return new Draft(destination, hop, target, name, copy, negotiation, breadth);
    }

    /// Sends `copy`, which is what has become of a draft.
    Branch send(Draft draft, Request copy, long now) {
        Destination destination = draft.destination();
        Branch branch =
                branches.send(
                        destination.search.context,
                        draft.target(),
                        draft.name(),
                        copy,
                        draft.negotiation(),
                        destination,
                        now);
        branch.server = draft.hop().server();
        branch.breadth = draft.breadth();
        return branch;
    }

    /// The relay refuses the offer of a draft: there is no media for it.
    Response refused(Draft draft, Passed.Refused refused, long now) {
        ResponseContext context = draft.destination().search.context;
        if (context.call != null) {
            surroundings.relay().release(context.call.callId, draft.name(), now);
        }
        return transactions.tagged(branches.refusal(context, refused.status(), refused.why()));
    }

    /// True where a response says of the way to somebody that it does not work, and nothing of the
    /// one at its end: then another way is worth a try.
    static boolean isFailure(Branch branch, Response response, boolean heard) {
        int status = response.status();
        if (!heard) {
            return status != 408 || !branch.proceeding;
        }
        return branch.server != null ? status == 503 : status == 430 || status == 408;
    }

    /// Takes note that the way of a branch has failed.
    void failed(Branch branch, long now) {
        if (branch.server != null) {
            surroundings.locator().failed(branch.server, now);
        }
    }
}
