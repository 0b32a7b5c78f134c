package jackfield.roles.proxy;

import jackfield.base.Flow;
import jackfield.base.Parsed;
import jackfield.base.Transport;
import jackfield.roles.transactionuser.Addresses;
import jackfield.sip.flow.FlowToken;
import jackfield.sip.flow.FlowTokenSigner;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Parameters;
import jackfield.sip.message.Request;
import jackfield.sip.message.SipUri;
import jackfield.sip.transaction.SentBy;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Our places in a dialog's route set. Each dialog gets two, one for each side's transport and
/// address (RFC 5658), and each carries a signed token for the flow to the other side (RFC 5626
/// section 5): the next request needs no address book, and no DNS.
public final class RecordRoutes {
    /// A request without the Routes that led to us.
    ///
    /// @param request as the next hop's rules see it
    /// @param token where our Route said it must go; null where it said nothing that we signed
    public record Stripped(Request request, @Nullable FlowToken token) {}

    /// A dialog has two Routes of ours. A stranger may write thousands: to take off each one copies
    /// the rest.
    private static final int MOST_OWN = 16;

    private final FlowTokenSigner signer;
    private final Addresses addresses;

    public RecordRoutes(FlowTokenSigner signer, Addresses addresses) {
        this.signer = signer;
        this.addresses = addresses;
    }

    /// The request with both our Record-Routes on top (RFC 3261 section 16.6 step 4).
    ///
    /// @param from the flow to its sender
    /// @param sender which side the sender is
    /// @param to the flow it goes out on
    public Request record(Request request, Flow from, FlowToken.Side sender, Flow to) {
        FlowToken.Side receiver =
                sender == FlowToken.Side.CALLER ? FlowToken.Side.CALLEE : FlowToken.Side.CALLER;
        String callId = request.headers().callId();
        return request.with(
                request.headers()
                        .edit()
                        .push(HeaderName.RECORD_ROUTE, uri(from, signer.sign(to, receiver, callId)))
                        .push(HeaderName.RECORD_ROUTE, uri(to, signer.sign(from, sender, callId)))
                        .done());
    }

    private String uri(Flow facing, String token) {
        SentBy us = addresses.advertised(facing);
        Parameters parameters = Parameters.NONE;
        Transport transport = facing.transport();
        if (transport != Transport.UDP) {
            // Also a secure WebSocket is transport=ws (RFC 7118 section 5.2.4).
            String name = transport.webSocket() ? "ws" : transport.name().toLowerCase(Locale.ROOT);
            parameters = parameters.with("transport", name);
        }
        return NameAddr.of(
                        new SipUri(
                                false,
                                token,
                                us.host(),
                                us.port(),
                                parameters.with("lr", null),
                                null))
                .toString();
    }

    /// Takes our own places off the Route set (RFC 3261 section 16.4), both of them, and a strict
    /// router's rewriting before that.
    public Stripped strip(Request received) {
        Request request = undoStrictRoute(received);
        Headers headers = request.headers();
        FlowToken token = null;
        List<NameAddr> routes = headers.routes();
        for (NameAddr each : routes.subList(0, Math.min(MOST_OWN, routes.size()))) {
            SipUri route = ours(each, headers.callId());
            if (route == null) {
                break;
            }
            if (token == null) {
                token = signed(route, headers.callId());
            }
            headers = headers.pop(HeaderName.ROUTE);
        }
        return new Stripped(request.with(headers), token);
    }

    /// Of a route set in the order of a request's Record-Route, which are ours.
    boolean isOurs(NameAddr route, String callId) {
        return ours(route, callId) != null;
    }

    private Request undoStrictRoute(Request request) {
        List<NameAddr> routes = request.headers().routes();
        if (routes.isEmpty()
                || !(request.uri() instanceof SipUri uri)
                || !addresses.isUs(uri)
                || signed(uri, request.headers().callId()) == null) {
            return request;
        }
        Headers headers = request.headers().without(HeaderName.ROUTE);
        headers = headers.push(HeaderName.ROUTE, NameAddr.of(uri).toString());
        for (NameAddr route : routes.subList(0, routes.size() - 1)) {
            headers = headers.add(HeaderName.ROUTE, route.toString());
        }
        return request.to(routes.getLast().uri()).with(headers);
    }

    private @Nullable SipUri ours(NameAddr route, String callId) {
        return route.uri() instanceof SipUri uri
                        && (addresses.isUs(uri) || signed(uri, callId) != null)
                ? uri
                : null;
    }

    private @Nullable FlowToken signed(SipUri uri, String callId) {
        String user = uri.user();
        return user != null
                        && signer.verify(user, callId)
                                instanceof Parsed.Ok<FlowToken>(FlowToken token)
                ? token
                : null;
    }
}
