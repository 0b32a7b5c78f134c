package jackfield.roles.upstream;

import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.roles.location.ContactToken;
import jackfield.roles.location.ContactTokens;
import jackfield.roles.transactionuser.Addresses;
import jackfield.sip.message.Parameters;
import jackfield.sip.message.SipUri;
import jackfield.sip.transaction.SentBy;
import java.util.Locale;

/// The contacts we give to registrars above us: us, with a user part that proves where a request
/// for it must go.
final class OurContact {
    private OurContact() {}

    /// @param flow the way to the registrar, which is how it reaches us
    static SipUri uri(ContactTokens tokens, ContactToken token, Addresses addresses, Flow flow) {
        SentBy us = addresses.advertised(flow);
        Parameters parameters = Parameters.NONE;
        if (flow.transport() != Transport.UDP) {
            parameters =
                    parameters.with("transport", flow.transport().name().toLowerCase(Locale.ROOT));
        }
        return new SipUri(false, tokens.seal(token, 0), us.host(), us.port(), parameters, null);
    }
}
