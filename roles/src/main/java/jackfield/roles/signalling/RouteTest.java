package jackfield.roles.signalling;

import jackfield.base.Endpoint;
import jackfield.roles.location.AddressOfRecord;
import jackfield.sip.message.Method;
import jackfield.sip.message.SipUri;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question of an operator: what would become of such a request?
///
/// @param called whom it would be for
/// @param sender the user who would send it; null for nobody known
/// @param method of the request
/// @param source the address it would come from
public record RouteTest(
        SipUri called, @Nullable AddressOfRecord sender, Method method, Endpoint source) {
    /// The answer.
    ///
    /// @param outcome what would be done, in words
    /// @param steps what was looked at, in order, and what came of it
    /// @param targets where it would go, attempt by attempt
    public record Answer(String outcome, List<String> steps, List<String> targets) {
        public Answer {
            steps = List.copyOf(steps);
            targets = List.copyOf(targets);
        }
    }
}
