package jackfield.roles.proxy;

import jackfield.roles.relay.LegProfile;
import jackfield.roles.relay.Relay.Passed;
import jackfield.sip.message.Body;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;

/// The copies of the INVITE that begins a call, each with an offer of its target's own.
///
/// A phone is offered plain RTP, as nearly all take it; one that answers 488 is asked once more
/// with SRTP by SDES, because it may be set to take nothing else. Offering both at once would need
/// a peer that understands RFC 5939.
final class Invitations {
    private final Transactions transactions;
    private final Branches branches;
    private final Surroundings surroundings;

    Invitations(Transactions transactions, Branches branches, Surroundings surroundings) {
        this.transactions = transactions;
        this.branches = branches;
        this.surroundings = surroundings;
    }

    /// Sends the INVITE to one target; where that can't be done, the context has a final response.
    void open(ResponseContext context, Call call, Target target, int breadth, long now) {
        LegProfile profile = Sdp.profile(target.flow(), null);
        if (!surroundings.flows().alive(target.flow())) {
            context.finals.add(transactions.tagged(Response.to(context.request, 480)));
            return;
        }
        switch (send(context, call, target, profile, breadth, now)) {
            case Passed.Refused(int status, String why) ->
                    context.finals.add(transactions.tagged(branches.refusal(context, status, why)));
            case Passed.Rewritten _ -> {
                // on its way
            }
        }
    }

    private Passed send(
            ResponseContext context,
            Call call,
            Target target,
            LegProfile profile,
            int breadth,
            long now) {
        String name = branches.name(context);
        Negotiation negotiation =
                new Negotiation(
                        surroundings.relay(),
                        new Negotiation.Ends(
                                call.callId,
                                name,
                                call.caller.tag,
                                call.caller.profile,
                                null,
                                profile));
        byte[] offer = Sdp.of(context.request);
        Request copy = Forward.copy(context.request, target, breadth);
        Passed passed =
                offer == null
                        ? new Passed.Rewritten(new byte[0])
                        : negotiation.request(offer, now);
        switch (passed) {
            case Passed.Refused _ -> surroundings.relay().release(call.callId, name, now);
            case Passed.Rewritten(byte[] sdp) ->
                    branches.send(
                            context,
                            target,
                            name,
                            offer == null ? copy : copy.with(new Body(sdp)),
                            negotiation,
                            now);
        }
        return passed;
    }

    /// Asks a phone that refused our offer of plain RTP once more, with SRTP.
    ///
    /// @return false where it was not that, or nobody waits for it any more
    boolean offersSecurely(Branch refused, Response response, long now) {
        ResponseContext context = refused.context;
        Call call = context.call;
        Negotiation negotiation = refused.negotiation;
        boolean wanted =
                response.status() == 488
                        && !refused.cancelled
                        && !context.cancelled
                        && !context.answered
                        && context.beginsCall();
        if (!wanted
                || call == null
                || call.ended
                || negotiation == null
                || !negotiation.offersPlain()
                || !surroundings.flows().alive(refused.target.flow())) {
            return false;
        }
        int breadth = Forward.breadth(context.request, context.branches.size());
        // First the new leg, then the old one goes: the caller keeps the ports it may know.
        if (breadth == 0
                || !(send(context, call, refused.target, LegProfile.SIP_SDES, breadth, now)
                        instanceof Passed.Rewritten)) {
            return false;
        }
        branches.done(refused);
        surroundings.relay().release(call.callId, refused.name, now);
        return true;
    }
}
