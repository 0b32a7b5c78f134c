package jackfield.server.config;

import jackfield.base.Endpoint;
import jackfield.base.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The settings of STUN and TURN.
public final class TurnSection {
    static final Section SECTION = new Section();

    public static final Setting<Port> PORT =
            SECTION.add("turn.port", Kinds.PORT, "3478", "STUN and TURN over UDP and TCP.");

    public static final Setting<Port> TLS_PORT =
            SECTION.add(
                    "turn.tls.port", Kinds.PORT, "5349", "TURN over TLS, and over DTLS by UDP.");

    public static final Setting<PortRange> RANGE =
            SECTION.add(
                    "turn.range",
                    Kinds.PORT_RANGE,
                    "30000-39999",
                    "The relayed ports of TURN, one for each allocation.");

    public static final Setting<List<TurnAddress>> ADDRESSES =
            SECTION.add(
                    "turn.addresses",
                    NetworkKinds.TURN_ADDRESSES,
                    "none",
                    "The addresses that TURN relays by, at most one of each family:"
                            + " `10.0.0.5!203.0.113.10, 2001:db8::5`; after `!` the one that peers"
                            + " are told. None: `listen.address` and `public.address`, and this"
                            + " machine's IPv6 address where it has one.");

    public static final Setting<Optional<String>> HOST =
            SECTION.add(
                    "turn.host",
                    Kinds.textOr("auto"),
                    "auto",
                    "The name or address by which clients are told to reach TURN (`GET /api/turn`);"
                            + " `auto` is `domain` where that is a name, else `public.address`.");

    public static final Setting<Optional<String>> SECRET =
            SECTION.add(
                    "turn.secret",
                    Kinds.textOr("auto"),
                    "auto",
                    "The secret that time-limited credentials are made with, to be shared with"
                            + " applications that make their own (coturn's static-auth-secret);"
                            + " `auto` is the one in the data folder's turn.secret.");

    public static final Setting<Duration> CREDENTIAL_TIME =
            SECTION.add(
                    "turn.credential-time",
                    Kinds.DURATION,
                    "12h",
                    "How long a credential of `GET /api/turn` can be used to begin with. What it has"
                            + " begun goes on.");

    public static final Setting<String> USERS =
            SECTION.add(
                    "turn.users",
                    Kinds.choice("on", "off"),
                    "on",
                    "Whether users may also use TURN with their own name and password.");

    public static final Setting<List<Network>> ALLOWED =
            SECTION.add(
                    "turn.peers.allow",
                    NetworkKinds.NETWORKS,
                    "none",
                    "Networks that clients may reach through TURN although they are denied by"
                            + " default: those of your own phones, say. The narrowest network that"
                            + " an address is in decides.");

    public static final Setting<List<Network>> DENIED =
            SECTION.add(
                    "turn.peers.deny",
                    NetworkKinds.NETWORKS,
                    "none",
                    "Networks that clients may not reach through TURN, besides the private, loopback,"
                            + " link-local, multicast and reserved ones.");

    public static final Setting<String> TCP_RELAY =
            SECTION.add(
                    "turn.tcp-relay",
                    Kinds.choice("on", "off"),
                    "off",
                    "Whether clients may reach peers by TCP (RFC 6062). Browsers never do.");

    public static final Setting<Integer> ALLOCATIONS =
            SECTION.add(
                    "turn.limits.allocations",
                    Kinds.integer(1, 65_535),
                    "10000",
                    "Allocations at once, all users together.");

    public static final Setting<Integer> ALLOCATIONS_PER_USER =
            SECTION.add(
                    "turn.limits.allocations-per-user",
                    Kinds.integer(1, 65_535),
                    "100",
                    "Allocations at once of one user. A browser takes one for each TURN address and"
                            + " network of its own, and leaves them behind when a page is closed.");

    public static final Setting<Integer> KILOBITS =
            SECTION.add(
                    "turn.limits.kilobits",
                    Kinds.integer(0, 100_000_000),
                    "0",
                    "Kilobits a second of one allocation, both directions together; 0 for any.");

    public static final Setting<Integer> MEGABITS =
            SECTION.add(
                    "turn.limits.megabits",
                    Kinds.integer(0, 1_000_000),
                    "0",
                    "Megabits a second of all allocations together; 0 for any.");

    public static final Setting<Integer> CHALLENGES =
            SECTION.add(
                    "turn.limits.challenges-per-minute",
                    Kinds.integer(10, 1_000_000),
                    "600",
                    "How often one address is asked for its password in a minute (401, 438); then"
                            + " it is not answered, so that nobody's forged packets are turned into"
                            + " a flood.");

    public static final Setting<Duration> LONGEST =
            SECTION.add(
                    "turn.limits.lifetime",
                    Kinds.DURATION,
                    "1h",
                    "How long an allocation may live without being refreshed, at least 10m.");

    public static final Setting<Optional<Endpoint>> ALTERNATE =
            SECTION.add(
                    "turn.alternate-server",
                    Kinds.LISTEN,
                    "off",
                    "Where clients are sent (300) when `turn.limits.allocations` is reached.");

    private TurnSection() {}

    /// The ports must be ours alone.
    static void check(Config config, List<Problem> problems) {
        boolean open = !config.get(PORT).isOff() || !config.get(TLS_PORT).isOff();
        if (!config.has("turn") || !open) {
            return;
        }
        PortRange range = config.get(RANGE);
        apart(config, Settings.RTP_RANGE.key(), config.get(Settings.RTP_RANGE), range, problems);
        for (Setting<Port> each :
                List.of(PORT, TLS_PORT, Settings.SIP_UDP_PORT, Settings.BROWSER_MEDIA_PORT)) {
            int port = config.get(each).number();
            if (port >= range.first() && port <= range.last()) {
                problems.add(
                        new Problem(
                                config.where(each),
                                each.key() + ": " + port + " lies in turn.range: choose another"));
            }
        }
        List<Problem> ofAddresses = new ArrayList<>();
        long ipv4 =
                config.get(ADDRESSES).stream()
                        .filter(each -> each.local() instanceof java.net.Inet4Address)
                        .count();
        if (ipv4 > 1 || config.get(ADDRESSES).size() - ipv4 > 1) {
            ofAddresses.add(
                    new Problem(
                            config.where(ADDRESSES),
                            "turn.addresses: at most one address of each family"));
        }
        problems.addAll(ofAddresses);
    }

    private static void apart(
            Config config, String other, PortRange theirs, PortRange ours, List<Problem> problems) {
        if (theirs.first() <= ours.last() && ours.first() <= theirs.last()) {
            problems.add(
                    new Problem(
                            config.where(RANGE),
                            "turn.range: "
                                    + ours
                                    + " overlaps "
                                    + other
                                    + " ("
                                    + theirs
                                    + "): choose another"));
        }
    }
}
