package jackfield.roles.proxy;

import jackfield.base.Flow;
import jackfield.media.dtmf.DtmfInfo;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.roles.records.CallRecord.By;
import jackfield.roles.records.CallRecord.Ending;
import jackfield.roles.relay.Exchange;
import jackfield.roles.transactionuser.Arrival;
import jackfield.roles.transactionuser.Reasons;
import jackfield.roles.transactionuser.TransactionUser;
import jackfield.roles.transactionuser.Transactions;
import jackfield.roles.waking.Sleepers;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.TransactionId;
import java.util.List;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/// The stateful proxy (RFC 3261 section 16). The media of every call goes through the relay.
///
/// It acts on what the transaction layer gives: requests by [#forward] and [#inDialog], everything
/// else by the method of the same name.
public final class ProxyCore implements TransactionUser {
    private final Transactions transactions;
    private final RecordRoutes routes;
    private final Surroundings surroundings;
    private final Calls calls;
    private final Branches branches;
    private final Searches searches;
    private final Responses responses;
    private final Requests requests;
    private final Keys keys;
    private final Reoffers reoffers;

    public ProxyCore(
            Transactions transactions,
            RecordRoutes routes,
            Surroundings surroundings,
            ProxySettings settings) {
        this.transactions = transactions;
        this.routes = routes;
        this.surroundings = surroundings;
        calls = new Calls(transactions, routes, surroundings, settings);
        keys = new Keys(calls, transactions, settings.keys());
        reoffers = new Reoffers(calls, transactions, surroundings);
        branches = new Branches(transactions, routes, surroundings, settings, keys);
        searches =
                new Searches(
                        transactions,
                        branches,
                        new Recursion(surroundings.redirections(), settings.recurse()),
                        surroundings,
                        this::settled);
        responses = new Responses(transactions, branches, searches, calls, surroundings);
        requests =
                new Requests(
                        transactions,
                        branches,
                        searches,
                        responses,
                        calls,
                        surroundings,
                        settings,
                        keys);
    }

    private void settled(ResponseContext context, long now) {
        responses.finishIfDone(context, now);
    }

    // Messages

    /// Sends a request outside any dialog to where it may go.
    ///
    /// @param sender the user who sent it; null where that is not known
    public void forward(
            Arrival arrival, @Nullable AddressOfRecord sender, TargetSet targets, long now) {
        requests.forward(arrival, sender, targets, now);
    }

    /// True for a request that was here before, the same (RFC 3261 section 16.3 step 4): to be
    /// refused with 482.
    public boolean isLoop(Arrival arrival) {
        return LoopCheck.looped(arrival.received(), surroundings.addresses());
    }

    /// Passes on a request inside a dialog: to the side of the call that its tags name, or where
    /// our Route says. Answers 481 where neither is known.
    public void inDialog(Arrival arrival, long now) {
        requests.inDialog(arrival, now);
    }

    /// Passes on the ACK of a 2xx.
    ///
    /// @return false where there is no way for it
    public boolean ack(Request received, Flow from, long now) {
        return requests.ack(routes.strip(received), from, now);
    }

    /// A response to a request that may be ours.
    ///
    /// @return false where it is not
    @Override
    public boolean received(TransactionId.Client client, Response response, long now) {
        return keys.answered(client, response)
                || reoffers.answered(client, response, now)
                || responses.received(client, response, now);
    }

    /// The sender has cancelled its INVITE.
    ///
    /// @return false where the INVITE is not one that we forwarded
    public boolean cancelled(TransactionId.Server invite, Request cancel, long now) {
        ResponseContext context = branches.context(invite);
        if (context == null) {
            return false;
        }
        context.cancel();
        context.elsewhere = Reasons.isElsewhere(cancel);
        searches.stop(context);
        branches.cancelAll(context, null, cancel.headers().all(HeaderName.REASON), now);
        responses.finishIfDone(context, now);
        return true;
    }

    /// No response came in time.
    ///
    /// @return false where the request is not one that we forwarded
    @Override
    public boolean timedOut(TransactionId.Client client, long now) {
        return keys.gone(client) || reoffers.gone(client, now) || responses.gone(client, 408, now);
    }

    /// The next hop can't be reached: a user of ours is not there; any other place is our trouble.
    ///
    /// @return false where the request is not one that we forwarded
    @Override
    public boolean unreachable(TransactionId.Client client, long now) {
        Branch branch = branches.branch(client);
        return keys.gone(client)
                || reoffers.gone(client, now)
                || responses.gone(
                        client, branch != null && branch.target.user() != null ? 480 : 503, now);
    }

    /// The one who asked is gone: there is nobody to tell what comes of it.
    public void unreachable(TransactionId.Server server, long now) {
        ResponseContext context = branches.context(server);
        if (context != null) {
            abandon(context, new Ending(487, By.CALLER, "caller's connection lost"), now);
        }
    }

    /// A transaction is over.
    @Override
    public void ended(TransactionId id) {
        keys.ended(id);
        reoffers.ended(id);
        branches.ended(id);
    }

    /// The users of ours in a call; nobody where it is over.
    public List<CallParty> parties(String callId) {
        Call call = calls.get(callId);
        return call == null ? List.of() : call.parties();
    }

    // Time, and ends that nobody on the wire asked for

