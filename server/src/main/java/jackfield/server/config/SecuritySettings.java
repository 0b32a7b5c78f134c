package jackfield.server.config;

import jackfield.base.Network;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// The settings that keep strangers in their place.
public final class SecuritySettings {
    static final Section SECTION = new Section();

    public static final Setting<List<TrustedPeer>> TRUSTED =
            SECTION.add(
                    "sip.trusted",
                    NetworkKinds.PEERS,
                    "none",
                    "Whose calls need no password and whose P-Asserted-Identity is believed:"
                            + " PBXs, gateways, proxies. Each a network, or `{network, name, may}`,"
                            + " or `{domain, name, may}` for a peer whose TLS certificate proves"
                            + " that domain; may lists users (call users here) and out (call"
                            + " elsewhere). No limit and no ban holds for them.");

    public static final Setting<Integer> REQUESTS_PER_SECOND =
            SECTION.add(
                    "limits.requests-per-second",
                    Kinds.integer(1, 1_000_000),
                    "50",
                    "Requests a second that one address may send outside of calls, on the long"
                            + " run. Past it users are told to wait (503), strangers get no"
                            + " answer.");

    public static final Setting<Integer> BURST =
            SECTION.add(
                    "limits.burst",
                    Kinds.integer(1, 10_000_000),
                    "300",
                    "Requests that one address may send at once.");

    public static final Setting<Integer> USER_INVITES =
            SECTION.add(
                    "limits.user-invites-per-minute",
                    Kinds.integer(1, 1_000_000),
                    "120",
                    "Calls a minute of one user, from all its devices; more are answered 503.");

    public static final Setting<Integer> USER_REGISTERS =
            SECTION.add(
                    "limits.user-registers-per-minute",
                    Kinds.integer(1, 1_000_000),
                    "120",
                    "Registrations a minute of one user, from all its devices.");

    public static final Setting<Integer> USER_MESSAGES =
            SECTION.add(
                    "limits.user-messages-per-minute",
                    Kinds.integer(1, 1_000_000),
                    "240",
                    "Text messages a minute of one user, from all its devices.");

    public static final Setting<String> BANS =
            SECTION.add(
                    "security.bans",
                    Kinds.choice("on", "off"),
                    "on",
                    "Whether scanners, password guessers and floods are banned by themselves.");

    public static final Setting<Duration> BAN_TIME =
            SECTION.add(
                    "security.ban-time",
                    Kinds.DURATION,
                    "10m",
                    "The first ban of an address; each further one is four times as long.");

    public static final Setting<Duration> LONGEST_BAN =
            SECTION.add(
                    "security.longest-ban",
                    Kinds.DURATION,
                    "1d",
                    "The longest ban that is made without an operator.");

    public static final Setting<Set<String>> SCANNERS =
            SECTION.add(
                    "security.scanners",
                    NetworkKinds.WORDS,
                    "friendly-scanner,friendly-request,sipvicious,sipcli,sip-scan,sip"
                            + " scan,sundayddr,iwar,vaxsipuseragent,pplsip,scanner",
                    "Parts of a User-Agent, in any case, that scanners give themselves away by.");

    public static final Setting<List<Network>> NEVER_BAN =
            SECTION.add(
                    "security.never-ban",
                    NetworkKinds.NETWORKS,
                    "127.0.0.0/8,::1",
                    "Networks that are never banned, beside those of sip.trusted.");

    public static final Setting<Set<String>> ORIGINS =
            SECTION.add(
                    "edge.origins",
                    NetworkKinds.WORDS,
                    "same",
                    "Whose pages may open a WebSocket: `same` for those of the host the browser"
                            + " reached us by and of localhost, `any`, or origins like"
                            + " https://phone.example.org. Clients that are no browsers send none"
                            + " and are let in.");

    public static final Setting<List<Network>> PROXIES =
            SECTION.add(
                    "edge.proxies",
                    NetworkKinds.NETWORKS,
                    "127.0.0.1,::1",
                    "Reverse proxies in front of edge.ws.listen whose X-Forwarded-For (or"
                            + " Forwarded) is believed: limits and bans then hold for the client"
                            + " behind. Nobody else's is looked at.");

    public static final Setting<Duration> PING =
            SECTION.add(
                    "edge.ws.ping",
                    Kinds.DURATION,
                    "25s",
                    "How often a WebSocket is pinged, from 1s to 1h: it keeps reverse proxies and NATs"
                            + " from closing it, and a peer that answers nothing to two pings is"
                            + " cut.");

    public static final Setting<Integer> CONNECTIONS_PER_ADDRESS =
            SECTION.add(
                    "limits.connections-per-address",
                    Kinds.integer(1, 1_000_000),
                    "100",
                    "TCP, TLS and WebSocket connections of one address at once; for clients behind"
                            + " a trusted reverse proxy each its own.");

    public static final Setting<Duration> IDLE_TIME =
            SECTION.add(
                    "limits.idle-time",
                    Kinds.DURATION,
                    "1h",
                    "A TCP or TLS connection on which nothing arrives for so long is closed.");

    public static final Setting<Duration> SILENCE =
            SECTION.add(
                    "limits.silence",
                    Kinds.DURATION,
                    "30s",
                    "A TCP or TLS connection that has said nothing at all for so long is closed.");

    private SecuritySettings() {}

    /// What must fit together.
    static void check(Config config, List<Problem> problems) {
        Duration ping = config.get(PING);
        if (ping.compareTo(Duration.ofSeconds(1)) < 0 || ping.compareTo(Duration.ofHours(1)) > 0) {
            problems.add(
                    new Problem(
                            config.where(PING),
                            "edge.ws.ping: must be from 1s to 1h; reverse proxies mostly close what"
                                    + " is silent for 60s"));
        }
    }
}
