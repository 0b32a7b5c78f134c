package jackfield.roles.proxy;

import jackfield.roles.location.AddressOfRecord;

/// A user of ours in a call.
///
/// @param user whose phone it is
/// @param callId the Call-ID
/// @param tag the phone's own tag
/// @param caller true for the one who calls
/// @param state how far the call is, seen from this phone
public record CallParty(
        AddressOfRecord user, String callId, String tag, boolean caller, State state) {
    /// How far a call is (RFC 4235 section 3.7.1).
    public enum State {
        /// The INVITE is out.
        TRYING,
        /// It rings.
        EARLY,
        /// It was answered.
        CONFIRMED
    }
}
