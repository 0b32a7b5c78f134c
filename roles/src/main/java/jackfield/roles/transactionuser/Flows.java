package jackfield.roles.transactionuser;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Transport;
import org.jspecify.annotations.Nullable;

/// The ways that bytes can take from this node, as signalling asks for them. None of it blocks.
public interface Flows {
    /// The flow to a remote address: over UDP one of our sockets; over TCP and TLS an open
    /// connection, or one that begins to open and tells its failure as a lost flow. Null where
    /// there is no way, and always for WebSockets, which can't be dialled.
    ///
    /// @param local our address that the flow must have; null where any will do
    @Nullable Flow to(Transport transport, @Nullable Endpoint local, Endpoint remote);

    /// The flow to a server that a URI led to. Over TLS its certificate has to prove the domain of
    /// the URI (RFC 5922 section 7.3).
    default @Nullable Flow to(NextHop server) {
        return to(server.transport(), null, server.remote());
    }

    /// True while bytes can be put on `flow`: its connection is open, or its socket is.
    boolean alive(Flow flow);
}
