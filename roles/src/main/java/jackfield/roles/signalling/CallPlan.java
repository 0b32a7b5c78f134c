package jackfield.roles.signalling;

import jackfield.roles.proxy.TargetSet;
import jackfield.roles.routing.Route;
import java.util.List;

/// What becomes of a request outside any dialog.
sealed interface CallPlan {
    /// It is forwarded.
    record Forward(TargetSet targets) implements CallPlan {}

    /// The echo test answers.
    record Echo() implements CallPlan {}

    /// The sender is told where to try (RFC 3261 section 8.3).
    record Redirect(int status, List<Route.Redirect.Contact> contacts) implements CallPlan {}

    /// It is refused.
    record Refuse(int status, String reason) implements CallPlan {}
}
