package jackfield.server.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the node stands with its ACME server.
///
/// @param directory the server's directory
/// @param domains what certificates are ordered for
/// @param state `valid`, `ordering`, `waiting` (for the next try after a failure)
/// @param lastError why the last order failed; null when it did not
/// @param nextTry when the next order is due
/// @param orders certificates that came
/// @param failures orders that failed
public record AcmeView(
        String directory,
        List<String> domains,
        String state,
        @Nullable String lastError,
        String nextTry,
        long orders,
        long failures) {
    public AcmeView {
        domains = List.copyOf(domains);
    }
}
