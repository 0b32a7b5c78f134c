package jackfield.roles.signalling;

import jackfield.base.Endpoint;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.roles.location.Gruus;
import jackfield.roles.mediaserver.EchoEndpoint;
import jackfield.roles.proxy.ProxyCore;
import jackfield.roles.proxy.Target;
import jackfield.roles.proxy.TargetSet;
import jackfield.roles.routing.Query;
import jackfield.roles.sbc.Peer;
import jackfield.roles.sbc.TrustDomain;
import jackfield.roles.transactionuser.Arrival;
import jackfield.roles.transactionuser.CallLog;
import jackfield.roles.transactionuser.Transactions;
import jackfield.roles.useragent.SipCalls;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.ReasonPhrase;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.transaction.MergedRequests;
import jackfield.sip.transaction.TransactionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Determines the targets of requests outside any dialog (RFC 3261 section 16.5), and hands each to
/// the role that deals with it.
final class RequestTargets {
    private final SignallingParts parts;
    private final SignallingSettings settings;
    private final Transactions transactions;
    private final ProxyCore proxy;
    private final EchoEndpoint echo;
    private final CallPlanner planner;
    private final CallLog log;
    private final MergedRequests merged;

    RequestTargets(
            SignallingParts parts,
            SignallingSettings settings,
            Transactions transactions,
            ProxyCore proxy,
            EchoEndpoint echo,
            CallPlanner planner,
            CallLog log) {
        this.parts = parts;
        this.settings = settings;
        this.transactions = transactions;
        this.proxy = proxy;
        this.echo = echo;
        this.planner = planner;
        this.log = log;
        merged = new MergedRequests(settings.transactions().mostTransactions());
        proxy.answeredBy(echo::receive);
    }

    /// Sends a request outside any dialog where it belongs.
    ///
    /// @param sender the user who proved to have sent it; null for everybody else
    /// @param peer the trusted host it came from; null for everybody else
    /// @param stopping true to refuse new calls
    void route(
            Arrival arrival,
            @Nullable AddressOfRecord sender,
            @Nullable Peer peer,
            boolean stopping,
            long now) {
        Request request = arrival.request();
        SipUri callee = callee(request);
        String domain = callee == null ? null : parts.addresses().domain(callee);
        if (callee == null) {
            answer(arrival, 416, now);
        } else if (isRefused(arrival, stopping, now)) {
            return;
        } else if (domain != null && callee.user() == null && request.is(Method.OPTIONS)) {
            if (isFirst(arrival, now)) {
                transactions.answer(
                        arrival.id(), EchoEndpoint.capabilities(Response.to(request, 200)), now);
            }
        } else if (domain != null && peer != null && !peer.may(Peer.May.CALL_USERS)) {
            answer(arrival, 403, now);
        } else if (domain != null && Gruus.isGruu(callee)) {
            device(arrival, sender, parts.bindings().ofGruu(callee, domain), now);
        } else {
            Query query =
                    new Query(
                            request.method(),
                            callee,
                            domain,
                            sender,
                            arrival.flow().client(),
                            peer != null && peer.may(Peer.May.CALL_OUT));
            CallPlan plan =
                    planner.plan(query, request.headers().callId(), rung(arrival, domain), now);
            act(arrival, sender, sender == null && peer == null ? blurred(plan) : plan, now);
        }
    }

    /// What a call from inside the node would ring.
    SipCalls.Reach reach(SipUri from, SipUri to) {
        String home = parts.addresses().domain(from);
        return planner.reach(
                new Query(
                        Method.INVITE,
                        to,
                        parts.addresses().domain(to),
                        home == null ? null : AddressOfRecord.of(from, home),
                        Endpoint.ipv4(0, 0),
                        false));
    }

    /// Whom our own user agent calls: it has rung that user's devices already that are its own.
    private static @Nullable AddressOfRecord rung(Arrival arrival, @Nullable String domain) {
        return domain != null
                        && arrival.flow().isInside()
                        && arrival.request().is(Method.INVITE)
                        && arrival.request().uri() instanceof SipUri uri
                ? AddressOfRecord.of(uri, domain)
                : null;
    }

    /// Whom we know we name to those who believe us (RFC 3325 section 5).
    static Arrival asserting(Arrival arrival, @Nullable AddressOfRecord sender) {
        return sender == null || arrival.request().is(Method.REGISTER)
                ? arrival
                : arrival.with(TrustDomain.asserting(arrival.request(), sender));
    }

