package jackfield.server.push;

import java.util.Set;

/// What an operator may change about push messages.
///
/// @param patienceNs how long a call waits for one who is woken
/// @param mostPerUser subscriptions of one user
/// @param mostPerMinute messages for one user in a minute
/// @param services origins of push services, and [#PUBLIC]
/// @param contact whom a push service may turn to: `mailto:` or `https:`
public record PushPolicy(
        long patienceNs, int mostPerUser, int mostPerMinute, Set<String> services, String contact) {
    /// Stands for every service reached by https at a public address.
    public static final String PUBLIC = "public";

    public PushPolicy {
        services = Set.copyOf(services);
    }
}
