package jackfield.roles.proxy;

import jackfield.roles.relay.ExchangeOptions;
import jackfield.roles.transactionuser.Agenda;
import jackfield.roles.transactionuser.Arrival;
import jackfield.roles.transactionuser.CallLog;
import jackfield.roles.transactionuser.Transactions;
import jackfield.sip.flow.FlowToken;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.TransactionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The table of what is being forwarded: response contexts by the sender's transaction, branches by
/// ours, and timer C of each branch.
final class Branches {
    private static final Set<Method> RECORDED =
            Set.of(Method.INVITE, Method.SUBSCRIBE, Method.REFER);

    private final Map<TransactionId.Server, ResponseContext> contexts = new HashMap<>();
    private final Map<TransactionId.Client, Branch> byClient = new HashMap<>();
    private final Agenda<Branch> timersC = new Agenda<>();
    private final SecureOnly secureOnly = new SecureOnly();
    private final Transactions transactions;
    private final RecordRoutes routes;
    private final Surroundings surroundings;
    private final ProxySettings settings;
    private final Keys keys;

    Branches(
            Transactions transactions,
            RecordRoutes routes,
            Surroundings surroundings,
            ProxySettings settings,
            Keys keys) {
        this.keys = keys;
        this.transactions = transactions;
        this.routes = routes;
        this.surroundings = surroundings;
        this.settings = settings;
    }

    @Nullable ResponseContext context(TransactionId.Server server) {
        return contexts.get(server);
    }

    @Nullable Branch branch(TransactionId.Client client) {
        return byClient.get(client);
    }

    SecureOnly secureOnly() {
        return secureOnly;
    }

    int size() {
        return contexts.size();
    }

    /// A branch's name: what is unique, and what loops are found by.
    String name(ResponseContext context) {
        return LoopCheck.branch(transactions.branch(), context.received);
    }

    /// The copy of what `context` forwards that goes to `target`.
    ///
    /// @param outside true where the one who gets it is no user of ours
    Request copy(ResponseContext context, Target target, int breadth, boolean outside) {
        Request copy = Forward.copy(context.request, target, breadth, surroundings.realm());
        Search search = context.search;
        TargetSet.Attempt attempt = search == null ? null : search.current();
        if (search != null && attempt != null && attempt.retargeted() && context.isInvite()) {
            copy = Forward.diverted(copy, context.request.uri(), search.cause());
        }
        copy = keys.offering(copy);
        return outside && settings.hideTopology()
                ? Forward.hidden(copy, surroundings.addresses())
                : copy;
    }

    /// What is wanted of the media of calls.
    ExchangeOptions media() {
        return settings.keys() == ProxySettings.Keys.CARRIED
                ? ExchangeOptions.KEYS_CARRIED
                : ExchangeOptions.NONE;
    }

    /// The response as the one who asked must see it.
    Response restored(ResponseContext context, Response response) {
        Response seen =
                context.direction == null ? response : Keys.renumbered(response, context.request);
        return settings.hideTopology() ? Forward.restored(seen, context.request) : seen;
    }

    /// The final response as it goes to the one who asked.
    Response offering(ResponseContext context, Response response) {
        return keys.offering(response, context.isInvite());
    }

    /// Takes note of how a side of a call takes keys.
    void learn(CallSide side, Response response) {
        keys.learn(side, response);
    }

    /// Sends `copy` on as a branch of `context` (RFC 3261 section 16.6 steps 4 to 11).
    ///
    /// @param destination where it is to lead; null inside a dialog
    Branch send(
            ResponseContext context,
            Target target,
            String name,
            Request copy,
            @Nullable Negotiation negotiation,
            @Nullable Destination destination,
            long now) {
        Request recorded =
                RECORDED.contains(copy.method())
                        ? routes.record(copy, context.flow, context.side, target.flow())
                        : copy;
        TransactionId.Client client = transactions.send(recorded, target.flow(), name, now);
        Branch branch = new Branch(context, target, name, negotiation, destination, client);
        context.branches.add(branch);
        byClient.put(client, branch);
        if (context.isInvite()) {
            timersC.set(branch, now + settings.timerC());
        }
        return branch;
    }

    /// Gives up a branch without waiting for what comes of it: its place is taken by another.
    void abandon(Branch branch, List<String> reasons, long now) {
        done(branch);
        branch.cancelled = true;
        branch.abandoned = true;
        if (branch.context.isInvite()) {
            transactions.cancel(branch.client, reasons, now);
        }
    }

    /// Cancels every branch of an INVITE that is still open, but for `kept`.
    void cancelAll(ResponseContext context, @Nullable Branch kept, List<String> reasons, long now) {
        for (Branch branch : List.copyOf(context.branches)) {
            if (branch != kept && !branch.done && !branch.cancelled && context.isInvite()) {
                branch.cancelled = true;
                timersC.stop(branch);
                transactions.cancel(branch.client, reasons, now);
            }
        }
    }

    ResponseContext begin(
            Arrival arrival,
            FlowToken.Side side,
            @Nullable Call call,
            Call.@Nullable Direction direction) {
        ResponseContext context =
                new ResponseContext(
                        arrival.id(),
                        arrival.received(),
                        arrival.request(),
                        arrival.flow(),
                        side,
                        call,
                        direction);
        contexts.put(arrival.id(), context);
        return context;
    }

    /// Somebody else answers the sender.
    void forget(ResponseContext context) {
        contexts.remove(context.server);
    }

    void reject(Arrival arrival, int status, long now) {
        transactions.answer(arrival.id(), Response.to(arrival.request(), status), now);
    }

    Response unavailable(Request request) {
        return Response.to(request, 503)
                .with(HeaderName.RETRY_AFTER, Integer.toString(settings.retryAfterSeconds()));
    }

    Response refusal(ResponseContext context, int status, String why) {
        String host = surroundings.addresses().advertised(context.flow).host();
        return Refusal.of(context.request, status, host, why);
    }

    /// `response`, and where a phone refused what it was offered and did not say why, that it did.
    Response explained(ResponseContext context, Response response) {
        if (response.status() != 488 || response.headers().has(HeaderName.WARNING)) {
            return response;
        }
        String host = surroundings.addresses().advertised(context.flow).host();
        return Refusal.explained(response, host, "the callee takes nothing of what was offered");
    }

    void log(ResponseContext context, String text) {
        surroundings.log().line(context.request.headers().callId(), CallLog.Level.INFO, text);
    }

    /// A sign of life of a branch (RFC 3261 section 16.7 step 2).
    void rings(Branch branch, long now) {
        if (!branch.cancelled) {
            timersC.set(branch, now + settings.timerC());
        }
    }

    /// A branch has its final response.
    void done(Branch branch) {
        branch.done = true;
        timersC.stop(branch);
    }

    /// A transaction is over.
    void ended(TransactionId id) {
        switch (id) {
            case TransactionId.Server server -> contexts.remove(server);
            case TransactionId.Client client -> {
                Branch branch = byClient.remove(client);
                if (branch != null) {
                    timersC.stop(branch);
                }
            }
        }
    }

    /// A branch whose timer C is due at `now`; null where there is none.
    @Nullable Branch overdue(long now) {
        return timersC.take(now);
    }

    long deadline() {
        return timersC.earliest();
    }
}