    /// Sends a request that came by a registrar above us to those of a user's bindings that it is
    /// for.
    void reach(Arrival arrival, List<Binding> bindings, boolean stopping, long now) {
        if (isRefused(arrival, stopping, now)) {
            return;
        }
        List<Binding> alive =
                bindings.stream().filter(each -> parts.flows().alive(each.flow())).toList();
        if (alive.isEmpty()) {
            answer(arrival, 480, now);
        } else {
            proxy.forward(arrival, null, TargetSet.byPreference(alive), now);
        }
    }

    /// Refuses a call that can't be taken, whomever it is for.
    private boolean isRefused(Arrival arrival, boolean stopping, long now) {
        Request request = arrival.request();
        if (!request.is(Method.INVITE)) {
            return false;
        }
        if (stopping) {
            transactions.answer(
                    arrival.id(),
                    Response.to(request, 503)
                            .with(
                                    HeaderName.RETRY_AFTER,
                                    Integer.toString(settings.proxy().retryAfterSeconds())),
                    now);
            return true;
        }
        if (isCall(request.headers().callId())) {
            // The same request by two ways, or somebody else's Call-ID (RFC 3261 section 8.2.2.2):
            // a call's media goes by its Call-ID.
            answer(arrival, 482, now);
            return true;
        }
        return false;
    }

    /// True while a call has this Call-ID.
    boolean isCall(String callId) {
        return proxy.isCall(callId) || echo.isCall(callId);
    }

    /// Whom the request is for: the Request-URI's user, or where that has none the To's, as some
    /// gateways call.
    private @Nullable SipUri callee(Request request) {
        if (!(request.uri() instanceof SipUri uri)) {
            return null;
        }
        boolean nameless = uri.user() == null && request.is(Method.INVITE);
        return nameless
                        && request.headers().to().uri() instanceof SipUri to
                        && to.user() != null
                        && parts.addresses().domain(to) != null
                ? to
                : uri;
    }

    /// What we answer ourselves is answered once, however many ways it came by (RFC 3261 section
    /// 8.2.2.2): the other copies get 482. A forwarded request may come by again, as a spiral.
    boolean isFirst(Arrival arrival, long now) {
        boolean first = merged.isFirst(arrival.id(), arrival.request());
        if (!first) {
            answer(arrival, 482, now);
        }
        return first;
    }

    /// A transaction is over.
    void ended(TransactionId id) {
        merged.ended(id);
    }

    /// One device alone, whose GRUU was called (RFC 5627 section 5.5): 480 also where there never
    /// was such a device, so that nobody can find out.
    private void device(
            Arrival arrival,
            @Nullable AddressOfRecord sender,
            @Nullable Binding binding,
            long now) {
        if (binding == null || !parts.flows().alive(binding.flow())) {
            answer(arrival, 480, now);
        } else {
            proxy.forward(arrival, sender, TargetSet.parallel(List.of(Target.of(binding))), now);
        }
    }

    /// Strangers must not learn who is a user here: to them nobody is there.
    private static CallPlan blurred(CallPlan plan) {
        return plan instanceof CallPlan.Refuse(int status, String _) && status == 404
                ? new CallPlan.Refuse(480, ReasonPhrase.of(480))
                : plan;
    }

    /// Does what the rules say.
    private void act(Arrival arrival, @Nullable AddressOfRecord sender, CallPlan plan, long now) {
        switch (plan) {
            case CallPlan.Forward(TargetSet set) -> proxy.forward(arrival, sender, set, now);
            case CallPlan.Echo _ -> {
                if (isFirst(arrival, now)) {
                    echo.receive(arrival, now);
                }
            }
            case CallPlan.Redirect redirect ->
                    transactions.answer(
                            arrival.id(), RedirectResponse.of(arrival.request(), redirect), now);
            case CallPlan.Refuse(int status, String reason) ->
                    answer(arrival, Response.to(arrival.request(), status, reason), now);
        }
    }

    private void answer(Arrival arrival, int status, long now) {
        answer(arrival, Response.to(arrival.request(), status), now);
    }

    private void answer(Arrival arrival, Response response, long now) {
        tellRefusal(arrival, response.status() + " " + response.reason());
        transactions.answer(arrival.id(), response, now);
    }

    void tellRefusal(Arrival arrival, String how) {
        Request request = arrival.request();
        boolean matters = request.is(Method.INVITE) || request.is(Method.REGISTER);
        log.line(
                request.headers().callId(),
                matters ? CallLog.Level.INFO : CallLog.Level.DEBUG,
                request.method()
                        + " of "
                        + request.headers().from().uri()
                        + " at "
                        + arrival.flow().peer()
                        + " for "
                        + request.uri()
                        + " refused: "
                        + how);
    }
}
