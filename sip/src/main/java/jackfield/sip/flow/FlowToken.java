package jackfield.sip.flow;

import jackfield.base.Flow;

/// What a signed user part of one of our own URIs says: which flow leads to the peer, and which
/// peer of the call or registration that is.
///
/// @param flow the flow. A connection's is of this run of the node. Of a UDP flow only the
///   transport and the two endpoints outlive a restart: unless `current`, find the socket by
///   `flow.local()`, not by its id
/// @param side whom the flow leads to
/// @param current true where this run of the node made the token
public record FlowToken(Flow flow, Side side, boolean current) {
    /// Whom a flow leads to. A token made for one use is not taken for another.
    public enum Side {
        /// The one who called: the Record-Route URI that the callee's requests come back through.
        CALLER,
        /// The one who was called: the Record-Route URI that the caller's requests come through.
        CALLEE
    }
}
