package jackfield.server.config;

import java.time.Duration;

/// The settings of what the browser phone asks of the node.
public final class PageSettings {
    static final Section SECTION = new Section();

    public static final Setting<Duration> SESSION_TIME =
            SECTION.add(
                    "web.session-time",
                    Kinds.DURATION,
                    "7d",
                    "How long a page that has signed in (`POST /api/session`) need not ask for the"
                            + " password again.");

    public static final Setting<Integer> CONTACTS =
            SECTION.add(
                    "web.contacts",
                    Kinds.integer(0, 100_000),
                    "1000",
                    "How many contacts a user may keep (`/api/me/contacts`).");

    public static final Setting<String> DIRECTORY =
            SECTION.add(
                    "web.directory",
                    Kinds.choice("on", "off"),
                    "on",
                    "Whether a user who has signed in sees the others of the same domain"
                            + " (`/api/me/directory`).");

    public static final Setting<String> WATCHERS =
            SECTION.add(
                    "presence.watchers",
                    Kinds.choice("domain", "users", "off"),
                    "domain",
                    "Who may see by SUBSCRIBE who is there and on the phone: users of the same"
                            + " `domain`, all `users` of the node; `off`, such requests pass to the"
                            + " phones.");

    public static final Setting<Integer> SUBSCRIPTIONS =
            SECTION.add(
                    "presence.subscriptions-per-user",
                    Kinds.integer(1, 100_000),
                    "200",
                    "How many subscriptions to others a user may have, all devices together.");

    private PageSettings() {}
}
