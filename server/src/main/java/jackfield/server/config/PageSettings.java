package jackfield.server.config;

import java.time.Duration;
import java.util.Set;

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

    public static final Setting<Set<String>> FRAME_ANCESTORS =
            SECTION.add(
                    "web.frame-ancestors",
                    NetworkKinds.ORIGINS,
                    "none",
                    "Whose pages may show the phone in a frame, and drive it by messages: origins"
                            + " like https://shop.example.org, or none.");

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

    public static final Setting<String> MESSAGES =
            SECTION.add(
                    "messages.store",
                    Kinds.choice("on", "off"),
                    "on",
                    "Whether text messages between users are kept: for devices that are not there"
                            + " now, and as a history (`/api/me/messages`). Off, they pass to the"
                            + " devices that are there.");

    public static final Setting<Duration> MESSAGES_KEEP =
            SECTION.add(
                    "messages.keep",
                    Kinds.DURATION,
                    "90d",
                    "How long a text message is kept, delivered or not.");

    public static final Setting<Integer> MESSAGES_WAITING =
            SECTION.add(
                    "messages.waiting-per-user",
                    Kinds.integer(1, 100_000),
                    "200",
                    "How many text messages may wait for a user without a device; more are refused.");

    public static final Setting<Integer> MESSAGES_IN_ALL =
            SECTION.add(
                    "messages.most",
                    Kinds.integer(100, 100_000_000),
                    "100000",
                    "How many text messages are kept in all; beyond that the oldest go.");

    public static final Setting<Duration> LINK_TIME =
            SECTION.add(
                    "web.link-time",
                    Kinds.DURATION,
                    "24h",
                    "How long a link can be used that signs a user in once"
                            + " (`POST /api/users/:name/provisioning`).");

    private PageSettings() {}
}
