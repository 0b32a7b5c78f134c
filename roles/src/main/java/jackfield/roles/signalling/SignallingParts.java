package jackfield.roles.signalling;

import jackfield.roles.location.Bindings;
import jackfield.roles.proxy.Addresses;
import jackfield.roles.proxy.Flows;
import jackfield.roles.relay.Relay;
import jackfield.roles.sbc.SourceLimits;
import jackfield.roles.sbc.Users;
import jackfield.sip.auth.DigestAuthenticator;
import jackfield.sip.flow.FlowTokenSigner;

/// What one signalling shard is put together from.
///
/// @param addresses what we are called
/// @param flows the ways out
/// @param users who is a user here
/// @param digest checks passwords
/// @param bindings where users are
/// @param relay passes media
/// @param tokens signs what must come back to us in a URI
/// @param limits how much one source may ask
public record SignallingParts(
        Addresses addresses,
        Flows flows,
        Users users,
        DigestAuthenticator digest,
        Bindings bindings,
        Relay relay,
        FlowTokenSigner tokens,
        SourceLimits limits) {}
