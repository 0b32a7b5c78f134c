package jackfield.roles.proxy;

import jackfield.roles.proxy.Relaying.Came;
import jackfield.roles.records.CallRecord;
import jackfield.roles.relay.Relay.Passed;
import jackfield.roles.transactionuser.Transactions;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.TransactionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What becomes of responses (RFC 3261 section 16.7).
final class Responses {
    /// Told what the relay makes of a response.
    @FunctionalInterface
    private interface Relayed {
        void passed(@Nullable Passed passed, long now);
    }

    private static final String ELSEWHERE = "SIP;cause=200;text=\"Call completed elsewhere\"";

    private final Transactions transactions;
    private final Branches branches;
    private final Searches searches;
    private final Calls calls;
    private final Surroundings surroundings;

    Responses(
            Transactions transactions,
            Branches branches,
            Searches searches,
            Calls calls,
            Surroundings surroundings) {
        this.transactions = transactions;
        this.branches = branches;
        this.searches = searches;
        this.calls = calls;
        this.surroundings = surroundings;
    }

    /// A response to a request that may be ours.
    ///
    /// @return false where it is not
    boolean received(TransactionId.Client client, Response heard, long now) {
        Branch branch = branches.branch(client);
        if (branch == null) {
            return false;
        }
        ResponseContext context = branch.context;
        Response response = branches.restored(context, heard);
        if (response.isProvisional()) {
            branch.proceeding = true;
            searches.alive(branch);
        }
        came(new Came(branch, response, true), now);
        return true;
    }

    /// Takes what came, or where the relay still looks at what came before lets it wait.
    private void came(Came came, long now) {
        ResponseContext context = came.branch().context;
        if (context.relaying.isIdle()) {
            take(came, now);
            return;
        }
        Call call = context.call;
        if (call != null && context.beginsCall() && came.heard()) {
            // What its sender does next, such as a BYE, must find its dialog.
            fork(call, came.branch(), came.response());
        }
        context.relaying.hold(came);
    }

    private void goOn(ResponseContext context, long now) {
        for (Came next = context.relaying.next(); next != null; next = context.relaying.next()) {
            take(next, now);
        }
        finishIfDone(context, now);
    }

    private void take(Came came, long now) {
        Branch branch = came.branch();
        ResponseContext context = branch.context;
        Response response = came.response();
        if (response.isProvisional()) {
            if (response.status() > 100 && !branch.done) {
                provisional(context, came, now);
            }
        } else if (response.isSuccess()) {
            success(context, came, now);
        } else if (branch.done) {
            spent(branch, now);
        } else {
            if (came.heard()) {
                refused(branch, response);
            }
            failed(branch, response, came.heard(), now);
        }
    }

    /// A phone that takes no plain media with keys beside it may take keys alone.
    private void refused(Branch branch, Response response) {
        Negotiation negotiation = branch.negotiation;
        boolean media = response.status() == 488 || response.status() == 606;
        if (media && negotiation != null && negotiation.hasOffered()) {
            branch.wantsKeysAlone =
                    branches.secureOnly().refused(branch.target, negotiation.receiver());
        }
    }

    /// Nothing comes any more of a branch that was given up before.
    private void spent(Branch branch, long now) {
        branch.outstanding = false;
        if (branch.abandoned) {
            branch.abandoned = false;
            searches.unused(branch, now);
        }
    }

    private void provisional(ResponseContext context, Came came, long now) {
        Branch branch = came.branch();
        Response response = came.response();
        if (context.isInvite()) {
            branches.rings(branch, now);
        }
        if (context.answered) {
            return;
        }
        Call call = context.call;
        if (call != null && context.beginsCall()) {
            if (!branch.rang) {
                branch.rang = true;
                branches.log(
                        context,
                        response.status()
                                + " "
                                + response.reason()
                                + " from "
                                + branch.target.flow().peer());
            }
            if (call.ringing(now)) {
                surroundings.records().changed(call.callId, "ringing");
            }
            CallSide side = fork(call, branch, response);
            if (response.headers().has(HeaderName.RECORD_ROUTE)) {
                calls.learnRoutes(call, side, response);
            }
        }
        media(
                came,
                now,
                (passed, then) -> {
                    if (!context.answered) {
                        transactions.respond(context.server, relayed(response, passed), then);
                    }
                });
    }

