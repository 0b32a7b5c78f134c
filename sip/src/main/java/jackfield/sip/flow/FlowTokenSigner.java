package jackfield.sip.flow;

import jackfield.base.Flow;
import jackfield.base.Parsed;

/// Makes flow tokens and reads them back (RFC 5626 section 5.2): HMAC-SHA256 over transport,
/// endpoints, flow id and the run of the node. One writer.
public final class FlowTokenSigner {
    /// A signer.
    ///
    /// @param key 32 secret bytes, the same over restarts
    /// @param boot a random number drawn at this start of the node: a connection's token of another
    ///   boot is never believed
    public FlowTokenSigner(byte[] key, long boot) {}

    /// The token for the user part of a SIP URI: letters, digits, `-` and `_`.
    public String sign(Flow flow, FlowToken.Side side) {
        throw new UnsupportedOperationException();
    }

    /// Reads a user part. `Bad` where it is no token, was not signed by our key, or names a
    /// connection of an earlier run.
    public Parsed<FlowToken> verify(String user) {
        throw new UnsupportedOperationException();
    }
}
