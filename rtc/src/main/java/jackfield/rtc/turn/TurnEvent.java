package jackfield.rtc.turn;

import jackfield.base.Endpoint;

/// What people may want to know of.
public sealed interface TurnEvent {
    /// A client has a relayed address.
    record Allocated(AllocationView allocation) implements TurnEvent {}

    /// It has it no more.
    ///
    /// @param why for people
    record Ended(AllocationView allocation, String why) implements TurnEvent {}

    /// A client did not get what it asked for.
    ///
    /// @param client as we see it
    /// @param transport how it came
    /// @param username as it says; it may be empty
    /// @param asked for what: `Allocate`
    /// @param why for people; empty for the first challenge, which is no failure
    record Refused(
            Endpoint client,
            ClientTransport transport,
            String username,
            String asked,
            StunError error,
            String why)
            implements TurnEvent {}
}
