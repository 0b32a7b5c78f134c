package jackfield.roles.relay.ng;

import java.util.List;

/// A call made by way of NG, as the API shows it.
///
/// @param callId as the proxy knows it
/// @param relayed as the relay knows it
/// @param answered when somebody answered first, nanoseconds since the node started; 0 before that
/// @param tags the parties, the first offerer first
/// @param began when its first offer came, nanoseconds since the node started
public record NgCallView(
        String callId, String relayed, long answered, List<String> tags, long began) {
    static NgCallView of(NgCalls.Call call) {
        return new NgCallView(
                call.id,
                call.relayed(),
                call.answered,
                List.copyOf(call.tags.keySet()),
                call.created);
    }
}
