package jackfield.roles.proxy;

import jackfield.roles.location.Bindings;
import jackfield.roles.records.CallRecords;
import jackfield.roles.relay.MediaRelay;
import jackfield.roles.transactionuser.Addresses;
import jackfield.roles.transactionuser.CallLog;
import jackfield.roles.transactionuser.Flows;
import jackfield.roles.transactionuser.Locator;

/// What the proxy needs of the outside.
///
/// @param addresses what we are called
/// @param realm of the passwords that we ask for
/// @param flows the ways out
/// @param locator finds the servers of places outside
/// @param redirections where contacts of redirections lead
/// @param bindings where users are
/// @param relay passes media
/// @param watch told what becomes of the targets of calls
/// @param log takes lines about calls
/// @param records takes the record of each call that is over
public record Surroundings(
        Addresses addresses,
        String realm,
        Flows flows,
        Locator locator,
        Redirections redirections,
        Bindings bindings,
        MediaRelay relay,
        TargetWatch watch,
        CallLog log,
        CallRecords records) {}
