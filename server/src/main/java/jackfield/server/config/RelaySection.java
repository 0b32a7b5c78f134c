package jackfield.server.config;

import java.util.List;

/// The settings of the relay: where its peers reach it, and how much it takes.
public final class RelaySection {
    static final Section SECTION = new Section();

    public static final Setting<List<MediaInterface>> INTERFACES =
            SECTION.add(
                    "relay.interfaces",
                    NetworkKinds.MEDIA_INTERFACES,
                    "none",
                    "Addresses that media is reached at, where there are several:"
                            + " `internal/10.0.0.5, external/10.0.0.5!203.0.113.10`. Each is a name,"
                            + " an address of this machine, after `!` the one that peers are told,"
                            + " and after another `/` its own ports of plain RTP. The first is the"
                            + " usual one; a controller names others (NG `direction`), and without"
                            + " that the peer's own address decides. None: `listen.address` and"
                            + " `public.address`.");

    public static final Setting<Integer> MOST_CPU =
            SECTION.add(
                    "relay.limits.cpu",
                    Kinds.integer(1, 100),
                    "100",
                    "Percent of all processors in use from which on new calls are refused, so that"
                            + " those that are there sound well; 100 never refuses.");

    public static final Setting<Integer> MOST_MEGABITS =
            SECTION.add(
                    "relay.limits.megabits",
                    Kinds.integer(0, 1_000_000),
                    "0",
                    "Megabits of media a second, in and out together, from which on new calls are"
                            + " refused; 0 for any.");

    private RelaySection() {}
}
