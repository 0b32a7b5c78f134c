package jackfield.roles.transactionuser;

import jackfield.base.Flow;
import jackfield.sip.message.SipUri;
import jackfield.sip.message.Via;
import jackfield.sip.transaction.SentBy;
import org.jspecify.annotations.Nullable;

/// What this node is called.
public interface Addresses {
    /// The host and port by which the peer at the other end of `flow` reaches us: for Via,
    /// Record-Route and Contact.
    SentBy advertised(Flow flow);

    /// True where `uri` names this node itself: one of its domains or hosts, at one of its ports.
    boolean isUs(SipUri uri);

    /// True for a Via that this node once put on.
    boolean isUs(Via via);

    /// The domain that `uri` is in, where it is one that we serve: the one name that stands for all
    /// its aliases. Null for every other URI.
    @Nullable String domain(SipUri uri);

    /// The domain of our own users where a request does not say one.
    String home();
}
