package jackfield.server.config;

import java.util.Optional;

/// How media reaches the network.
public final class MediaSettings {
    static final Section SECTION = new Section();

    public static final Setting<String> SOCKETS =
            SECTION.add(
                    "media.sockets",
                    Kinds.choice("auto", "io_uring", "epoll", "xdp", "nio"),
                    "auto",
                    "How media packets come from the kernel and go to it; `auto` takes the cheapest"
                            + " way that works on this machine. `xdp` halves the cost of a packet by"
                            + " passing the kernel's UDP and firewall; it needs privileges and has"
                            + " to be asked for, see the guide page \"media by XDP\".");

    static final int MOST_SHARDS = 8;

    public static final Setting<Optional<Integer>> SHARDS =
            SECTION.add(
                    "media.shards",
                    Kinds.integerOr("auto", 1, MOST_SHARDS),
                    "auto",
                    "How many threads carry media, 1 to 8; `auto` is one for each core, at most 8. A"
                            + " call is on one of them. Each takes a UDP port for browsers:"
                            + " `media.browser.port` and those after it. With 1 there is one port.");

    /// The number of media shards of this machine.
    public static int shards(Config config) {
        int cores = Runtime.getRuntime().availableProcessors();
        int usual = config.get(SOCKETS).equals("xdp") ? 1 : Math.min(cores, MOST_SHARDS);
        return config.get(SHARDS).orElse(usual);
    }

    private MediaSettings() {}
}
