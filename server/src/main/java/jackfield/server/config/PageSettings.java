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

    private PageSettings() {}
}
