package jackfield.server.config;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
                    "How many threads carry media, 1 to 8. A call is on one of them. Each takes a"
                            + " UDP port for browsers: `media.browser.port` and those after it."
                            + " `auto` is one for each core, at most 8; but only one, with one"
                            + " port, where you chose `media.browser.port`, or where peers are"
                            + " told an address that is not this machine's (a container, a NAT):"
                            + " there each port has to be published. The log says which at start.");

    public static final Setting<String> PRIORITY =
            SECTION.add(
                    "media.priority",
                    Kinds.choice("auto", "off"),
                    "auto",
                    "Whether the threads that carry media run before this program's others, so that"
                            + " a sound never waits for a compiler or a report: `auto` asks the"
                            + " kernel for it (nice -10), which it grants to root, with"
                            + " `CAP_SYS_NICE`, or with `LimitNICE=-10` in a unit of systemd; else,"
                            + " and under a real-time policy, they run as all.");

    public static final Setting<Integer> TOS =
            SECTION.add(
                    "media.tos",
                    Kinds.integer(0, 255),
                    "0",
                    "How media packets are marked for the network: the byte called type of service"
                            + " (IPv4) or traffic class (IPv6), 0 to 255. 184 asks for expedited"
                            + " forwarding (DSCP EF), where your network honours it; 0 asks for"
                            + " nothing.");

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
        boolean one = config.get(SOCKETS).equals("xdp") || whyOnePort(config) != null;
        return config.get(SHARDS).orElse(one ? 1 : Math.min(cores, MOST_SHARDS));
    }

    /// Why `auto` takes one thread with one port: null where it does not.
    public static @Nullable String whyOnePort(Config config) {
        Port port = config.get(Settings.BROWSER_MEDIA_PORT);
        if (!config.where(Settings.BROWSER_MEDIA_PORT).equals(Where.DEFAULT) && port.number() > 0) {
            return Settings.BROWSER_MEDIA_PORT.key() + " names one";
        }
        InetAddress told = config.get(Settings.PUBLIC_ADDRESS).orElse(null);
        if (told != null && isElsewhere(told)) {
            return Settings.PUBLIC_ADDRESS.key()
                    + " "
                    + told.getHostAddress()
                    + " is not this machine's, so ports have to be published";
        }
        for (MediaInterface each : config.get(RelaySection.INTERFACES)) {
            if (isElsewhere(each.advertised())) {
                return RelaySection.INTERFACES.key()
                        + " tells "
                        + each.advertised().getHostAddress()
                        + ", which is not this machine's, so ports have to be published";
            }
        }
        return null;
    }

    private static boolean isElsewhere(InetAddress address) {
        return !address.isLoopbackAddress() && !Addresses.ofThisMachine().contains(address);
    }

    private MediaSettings() {}
}
