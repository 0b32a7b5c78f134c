package jackfield.roles.routing;

import jackfield.roles.location.AddressOfRecord;
import jackfield.sip.message.SipUri;

/// Where a rule sends a request, as it is written.
public sealed interface Destination {
    /// A user of ours, or an alias of users.
    record User(AddressOfRecord user) implements Destination {
        @Override
        public String toString() {
            return user.domain().isEmpty() ? user.user() : user.toString();
        }
    }

    /// A trunk, with the number that was called.
    record ToTrunk(String name) implements Destination {
        @Override
        public String toString() {
            return "trunk:" + name;
        }
    }

    /// A URI; where it has no user, with the number that was called.
    record Place(SipUri uri) implements Destination {
        @Override
        public String toString() {
            return uri.toString();
        }
    }

    /// Whoever was called, once the number is rewritten: a user of ours in a domain of ours, and
    /// everywhere else the place that the Request-URI names.
    record Called() implements Destination {
        @Override
        public String toString() {
            return "called";
        }
    }
}
