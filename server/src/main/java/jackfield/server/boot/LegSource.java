package jackfield.server.boot;

import jackfield.roles.relay.LegReport;
import java.util.List;
import java.util.function.Consumer;

/// Who knows a call's media.
@FunctionalInterface
interface LegSource {
    /// Tells what is known of a call's media now.
    ///
    /// @param reply gets an empty list when the call is not known; on any thread
    void report(String callId, Consumer<List<LegReport>> reply);
}
