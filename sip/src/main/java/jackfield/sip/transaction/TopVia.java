package jackfield.sip.transaction;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Parsed;
import jackfield.base.Transport;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Message;
import jackfield.sip.message.Request;
import jackfield.sip.message.Via;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the top Via of a received request tells, and what the receiver writes into it (RFC 3261
/// section 18.2, RFC 3581 section 4).
final class TopVia {
    private static final int DEFAULT_PORT = 5060;

    private TopVia() {}

    /// The top Via; null where there is none or it is malformed. Those below are not our business.
    static @Nullable Via of(Message message) {
        List<String> values = message.headers().all(HeaderName.VIA);
        return values.isEmpty() ? null : parsed(values.getFirst());
    }

    /// The request with `received` and `rport` as we saw them: always on connections, where it
    /// costs nothing and helps a peer behind a NAT; over UDP where the peer asked by `rport`, and
    /// `received` alone where its sent-by names another address. What it wrote itself is not
    /// believed.
    static Request stamp(Request request, Via via, Flow flow) {
        Via plain =
                new Via(
                        via.protocol(),
                        via.host(),
                        via.port(),
                        via.parameters().without("received"));
        Via stamped = plain;
        if (flow.transport() != Transport.UDP || via.parameters().has("rport")) {
            stamped =
                    plain.with("received", flow.remote().host())
                            .with("rport", Integer.toString(flow.remote().port()));
        } else if (!names(via, flow.remote())) {
            stamped = plain.with("received", flow.remote().host());
        }
        if (stamped.equals(via)) {
            return request;
        }
        return request.with(request.headers().pop(HeaderName.VIA)).push(stamped);
    }

    /// The way responses go: back on the flow; over UDP without `rport` to the port of the sent-by
    /// (RFC 3261 section 18.2.2). `maddr` is not followed: it would let a stranger aim us at
    /// others.
    static Flow back(Via via, Flow flow) {
        if (flow.transport() != Transport.UDP || via.parameters().has("rport")) {
            return flow;
        }
        int port = via.port() == 0 ? DEFAULT_PORT : via.port();
        return port == flow.remote().port()
                ? flow
                : new Flow(flow.id(), flow.transport(), flow.local(), flow.remote().withPort(port));
    }

    private static @Nullable Via parsed(String text) {
        return Via.parse(text) instanceof Parsed.Ok<Via>(Via via) ? via : null;
    }

    private static boolean names(Via via, Endpoint remote) {
        Endpoint literal = Endpoint.literal(via.host(), remote.port());
        return remote.equals(literal);
    }
}
