package jackfield.roles.routing;

import jackfield.base.Network;
import jackfield.roles.location.AddressOfRecord;

/// Whom a request must come from for a rule to match.
public sealed interface Origin {
    /// Anybody who was let in.
    record Anyone() implements Origin {
        @Override
        public String toString() {
            return "any";
        }
    }

    /// Any user who has proved a password.
    record AnyUser() implements Origin {
        @Override
        public String toString() {
            return "users";
        }
    }

    /// This user.
    record User(AddressOfRecord user) implements Origin {
        @Override
        public String toString() {
            return "user:" + (user.domain().isEmpty() ? user.user() : user);
        }
    }

    /// An address of this trunk.
    record FromTrunk(String name) implements Origin {
        @Override
        public String toString() {
            return "trunk:" + name;
        }
    }

    /// An address of this network.
    record Source(Network network) implements Origin {
        @Override
        public String toString() {
            return network.toString();
        }
    }
}
