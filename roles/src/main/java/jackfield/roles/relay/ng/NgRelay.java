package jackfield.roles.relay.ng;

import jackfield.roles.relay.CallMedia;
import jackfield.roles.relay.CallRelay;
import jackfield.roles.relay.Relay;
import jackfield.roles.relay.Subscriptions;
import org.jspecify.annotations.Nullable;

/// What the protocol drives.
///
/// @param calls passes offers and answers
/// @param media commands the media of calls
/// @param parties makes parties that talk to the relay alone; null where there are none
public record NgRelay(Relay calls, CallMedia media, @Nullable Subscriptions parties) {
    /// All that a relay can do.
    public static NgRelay of(CallRelay relay) {
        return new NgRelay(relay, relay, relay);
    }
}