    private static Response relayed(Response response, @Nullable Passed passed) {
        return switch (passed) {
            case Passed.Rewritten(byte[] sdp) -> response.with(new Body(sdp));
            case Passed.Refused _ -> Forward.withoutBody(response);
            case null -> response;
        };
    }

    /// Asks the relay what it makes of a response's SDP; the answer is null where there is nothing
    /// for it.
    private void media(Came came, long now, Relayed next) {
        Branch branch = came.branch();
        ResponseContext context = branch.context;
        byte[] sdp = Sdp.of(came.response());
        Negotiation negotiation = branch.negotiation;
        if (sdp == null || negotiation == null) {
            next.passed(null, now);
            return;
        }
        Call call = context.call;
        String tag = Forward.toTag(came.response());
        if (call != null && call.ended) {
            Passed known = negotiation.known(tag, sdp);
            next.passed(known != null ? known : new Passed.Refused(481, "the call is over"), now);
            return;
        }
        Relaying relaying = context.relaying;
        relaying.begin(came);
        negotiation.response(
                tag,
                sdp,
                now,
                (passed, then) -> {
                    relaying.end();
                    if (call != null && negotiation.lateAnswer() != null) {
                        call.lateAnswer = negotiation.lateAnswer();
                    }
                    next.passed(passed, then);
                    if (!relaying.isIdle()) {
                        goOn(context, then);
                    }
                });
    }

    /// The side of the call that answers on `branch`. Two devices that choose the same tag are two
    /// all the same.
    private CallSide fork(Call call, Branch branch, Response response) {
        CallSide side = call.fork(Forward.toTag(response));
        if (side == null || !side.branch.equals(branch.name)) {
            side =
                    new CallSide(
                            response.headers().to(),
                            branch.name,
                            branch.target.user(),
                            branch.negotiation != null
                                    ? branch.negotiation.receiver()
                                    : Sdp.profile(branch.target.flow(), null),
                            branch.target.flow(),
                            branch.target.uri());
            if (!side.tag.isEmpty()) {
                call.fork(side);
                if (call.rang()) {
                    surroundings.records().changed(call.callId, "ringing");
                }
            }
        }
        Calls.refresh(side, response);
        branches.learn(side, response);
        return side;
    }

    private void success(ResponseContext context, Came came, long now) {
        Branch branch = came.branch();
        boolean first = !branch.done || branch.abandoned && !context.answered;
        branches.done(branch);
        branch.outstanding = false;
        searches.alive(branch);
        Call call = context.call;
        if (!context.isInvite()) {
            if (first && !context.answered) {
                searches.stop(context);
                rewritten(context, came, now);
            }
        } else if (call != null && context.beginsCall()) {
            answered(context, call, came, now);
        } else {
            if (context.direction != null && first) {
                Calls.refresh(context.direction.receiver(), came.response());
                branches.learn(context.direction.receiver(), came.response());
            }
            rewritten(context, came, now);
        }
    }

    /// Answers with a 2xx as the relay passes it.
    private void rewritten(ResponseContext context, Came came, long now) {
        media(
                came,
                now,
                (passed, then) -> {
                    if (passed instanceof Passed.Refused(int _, String why)) {
                        branches.log(context, "the peer's session description was refused: " + why);
                    }
                    respond(context, relayed(came.response(), passed), then);
                });
    }

    /// A 2xx to the INVITE of a call: the first wins; all go to the caller (RFC 3261 section 16.7
    /// step 5).
    private void answered(ResponseContext context, Call call, Came came, long now) {
        CallSide winner = call.callee();
        CallSide side = fork(call, came.branch(), came.response());
        if (winner != null && winner != side) {
            late(context, call, came.branch(), came.response(), now);
        } else if (winner == null && call.ended) {
            calls.refuse(call, side, "SIP;cause=487;text=\"Request Terminated\"", now);
        } else {
            media(came, now, (passed, then) -> answered(context, call, came, side, passed, then));
        }
    }

