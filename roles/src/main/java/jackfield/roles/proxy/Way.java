package jackfield.roles.proxy;

import jackfield.base.Flow;
import jackfield.sip.message.SipUri;

/// How a request gets to a target.
public sealed interface Way {
    /// On a flow that is there: a registered client's.
    record Over(Flow flow) implements Way {}

    /// To the servers of a URI (RFC 3263): the target's own, or an outbound proxy's.
    record To(SipUri next) implements Way {}
}
