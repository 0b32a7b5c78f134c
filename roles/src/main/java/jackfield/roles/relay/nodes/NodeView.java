package jackfield.roles.relay.nodes;

/// A relay node as the API shows it.
///
/// @param number its place in the settings, from 1
/// @param uri its name: `udp:192.0.2.7:2223`
/// @param set the set it belongs to
/// @param weight its share of new calls
/// @param state `up`; `full`: it said that it takes no more calls for now; `down`: it did not
///   answer and is probed; `disabled`: by hand, it gets no new calls
/// @param calls calls that are on it now
/// @param tally what was counted
/// @param roundTrip how long its last reply took (ns); 0 before the first
/// @param why the last thing that went wrong, for people; empty for nothing
public record NodeView(
        int number,
        String uri,
        String set,
        int weight,
        String state,
        int calls,
        Tally tally,
        long roundTrip,
        String why) {
    /// What was counted of a node since the start.
    ///
    /// @param requests commands it was sent, pings too
    /// @param errors commands it answered with an error
    /// @param timeouts commands it did not answer
    /// @param failovers calls that went to another node because of it
    public record Tally(long requests, long errors, long timeouts, long failovers) {}
}