    /// What the relay makes of that 2xx is known: the call may be over by now.
    private void answered(
            ResponseContext context,
            Call call,
            Came came,
            CallSide side,
            @Nullable Passed passed,
            long now) {
        Branch branch = came.branch();
        boolean first = call.callee() == null;
        if (first && call.ended) {
            calls.refuse(call, side, "SIP;cause=487;text=\"Request Terminated\"", now);
            return;
        }
        if (passed instanceof Passed.Refused(int status, String why)) {
            if (first) {
                calls.refuse(call, side, "SIP;cause=488;text=\"No common media\"", now);
                failed(branch, branches.refusal(context, status, why), true, now);
            }
            return;
        }
        if (first) {
            side.routes = List.of();
            calls.learnRoutes(call, side, came.response());
            call.answered(side, now);
            surroundings.records().changed(call.callId, "answered");
            searches.stop(context);
            branches.log(context, "answered by " + side.flow.peer());
            branches.cancelAll(context, branch, List.of(ELSEWHERE), now);
        }
        respond(context, relayed(came.response(), passed), now);
        if (first && side.gone) {
            // Over UDP a BYE may overtake the 2xx it follows.
            calls.hangUp(call, "SIP;cause=200;text=\"Already ended\"", "BYE before 2xx", now);
        }
    }

    /// Another phone was answered in the same moment. The caller has to end that dialog; what it is
    /// told about media is what holds already.
    private void late(
            ResponseContext context, Call call, Branch branch, Response response, long now) {
        CallSide winner = call.callee();
        byte[] sdp = null;
        for (Branch other : context.branches) {
            if (winner != null && other.name.equals(winner.branch) && other.negotiation != null) {
                sdp = other.negotiation.lastOut();
            }
        }
        if (winner != null && !branch.name.equals(winner.branch)) {
            surroundings.relay().release(call.callId, branch.name, now);
        }
        respond(
                context,
                sdp == null ? Forward.withoutBody(response) : response.with(new Body(sdp)),
                now);
    }

    /// A final response other than 2xx.
    ///
    /// @param heard true where it is from the wire, false where it had to be made up
    void failed(Branch branch, Response response, boolean heard, long now) {
        ResponseContext context = branch.context;
        branches.done(branch);
        branch.outstanding = false;
        Negotiation negotiation = branch.negotiation;
        if (context.direction != null && negotiation != null) {
            negotiation.refused(now);
        }
        // The 487 is the answer to our own CANCEL: the caller, who cancelled nothing, is to know
        // that nobody answered (RFC 3261 section 16.8).
        boolean timeout = branch.unanswered && response.status() == 487;
        if (response.status() >= 600 && !branch.wantsKeysAlone) {
            branches.cancelAll(context, branch, List.of(), now);
        }
        searches.failed(
                branch,
                timeout ? transactions.tagged(Response.to(context.request, 408)) : response,
                heard && !timeout,
                now);
        searches.unused(branch, now);
        finishIfDone(context, now);
    }

    /// Answers the sender with the best final response once there is no branch to wait for (RFC
    /// 3261 section 16.7 step 6).
    void finishIfDone(ResponseContext context, long now) {
        if (context.answered || !context.allDone()) {
            return;
        }
        Response best =
                context.cancelled || context.finals.isEmpty()
                        ? Response.to(context.request, 487)
                        : BestResponse.of(context.finals);
        Response explained = branches.explained(context, best);
        respond(context, transactions.tagged(explained), now);
        if (context.call != null && context.beginsCall()) {
            CallRecord.By by = context.cancelled ? CallRecord.By.CALLER : CallRecord.By.CALLEE;
            calls.end(
                    context.call,
                    new CallRecord.Ending(
                            best.status(),
                            by,
                            context.elsewhere ? CallRecord.ELSEWHERE : Refusal.words(explained)),
                    now);
        }
    }

    void respond(ResponseContext context, Response response, long now) {
        context.answered = true;
        Response agreed = SessionInterval.agreed(context.request, response);
        transactions.respond(context.server, branches.offering(context, agreed), now);
    }

    /// There will be no response: takes `status` for one.
    ///
    /// @return false where the request is not one that we forwarded
    boolean gone(TransactionId.Client client, int status, long now) {
        Branch branch = branches.branch(client);
        if (branch == null) {
            return false;
        }
        int seen = branch.cancelled ? 487 : status;
        Response made = transactions.tagged(Response.to(branch.context.request, seen));
        came(new Came(branch, made, false), now);
        return true;
    }
}