    /// Fires what is due: calls that rang too long or lasted too long.
    @Override
    public void wake(long now) {
        for (Branch branch = branches.overdue(now);
                branch != null;
                branch = branches.overdue(now)) {
            if (branch.proceeding) {
                branch.cancelled = true;
                branch.unanswered = true;
                transactions.cancel(
                        branch.client, List.of("SIP;cause=408;text=\"No answer\""), now);
            } else if (!branch.done) {
                Response made = transactions.tagged(Response.to(branch.context.request, 408));
                responses.failed(branch, made, false, now);
            }
        }
        searches.wake(now);
        reoffers.wake(now);
        for (Call call = calls.overdue(now); call != null; call = calls.overdue(now)) {
            end(call, 503, "lasted too long", now);
        }
        for (Call call = calls.deserted(now); call != null; call = calls.deserted(now)) {
            end(call, 480, "a browser is gone without a BYE", now);
        }
        for (Call call = calls.left(now); call != null; call = calls.left(now)) {
            end(call, 480, "its page was closed", now);
        }
    }

    /// When to wake next (ns), or [jackfield.base.Deadlines#NEVER].
    @Override
    public long deadline() {
        long inCalls = Math.min(calls.deadline(), reoffers.deadline());
        return Math.min(Math.min(branches.deadline(), searches.deadline()), inCalls);
    }

    /// The call's media is dead: ends it towards both sides.
    ///
    /// @return false where there is no such call
    public boolean mediaLost(String callId, String why, long now) {
        Call call = calls.get(callId);
        if (call == null) {
            return false;
        }
        end(call, 480, "media lost: " + why, now);
        return true;
    }

    /// Ends a call because somebody here wants it: with BYE where it was answered, else with 480.
    ///
    /// @return false where there is no such call
    public boolean hangUp(String callId, String why, long now) {
        Call call = calls.get(callId);
        if (call == null) {
            return false;
        }
        end(call, 480, why, now);
        return true;
    }

    /// A party pressed a key in its media, and that of the other takes none: it goes by INFO, in
    /// the party's name.
    ///
    /// @return false where the other takes none by INFO either
    public boolean key(String callId, String tag, DtmfInfo key, long now) {
        return keys.send(callId, tag, key, now);
    }

    /// Another relay has a call's media, and who answered has to be told: it gets the offer in the
    /// name of the one who made it.
    public void moved(Exchange exchange, byte[] offer, long now) {
        reoffers.moved(exchange, offer, now);
    }

    /// A device has come back on another flow: its calls go on over that.
    public void moved(Binding before, Binding after) {
        calls.moved(before, after);
    }

    /// Users who are not there are woken by this from now on.
    public void wakeBy(Sleepers sleepers) {
        searches.wakeBy(sleepers);
    }

    /// Calls that are forwarded to a number of the node's own are answered by `taker` from now on.
    public void answeredBy(ObjLongConsumer<Arrival> taker) {
        searches.answeredBy((context, now) -> {
            handOver(context, now);
            taker.accept(
                    new Arrival(
                            context.server, context.received, context.request, null, context.flow),
                    now);
        });
    }

    private void handOver(ResponseContext context, long now) {
        branches.log(context, "answered here");
        context.answered = true;
        searches.stop(context);
        branches.cancelAll(context, null, List.of(), now);
        branches.forget(context);
        if (context.call != null) {
            calls.handOver(context.call, now);
        }
    }

    /// One who is awaited for a call declines it, though no device of theirs is there.
    public void decline(String callId, AddressOfRecord user, long now) {
        Call call = calls.get(callId);
        ResponseContext context = call == null ? null : branches.context(call.invite);
        if (call != null && context != null && !context.answered && searches.awaits(callId, user)) {
            Response refusal = Response.to(context.request, 603);
            responses.respond(context, transactions.tagged(refusal), now);
            abandon(context, new Ending(603, By.CALLEE, "callee declined"), now);
        }
    }

    /// A user has registered, or is to be found inside the node.
    public void came(AddressOfRecord user, long now) {
        searches.came(user, now);
    }

    /// A page is closed, or loaded anew: its calls end if it does not come back soon.
    public void leaving(Flow flow, long now) {
        calls.leaving(flow, now);
    }

    /// The browsers of a call consent to media, or one no longer does.
    public void consent(String callId, boolean given, long now) {
        Call call = calls.get(callId);
        if (call != null) {
            calls.doubt(call, !given, now);
        }
    }

    /// Ends every call: answered ones with BYE, others with CANCEL and 503.
    public void endAll(String why, long now) {
        calls.all().forEach(call -> end(call, 503, why, now));
    }

    private void end(Call call, int status, String why, long now) {
        if (call.callee() != null) {
            calls.hangUp(call, "SIP;cause=" + status + ";text=\"" + quoted(why) + "\"", why, now);
            return;
        }
        ResponseContext context = branches.context(call.invite);
        if (context != null && !context.answered) {
            Response refusal =
                    status == 503
                            ? branches.unavailable(context.request)
                            : Response.to(context.request, status);
            responses.respond(context, transactions.tagged(refusal), now);
            abandon(context, new Ending(status, By.NODE, why), now);
        }
        calls.end(call, new Ending(status, By.NODE, why), now);
    }

    private void abandon(ResponseContext context, Ending ending, long now) {
        context.cancel();
        searches.stop(context);
        branches.cancelAll(context, null, List.of(), now);
        responses.finishIfDone(context, now);
        if (context.call != null && context.beginsCall() && context.call.callee() == null) {
            calls.end(context.call, ending, now);
        }
    }

    private static String quoted(String why) {
        return why.replaceAll("[\"\\\\\\x00-\\x1f]", "'");
    }

    // For people to look at

    /// The calls of now.
    public List<CallView> views() {
        return calls.all().stream().map(Call::view).toList();
    }

    /// True while there is a call with this Call-ID.
    public boolean isCall(String callId) {
        return calls.get(callId) != null;
    }

    /// The number of calls.
    public int callCount() {
        return calls.size();
    }

    /// Requests that are being forwarded.
    public int contextCount() {
        return branches.size();
    }
}
