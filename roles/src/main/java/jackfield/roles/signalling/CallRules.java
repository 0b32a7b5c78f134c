package jackfield.roles.signalling;

import jackfield.roles.dispatcher.GroupSettings;
import jackfield.roles.forwarding.Forwardings;
import jackfield.roles.routing.Router;
import java.util.List;

/// What decides where calls go, besides registrations: replaced as a whole while the node runs.
///
/// @param router domains, aliases, trunks and routes
/// @param groups the dispatcher groups that routes name
/// @param forwardings where users want their calls
public record CallRules(Router router, List<GroupSettings> groups, Forwardings forwardings) {
    /// Users and numbers only.
    public static final CallRules NONE = new CallRules(Router.EMPTY, List.of(), Forwardings.NONE);

    public CallRules {
        groups = List.copyOf(groups);
    }
}
