package jackfield.roles.routing;

import jackfield.roles.location.AddressOfRecord;
import jackfield.sip.message.SipUri;
import java.util.List;

/// What is to be done with a request.
public sealed interface Route {
    /// Where a request goes.
    sealed interface Hop {
        /// To a user or an alias of ours.
        record Local(AddressOfRecord user) implements Hop {}

        /// To a place outside.
        ///
        /// @param uri the Request-URI
        /// @param next what leads there: the URI itself
        record Remote(SipUri uri, SipUri next) implements Hop {}
    }

    /// Hops that are tried at the same time.
    record Step(List<Hop> hops) {
        public Step {
            hops = List.copyOf(hops);
        }
    }

    /// No rule matches.
    record None() implements Route {}

    /// Send it on, step by step.
    ///
    /// @param ringTime how long each step but the last may ring (ns); 0 for as long as any call
    record Send(Rule rule, List<Step> steps, long ringTime) implements Route {
        public Send {
            steps = List.copyOf(steps);
        }
    }

    /// Send it to a member of a group.
    ///
    /// @param number whom to ask the member for; empty for nobody in particular
    record ToGroup(Rule rule, String group, String number) implements Route {}

    /// Answer with other places to try (RFC 3261 section 8.3).
    record Redirect(Rule rule, int status, List<Contact> contacts) implements Route {
        /// One place, and its preference in thousandths.
        public record Contact(SipUri uri, int q) {}

        public Redirect {
            contacts = List.copyOf(contacts);
        }
    }

    /// Refuse it.
    record Reject(Rule rule, int status, String reason) implements Route {}

    /// Let the echo test answer.
    record Echo(Rule rule) implements Route {}

    /// A rule leads out, and the sender is neither a user nor a trunk: refuse it, so that nobody
    /// finds a relay here.
    record Forbidden(Rule rule) implements Route {}
}
