package jackfield.roles.signalling;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.SipUri;
import jackfield.sip.message.Via;
import java.util.List;

/// Where a peer over UDP listens. Most listen on the port that they send from, and that is how a
/// NAT is passed. One that has no NAT before it and does not ask for `rport` (RFC 3581) may send
/// from any port, and means what it says (RFC 3261 sections 8.1.1.8 and 18.2.2).
final class ListeningPort {
    private static final int USUAL = 5060;

    private ListeningPort() {}

    /// The flow to reach the sender of `request` on, which came in on `flow`.
    static Flow of(Request request, Flow flow) {
        List<Via> vias = request.headers().vias();
        if (flow.transport() != Transport.UDP || vias.size() != 1) {
            return flow;
        }
        Via via = vias.getFirst();
        if (via.parameters().has("rport") || !isHost(via.host(), flow)) {
            return flow;
        }
        int port = contactPort(request, flow);
        int wanted = port > 0 ? port : via.port() > 0 ? via.port() : USUAL;
        Endpoint remote = flow.remote();
        return wanted == remote.port()
                ? flow
                : new Flow(flow.id(), flow.transport(), flow.local(), remote.withPort(wanted));
    }

    /// The port of the Contact where it is on the same host and over UDP; 0 where it is not.
    private static int contactPort(Request request, Flow flow) {
        List<NameAddr> contacts = request.headers().contacts();
        if (contacts.isEmpty() || !(contacts.getFirst().uri() instanceof SipUri uri)) {
            return 0;
        }
        String transport = uri.parameters().get("transport");
        boolean udp = transport == null || transport.equalsIgnoreCase("udp");
        return !udp || !isHost(uri.host(), flow) ? 0 : uri.port() > 0 ? uri.port() : USUAL;
    }

    private static boolean isHost(String host, Flow flow) {
        return flow.remote().equals(Endpoint.literal(host, flow.remote().port()));
    }
}
