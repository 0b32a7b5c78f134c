package jackfield.roles.proxy;

import jackfield.base.Flow;
import jackfield.roles.location.AddressOfRecord;
import jackfield.sip.message.SipUri;

/// How a request gets to a target.
public sealed interface Way {
    /// On a flow that is there: a registered client's.
    record Over(Flow flow) implements Way {}

    /// To the servers of a URI (RFC 3263): the target's own, or an outbound proxy's.
    record To(SipUri next) implements Way {}

    /// To the devices of a user who is woken, as they come.
    ///
    /// @param patience how long to wait for the first (ns)
    /// @param inside true where devices on paths inside the node are meant too
    record Awaited(AddressOfRecord user, long patience, boolean inside) implements Way {}

    /// Nowhere: the node answers the call itself.
    record Here() implements Way {}
}
