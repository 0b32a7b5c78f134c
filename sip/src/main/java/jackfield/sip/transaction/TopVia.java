package jackfield.sip.transaction;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Parameters;
import jackfield.sip.message.Request;
import jackfield.sip.message.Via;

/// What the top Via of a received request tells, and what the receiver writes into it (RFC 3261
/// section 18.2, RFC 3581 section 4).
final class TopVia {
    private static final int DEFAULT_PORT = 5060;

    private TopVia() {}

    /// The request with `received` and `rport` as we saw them: always on connections, where it
    /// costs nothing and helps a peer behind a NAT; over UDP where the peer asked by `rport`, and
    /// `received` alone where its sent-by names another address. What it wrote itself is not
    /// believed.
    static Request stamp(Request request, Flow flow) {
        Via via = request.headers().topVia();
        Parameters parameters = via.parameters();
        boolean port = flow.transport() != Transport.UDP || parameters.has("rport");
        boolean address = port || !names(via, flow.remote());
        if (!address && !parameters.has("received")) {
            return request;
        }
        Parameters stamped = parameters.without("received");
        if (address) {
            stamped = stamped.with("received", flow.remote().host());
        }
        if (port) {
            stamped = stamped.with("rport", Integer.toString(flow.remote().port()));
        }
        Via seen = new Via(via.protocol(), via.host(), via.port(), stamped);
        return seen.equals(via)
                ? request
                : request.with(request.headers().edit().pop(HeaderName.VIA).push(seen).done());
    }

    /// The way responses go: back on the flow; over UDP without `rport` to the port of the sent-by
    /// (RFC 3261 section 18.2.2). `maddr` is not followed: it would let a stranger aim us at
    /// others.
    static Flow back(Request request, Flow flow) {
        Via via = request.headers().topVia();
        if (flow.transport() != Transport.UDP || via.parameters().has("rport")) {
            return flow;
        }
        int port = via.port() == 0 ? DEFAULT_PORT : via.port();
        return port == flow.remote().port()
                ? flow
                : new Flow(flow.id(), flow.transport(), flow.local(), flow.remote().withPort(port));
    }

    private static boolean names(Via via, Endpoint remote) {
        Endpoint literal = Endpoint.literal(via.host(), remote.port());
        return remote.equals(literal);
    }
}
