package jackfield.server.config;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// The settings of Web Push: what wakes the phone of a user whose page sleeps.
public final class PushSettings {
    static final Section SECTION = new Section();

    public static final Setting<String> PUSH =
            SECTION.add(
                    "push",
                    Kinds.choice("on", "off"),
                    "on",
                    "Whether users may have their closed pages woken by push messages"
                            + " (`/api/me/push`). Messages are encrypted for the page; the browser's"
                            + " push service learns when somebody is woken, and nothing else.");

    public static final Setting<Duration> PATIENCE =
            SECTION.add(
                    "push.ring-time",
                    Kinds.DURATION,
                    "30s",
                    "How long a call for a user who is woken rings before it fails with 480: until"
                            + " then it rings at whatever registers.");

    public static final Setting<Optional<String>> CONTACT =
            SECTION.add(
                    "push.contact",
                    Kinds.textOr("auto"),
                    "auto",
                    "Whom the operator of a push service may turn to: mailto:admin@example.org or an"
                            + " https URL; auto is the URL of the domain.");

    public static final Setting<Integer> PER_USER =
            SECTION.add(
                    "push.subscriptions-per-user",
                    Kinds.integer(1, 1_000),
                    "10",
                    "Browsers of one user that are woken; a new one takes the place of the oldest.");

    public static final Setting<Integer> PER_MINUTE =
            SECTION.add(
                    "push.messages-per-minute",
                    Kinds.integer(1, 10_000),
                    "30",
                    "Push messages for one user in a minute; calls and texts beyond that wake"
                            + " nobody.");

    public static final Setting<Set<String>> SERVICES =
            SECTION.add(
                    "push.services",
                    NetworkKinds.WORDS,
                    "public",
                    "Push services that pages may name: `public` for those reached by https at"
                            + " public addresses; origins like https://push.example.org that may be"
                            + " at private ones too.");

    private PushSettings() {}
}
