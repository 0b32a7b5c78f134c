package jackfield.roles.signalling;

import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.roles.location.Gruus;
import jackfield.roles.mediaserver.EchoEndpoint;
import jackfield.roles.proxy.ProxyCore;
import jackfield.roles.proxy.Target;
import jackfield.roles.proxy.TargetSet;
import jackfield.roles.sbc.Peer;
import jackfield.roles.transactionuser.Arrival;
import jackfield.roles.transactionuser.CallLog;
import jackfield.roles.transactionuser.Transactions;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.transaction.MergedRequests;
import jackfield.sip.transaction.TransactionId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Determines the targets of requests outside any dialog (RFC 3261 section 16.5), and hands each to
/// the role that deals with it.
final class RequestTargets {
    private final SignallingParts parts;
    private final SignallingSettings settings;
    private final Transactions transactions;
    private final ProxyCore proxy;
    private final EchoEndpoint echo;
    private final CallLog log;
    private final MergedRequests merged;

    RequestTargets(
            SignallingParts parts,
            SignallingSettings settings,
            Transactions transactions,
            ProxyCore proxy,
            EchoEndpoint echo,
            CallLog log) {
        this.parts = parts;
        this.settings = settings;
        this.transactions = transactions;
        this.proxy = proxy;
        this.echo = echo;
        this.log = log;
        merged = new MergedRequests(settings.transactions().mostTransactions());
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
        } else if (stopping && request.is(Method.INVITE)) {
            transactions.answer(
                    arrival.id(),
                    Response.to(request, 503)
                            .with(
                                    HeaderName.RETRY_AFTER,
                                    Integer.toString(settings.proxy().retryAfterSeconds())),
                    now);
        } else if (request.is(Method.INVITE) && isCall(request.headers().callId())) {
            // The same request by two ways, or somebody else's Call-ID (RFC 3261 section 8.2.2.2):
            // a call's media goes by its Call-ID.
            answer(arrival, 482, now);
        } else if (domain == null) {
            outside(arrival, sender, peer, callee, now);
        } else if (callee.user() == null && request.is(Method.OPTIONS)) {
            if (isFirst(arrival, now)) {
                transactions.answer(
                        arrival.id(), EchoEndpoint.capabilities(Response.to(request, 200)), now);
            }
        } else if (peer != null && !peer.may(Peer.May.CALL_USERS)) {
            answer(arrival, 403, now);
        } else if (Gruus.isGruu(callee)) {
            device(arrival, sender, parts.bindings().ofGruu(callee, domain), now);
        } else {
            local(arrival, sender, peer, AddressOfRecord.of(callee, domain), now);
        }
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

    private void local(
            Arrival arrival,
            @Nullable AddressOfRecord sender,
            @Nullable Peer peer,
            AddressOfRecord callee,
            long now) {
        if (settings.echoUsers().contains(callee.user())) {
            if (isFirst(arrival, now)) {
                echo.receive(arrival, now);
            }
            return;
        }
        boolean known = parts.border().users().exists(callee);
        // Whom a token let register is a user, though we have no account.
        List<Binding> bindings =
                known || parts.border().bearer() != null ? reachable(callee) : List.of();
        if (bindings.isEmpty() && !known) {
            // Strangers must not learn who is a user here: to them nobody is there.
            answer(arrival, sender == null && peer == null ? 480 : 404, now);
        } else if (bindings.isEmpty()) {
            answer(arrival, 480, now);
        } else {
            proxy.forward(arrival, sender, TargetSet.byPreference(bindings), now);
        }
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

    private List<Binding> reachable(AddressOfRecord user) {
        return parts.bindings().reachable(user).stream()
                .filter(binding -> parts.flows().alive(binding.flow()))
                .toList();
    }

    /// A place that is not ours, for our users and for peers who may call out.
    private void outside(
            Arrival arrival,
            @Nullable AddressOfRecord sender,
            @Nullable Peer peer,
            SipUri uri,
            long now) {
        if (sender == null && (peer == null || !peer.may(Peer.May.CALL_OUT))) {
            answer(arrival, 403, now);
            return;
        }
        Target target = outside(uri);
        if (target == null) {
            transactions.answer(
                    arrival.id(),
                    Response.to(arrival.request(), 404, "Domain Not Served Here"),
                    now);
        } else {
            proxy.forward(arrival, sender, TargetSet.parallel(List.of(target)), now);
        }
    }

    /// The contact of one of our users (a call that is transferred), or where the operator wants it
    /// another host. Null where our users may not go there.
    private @Nullable Target outside(SipUri uri) {
        Binding contact = parts.bindings().ofContact(uri);
        if (contact != null && parts.flows().alive(contact.flow())) {
            return Target.of(contact);
        }
        return settings.addressesOutside() && !isInvalid(uri) ? Target.outside(uri) : null;
    }

    /// What browsers write for a host that they don't have (RFC 7118 section 5): never looked up.
    private static boolean isInvalid(SipUri uri) {
        return uri.host().toLowerCase(Locale.ROOT).endsWith(".invalid");
    }

    /// Where a redirection leads: to a user of ours, or where the sender may call itself.
    List<Target> redirected(SipUri contact, @Nullable AddressOfRecord sender) {
        String domain = parts.addresses().domain(contact);
        if (domain != null) {
            List<Binding> bindings = reachable(AddressOfRecord.of(contact, domain));
            return bindings.isEmpty()
                    ? List.of()
                    : TargetSet.byPreference(bindings).attempts().getFirst().targets();
        }
        Target target = sender == null ? null : outside(contact);
        return target == null ? List.of() : List.of(target);
    }

    private void answer(Arrival arrival, int status, long now) {
        Response response = Response.to(arrival.request(), status);
        tellRefusal(arrival, status + " " + response.reason());
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
