package jackfield.roles.routing;

import java.util.List;

/// What a rule does with a request that matches.
public sealed interface Action {
    /// One of several destinations.
    ///
    /// @param q its preference in thousandths: the larger, the earlier in a serial fork
    record Choice(Destination to, int q) {
        /// The preference that is meant where none is given (RFC 3261 section 16.6).
        public static final int USUAL = 1000;

        @Override
        public String toString() {
            return q == USUAL ? to.toString() : to + " (q " + q / 1000.0 + ")";
        }
    }

    /// Sends it to one place or several.
    ///
    /// @param serial true to try them one after the other by falling q, those with the same q at
    ///   once; false for all at once
    /// @param ringTime how long each step of a serial fork rings (ns); 0 for as long as any call
    record Send(List<Choice> choices, boolean serial, long ringTime, Rewrite rewrite)
            implements Action {
        public Send {
            choices = List.copyOf(choices);
        }

        @Override
        public String toString() {
            return choices.size() == 1
                    ? "forward to " + choices.getFirst()
                    : "fork " + (serial ? "one by one" : "at once") + " to " + choices;
        }
    }

    /// Tells the caller where to try (RFC 3261 section 8.3).
    ///
    /// @param status 300 to 399
    record Redirect(int status, List<Choice> choices, Rewrite rewrite) implements Action {
        public Redirect {
            choices = List.copyOf(choices);
        }

        @Override
        public String toString() {
            return "redirect (" + status + ") to " + choices;
        }
    }

    /// Refuses it.
    ///
    /// @param status 400 to 699
    record Reject(int status, String reason) implements Action {
        @Override
        public String toString() {
            return "reject with " + status + " " + reason;
        }
    }

    /// Sends it to a member of a dispatcher group.
    record ToGroup(String name, Rewrite rewrite) implements Action {
        @Override
        public String toString() {
            return "group " + name;
        }
    }

    /// Answers it with the echo test.
    record Echo() implements Action {
        @Override
        public String toString() {
            return "echo";
        }
    }
}
