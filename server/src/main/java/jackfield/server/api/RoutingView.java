package jackfield.server.api;

import jackfield.roles.dispatcher.GroupView;
import jackfield.roles.routing.RoutingRules;
import jackfield.roles.signalling.RouteTest;
import java.io.Serial;
import java.util.List;

/// What the API can ask and tell a node about routing. Called on virtual threads: it may wait for
/// the shard.
public interface RoutingView {
    /// The settings could not be read again.
    final class Refused extends RuntimeException {
        @Serial private static final long serialVersionUID = 1L;

        private final transient List<String> problems;

        /// @param problems each with its line and cure
        public Refused(List<String> problems) {
            super(String.join("\n", problems));
            this.problems = List.copyOf(problems);
        }

        List<String> problems() {
            return problems;
        }
    }

    /// The domain of users who name none.
    String home();

    /// The domain of ours that a host names: its users' domain; null for every other.
    @org.jspecify.annotations.Nullable
    String domain(String host);

    /// The rules of now.
    RoutingRules rules();

    /// Reads the settings again and takes their rules.
    ///
    /// @return what was not taken, in words
    /// @throws Refused where they are wrong: then the old rules stay
    List<String> reload();

    /// What would become of a request.
    RouteTest.Answer test(RouteTest question);

    /// The dispatcher groups of now.
    List<GroupView> groups();

    /// Takes a member out of use, or back.
    ///
    /// @param number its place in the group, from 1
    /// @return false where there is none
    boolean disable(String group, int number, boolean disabled);
}
