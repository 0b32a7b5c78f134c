package jackfield.roles.signalling;

import jackfield.roles.location.Bindings;
import jackfield.roles.records.CallRecords;
import jackfield.roles.relay.MediaRelay;
import jackfield.roles.relay.Relay;
import jackfield.roles.sbc.Border;
import jackfield.roles.trace.MessageTap;
import jackfield.roles.transactionuser.Addresses;
import jackfield.roles.transactionuser.Flows;
import jackfield.roles.transactionuser.Locator;
import jackfield.sip.flow.FlowTokenSigner;

/// What one signalling shard is put together from.
///
/// @param addresses what we are called
/// @param flows the ways out
/// @param locator finds the servers of places outside
/// @param border guards what comes in
/// @param bindings where users are
/// @param relay passes the media of calls between two
/// @param ownRelay answers those who call the node itself; the same where there is no other
/// @param tokens signs what must come back to us in a URI
/// @param tap sees every message
/// @param records takes the record of each call that is over
public record SignallingParts(
        Addresses addresses,
        Flows flows,
        Locator locator,
        Border border,
        Bindings bindings,
        MediaRelay relay,
        Relay ownRelay,
        FlowTokenSigner tokens,
        MessageTap tap,
        CallRecords records) {
    /// With one relay for all media, in this process.
    public SignallingParts(
            Addresses addresses,
            Flows flows,
            Locator locator,
            Border border,
            Bindings bindings,
            Relay relay,
            FlowTokenSigner tokens,
            MessageTap tap,
            CallRecords records) {
        this(addresses, flows, locator, border, bindings, relay, relay, tokens, tap, records);
    }
}
