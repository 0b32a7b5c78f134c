package jackfield.roles.proxy;

import jackfield.roles.location.Bindings;
import jackfield.roles.relay.Relay;

/// What the proxy needs of the outside.
///
/// @param addresses what we are called
/// @param flows the ways out
/// @param bindings where users are
/// @param relay passes media
/// @param log takes lines about calls
public record Surroundings(
        Addresses addresses, Flows flows, Bindings bindings, Relay relay, CallLog log) {}
