package jackfield.server.config;

import jackfield.base.Endpoint;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The table of settings: the one place that names a key, its kind, its default and what it does.
/// The file, the environment, `--set`, `check`, `settings` and docs/guide/settings.md all follow
/// it.
public final class Settings {
    /// The roles a node can have.
    public static final List<String> ROLES =
            List.of("edge", "proxy", "relay", "turn", "pbx", "apps", "p2p", "desk", "web");

    /// Those of them that do something in this version.
    static final List<String> ROLES_OF_THIS_VERSION =
            List.of("edge", "proxy", "relay", "turn", "p2p", "web");

    /// The services a number can lead to.
    public static final List<String> SERVICES = List.of("echo");

    static final String USER_NAME_RULE =
            "a user name: 1 to 64 letters, digits and . _ + - (no spaces), behind it @ and its"
                    + " domain where that has users of its own";

    private static final Section SECTION = new Section();

    public static final Setting<Optional<InetAddress>> LISTEN_ADDRESS =
            SECTION.add(
                    "listen.address",
                    Kinds.ADDRESS,
                    "auto",
                    "The address to bind for SIP, HTTPS and media; `auto` binds all of them.");

    public static final Setting<Optional<InetAddress>> PUBLIC_ADDRESS =
            SECTION.add(
                    "public.address",
                    Kinds.ADDRESS,
                    "auto",
                    "The address that SIP and SDP advertise; `auto` is the address this machine"
                            + " reaches other networks from. Behind NAT: the address outside.");

    public static final Setting<Optional<String>> DOMAIN =
            SECTION.add(
                    "domain",
                    Kinds.textOr("auto"),
                    "auto",
                    "The domain of the users; `auto` is the advertised address.");

    public static final Setting<String> REALM =
            SECTION.add(
                    "realm",
                    Kinds.TEXT,
                    "jackfield",
                    "The realm of digest authentication. Passwords are kept as digests that"
                            + " contain it: after a change every user needs a new password.");

    public static final Setting<Set<String>> AUTH_ALGORITHMS =
            SECTION.add(
                    "auth.algorithms",
                    Kinds.someOf(List.of("MD5", "SHA-256")),
                    "MD5",
                    "What phones are offered to prove their password with: MD5, SHA-256 or both."
                            + " Some phones give up when they see SHA-256, so ask for it when all"
                            + " yours know it. Browsers' SIP libraries know MD5 only.");

    public static final Setting<Set<String>> ROLES_HERE =
            SECTION.add(
                    "roles",
                    Kinds.someOf(ROLES),
                    "all",
                    "The roles this node has: "
                            + ROLES
                            + ". This version knows edge (WebSockets of browsers; needs proxy),"
                            + " proxy (SIP; needs relay), relay (media; without proxy by NG only),"
                            + " turn (STUN and TURN), p2p (signalling from browser to browser) and"
                            + " web (the page; needs edge).");

    public static final Setting<List<ConfiguredUser>> USERS =
            SECTION.add(
                    "users",
                    Kinds.USERS,
                    "",
                    "Users with name and password. Others are added with `users add`. While there"
                            + " are none at all, two demo accounts are made.");

    public static final Setting<Map<String, String>> NUMBERS =
            SECTION.add(
                    "numbers",
                    Kinds.NUMBERS,
                    "9999=echo",
                    "Numbers that Jackfield answers itself, each with its service (`echo`).");

    public static final Setting<Optional<String>> STORE_URL =
            SECTION.add(
                    "store.url",
                    Kinds.textOr("auto"),
                    "auto",
                    "The database: `auto` is jackfield.db in the data folder, or"
                            + " `jdbc:sqlite:/path/to/file`.");

    public static final Setting<Port> HTTPS_PORT =
            SECTION.add(
                    "edge.https.port",
                    Kinds.PORT,
                    "8443",
                    "HTTPS and WSS: the page, `/ws` for SIP, `/api`, `/metrics`, `/healthz`. On a node"
                            + " that is a relay alone it is open only where this is set.");

    public static final Setting<Optional<Endpoint>> WS_LISTEN =
            SECTION.add(
                    "edge.ws.listen",
                    Kinds.LISTEN,
                    "127.0.0.1:8080",
                    "Plain WebSocket and HTTP behind a reverse proxy on the same machine.");

    public static final Setting<Port> SIP_UDP_PORT =
            SECTION.add("sip.udp.port", Kinds.PORT, "5060", "SIP over UDP.");

    public static final Setting<Port> SIP_TCP_PORT =
            SECTION.add("sip.tcp.port", Kinds.PORT, "5060", "SIP over TCP.");

    public static final Setting<Port> SIP_TLS_PORT =
            SECTION.add("sip.tls.port", Kinds.PORT, "5061", "SIP over TLS.");

    public static final Setting<Port> BROWSER_MEDIA_PORT =
            SECTION.add(
                    "media.browser.port",
                    Kinds.PORT,
                    "10000",
                    "The UDP port of all browser media (ICE, DTLS-SRTP); with several"
                            + " `media.shards` the first of as many. Where you choose it, it is"
                            + " the only one, unless you choose `media.shards` too.");

    public static final Setting<PortRange> RTP_RANGE =
            SECTION.add(
                    "media.rtp.range",
                    Kinds.PORT_RANGE,
                    "20000-29999",
                    "The UDP ports of plain RTP legs, two for each leg.");

