package jackfield.roles.waking;

import jackfield.roles.location.AddressOfRecord;

/// A call that waits for somebody to wake.
///
/// @param user who is to be woken
/// @param from the caller's URI, or name; as far as anybody proved it, the border did
/// @param name as the caller wants to be called; empty for none
/// @param callId what the call is called until it is over
/// @param video true where the caller wants to be seen
public record WakingCall(
        AddressOfRecord user, String from, String name, String callId, boolean video) {}
