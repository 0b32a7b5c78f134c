package jackfield.server.config;

import java.time.Duration;
import java.util.Optional;

/// How media reaches the network.
public final class MediaSettings {
    static final Section SECTION = new Section();

    public static final Setting<String> SOCKETS =
            SECTION.add(
                    "media.sockets",
                    Kinds.choice("auto", "io_uring", "epoll", "nio"),
                    "auto",
                    "How media packets come from the kernel and go to it; `auto` takes the cheapest"
                            + " way that works on this machine.");

    static final int MOST_SHARDS = 8;

    public static final Setting<Optional<Integer>> SHARDS =
            SECTION.add(
                    "media.shards",
                    Kinds.integerOr("auto", 1, MOST_SHARDS),
                    "auto",
                    "How many threads carry media, 1 to 8; `auto` is one for each core, at most 8. A"
                            + " call is on one of them. Each takes a UDP port for browsers:"
                            + " `media.browser.port` and those after it. With 1 there is one port.");

    public static final Setting<Duration> HELD_TIMEOUT =
            SECTION.add(
                    "media.held-timeout",
                    Kinds.DURATION,
                    "1h",
                    "The same as `media.silent-timeout` for a call on hold, where nothing may be"
                            + " heard for long.");

    public static final Setting<Duration> UNANSWERED_TIMEOUT =
            SECTION.add(
                    "media.unanswered-timeout",
                    Kinds.DURATION,
                    "1h",
                    "The same for a call whose offer was not answered yet: its proxy went away"
                            + " without a word. Calls of our own proxy end earlier by their INVITE.");

    /// The number of media shards of this machine.
    public static int shards(Config config) {
        int cores = Runtime.getRuntime().availableProcessors();
        return config.get(SHARDS).orElse(Math.min(cores, MOST_SHARDS));
    }

    private MediaSettings() {}
}