    public static final Setting<Duration> SILENT_TIMEOUT =
            SECTION.add(
                    "media.silent-timeout",
                    Kinds.DURATION,
                    "15m",
                    "A call without any RTP, RTCP or ICE consent from its parties for this long is"
                            + " ended: its BYE was lost. Phones that send nothing while nobody"
                            + " speaks stay up for ten minutes and more. On hold"
                            + " `media.held-timeout` counts. Who only listens (NG subscribe,"
                            + " SIPREC) keeps no call.");

    public static final Setting<String> TRANSCODE =
            SECTION.add(
                    "media.transcode",
                    Kinds.choice("on", "off"),
                    "on",
                    "Whether a call whose parties have no codec in common is translated (G.711,"
                            + " G.722, Opus, L16) rather than refused. Where they have one in"
                            + " common nothing is translated.");

    public static final Setting<String> DTMF =
            SECTION.add(
                    "media.dtmf",
                    Kinds.choice("pass", "info-to-rtp", "carry"),
                    "pass",
                    "What becomes of keys in calls whose media we carry. pass: they go to the other"
                            + " party as they come. info-to-rtp: to those that come as SIP INFO"
                            + " (application/dtmf-relay, application/dtmf) we answer 200, and the"
                            + " other party gets RTP events (RFC 4733), or tones where it takes no"
                            + " events. carry: that, and whatever way a party presses keys, the"
                            + " other gets them as it takes them: as RTP events, by SIP INFO, or as"
                            + " tones.");

    public static final Setting<Integer> OPUS_COMPLEXITY =
            SECTION.add(
                    "media.opus-complexity",
                    Kinds.integer(0, 10),
                    "5",
                    "How much CPU our Opus encoders may take, 0 to 10. On a busy thread all take less.");

    public static final Setting<Optional<Endpoint>> NG_LISTEN =
            SECTION.add(
                    "relay.ng.listen",
                    Kinds.LISTEN,
                    "off",
                    "The NG control protocol for Kamailio and OpenSIPS, over UDP and TCP; by"
                            + " convention 127.0.0.1:2223. It has no password: never open it to"
                            + " strangers.");

    public static final Setting<Optional<Endpoint>> NG_HTTP =
            SECTION.add(
                    "relay.ng.http",
                    Kinds.LISTEN,
                    "off",
                    "The NG control protocol over plain HTTP and WebSocket, for controllers that"
                            + " want these: POST /ng and /ng-plain, GET /ping. It has no password:"
                            + " never open it to strangers.");

    public static final Setting<Integer> CALLS_LIMIT =
            SECTION.add(
                    "limits.calls",
                    Kinds.integer(1, 1_000_000),
                    "10000",
                    "Calls at once; more are answered 503.");

    public static final Setting<Duration> RING_TIME =
            SECTION.add(
                    "limits.ring-time",
                    Kinds.DURATION,
                    "181s",
                    "How long a call may ring; then the caller is told that nobody answers (408).");

    public static final Setting<Integer> CONNECTIONS_LIMIT =
            SECTION.add(
                    "limits.connections",
                    Kinds.integer(1, 1_000_000),
                    "10000",
                    "TCP, TLS and WebSocket connections at once.");

    public static final Setting<Integer> MESSAGE_BYTES_LIMIT =
            SECTION.add(
                    "limits.message-bytes",
                    Kinds.integer(4096, 1_048_576),
                    "65535",
                    "Bytes of one SIP message; longer ones are answered 513 or end the"
                            + " connection.");

    public static final Setting<Integer> AUTH_FAILURES_LIMIT =
            SECTION.add(
                    "limits.auth-failures-per-minute",
                    Kinds.integer(1, 100_000),
                    "20",
                    "Wrong passwords from one address in a minute before it is held back.");

    public static final Setting<Duration> SHUTDOWN_GRACE =
            SECTION.add(
                    "shutdown.grace",
                    Kinds.DURATION,
                    "5s",
                    "How long a stop waits for running calls before it ends them.");

    public static final Setting<String> LOG_FORMAT =
            SECTION.add("log.format", Kinds.choice("text", "json"), "text", "How log lines look.");

    public static final Setting<String> LOG_LEVEL =
            SECTION.add(
                    "log.level",
                    Kinds.choice("error", "warn", "info", "debug", "trace"),
                    "info",
                    "The least grave lines that are logged.");

    static {
        SECTION.reserve("apps.drachtio.listen", "The drachtio protocol (127.0.0.1:9022).");
        SECTION.reserve("apps.drachtio.secret", "The secret of the drachtio protocol.");
        SECTION.reserve("cluster.redis", "State shared between nodes: a Redis URL.");
    }

    /// Every setting, in the order of the manual.
    public static final List<Setting<?>> ALL =
            Section.join(
                    SECTION,
                    RelayNodeSettings.SECTION,
                    TlsSettings.SECTION,
                    RegistrarSection.SECTION,
                    SecuritySettings.SECTION,
                    RelaySection.SECTION,
                    TokenSettings.SECTION,
                    RoutingSettings.SECTION,
                    OutsideSettings.SECTION,
                    MediaSettings.SECTION,
                    TurnSection.SECTION,
                    PageSettings.SECTION,
                    SignalSection.SECTION,
                    PushSettings.SECTION,
                    SeeingSettings.SECTION,
                    RecordingSettings.SECTION);

    private Settings() {}

    /// True for a name that a user can have.
    public static boolean isUserName(String name) {
        return Kinds.isUserName(name);
    }

    /// What [#isUserName] asks for, in words.
    public static String userNameRule() {
        return USER_NAME_RULE;
    }
}
