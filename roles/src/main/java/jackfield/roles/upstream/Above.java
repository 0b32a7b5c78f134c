package jackfield.roles.upstream;

import jackfield.roles.location.Bindings;
import jackfield.roles.transactionuser.Addresses;
import jackfield.roles.transactionuser.CallLog;
import jackfield.roles.transactionuser.Flows;
import jackfield.roles.transactionuser.Locator;

/// What registering upstream needs of the outside.
///
/// @param addresses what we are called
/// @param flows the ways out
/// @param locator finds servers
/// @param bindings where users are
/// @param location keeps what an upstream has let in
/// @param log takes lines about registrations
public record Above(
        Addresses addresses,
        Flows flows,
        Locator locator,
        Bindings bindings,
        Location location,
        CallLog log) {}
