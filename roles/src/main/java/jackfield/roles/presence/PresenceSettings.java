package jackfield.roles.presence;

import jackfield.sip.event.Notifier;

/// What an operator may change about presence.
///
/// @param watchers who may watch whom
/// @param expires how long a subscription or a publication may last (s)
/// @param mostPerUser subscriptions of one watcher
/// @param mostInAll subscriptions of all
public record PresenceSettings(
        Watchers watchers, Notifier.Limits expires, int mostPerUser, int mostInAll) {
    /// Who may watch whom.
    public enum Watchers {
        /// Nobody: there is no event server, and what asks for one passes to the phones.
        OFF,
        /// Users of the same domain.
        DOMAIN,
        /// All users of the node.
        USERS
    }

    /// Users of the same domain, 200 subscriptions each, an hour.
    public static final PresenceSettings DEFAULT =
            new PresenceSettings(
                    Watchers.DOMAIN, new Notifier.Limits(60, 3_600, 7_200), 200, 200_000);

    /// The same with other watchers.
    public PresenceSettings with(Watchers others) {
        return new PresenceSettings(others, expires, mostPerUser, mostInAll);
    }
}
