package jackfield.server.boot;

import static jackfield.server.config.OutsideSettings.isOn;

import jackfield.base.Endpoint;
import jackfield.base.Network;
import jackfield.base.Transport;
import jackfield.net.http.HttpOptions;
import jackfield.net.stream.StreamLimits;
import jackfield.roles.proxy.ProxySettings;
import jackfield.roles.relay.Load;
import jackfield.roles.relay.LogicalInterface;
import jackfield.roles.relay.RelaySettings;
import jackfield.roles.relay.TranscodeSettings;
import jackfield.roles.relay.media.MediaLimits;
import jackfield.roles.sbc.AdmissionPolicy;
import jackfield.roles.sbc.BanPolicy;
import jackfield.roles.sbc.Peer;
import jackfield.roles.sbc.PeerIdentities;
import jackfield.roles.sbc.SourceLimits;
import jackfield.roles.sbc.TrustDomain;
import jackfield.roles.sbc.UserLimits;
import jackfield.roles.signalling.SignallingSettings;
import jackfield.roles.transactionuser.NodeAddresses;
import jackfield.server.config.Addresses;
import jackfield.server.config.Config;
import jackfield.server.config.MediaSettings;
import jackfield.server.config.OutsideSettings;
import jackfield.server.config.Port;
import jackfield.server.config.RecordingSettings;
import jackfield.server.config.RelaySection;
import jackfield.server.config.SecuritySettings;
import jackfield.server.config.Settings;
import jackfield.server.config.TrustedPeer;
import jackfield.sip.auth.Algorithm;
import jackfield.sip.message.Parser;
import jackfield.sip.transaction.SentBy;
import jackfield.sip.transaction.Timers;
import jackfield.sip.transaction.TransactionPolicy;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What the settings mean to the cores and to the sockets. It opens nothing.
final class CoreSettings {
    private CoreSettings() {}

    /// For signalling.
    static SignallingSettings signalling(Config config) {
        ProxySettings proxy = ProxySettings.DEFAULT;
        Parser.Limits messages = Parser.Limits.USUAL;
        return new SignallingSettings(
                Timers.DEFAULT,
                TransactionPolicy.CHALLENGING,
                Registration.registrar(config),
                new AdmissionPolicy(
                        AdmissionPolicy.DEFAULT.outsideCallers(),
                        config.get(Settings.AUTH_FAILURES_LIMIT)),
                new ProxySettings(
                        config.get(Settings.RING_TIME).toNanos(),
                        proxy.longestCall(),
                        config.get(Settings.CALLS_LIMIT),
                        proxy.retryAfterSeconds(),
                        isOn(config.get(OutsideSettings.RECURSE)),
                        isOn(config.get(OutsideSettings.HIDE_TOPOLOGY)),
                        keys(config)),
                numbers(config, "echo"),
                isOn(config.get(OutsideSettings.OUTSIDE)),
                new Parser.Limits(
                        config.get(Settings.MESSAGE_BYTES_LIMIT),
                        messages.fields(),
                        messages.fieldBytes()));
    }

    private static ProxySettings.Keys keys(Config config) {
        return switch (config.get(Settings.DTMF)) {
            case "info-to-rtp" -> ProxySettings.Keys.INFO_TO_RTP;
            case "carry" -> ProxySettings.Keys.CARRIED;
            default -> ProxySettings.Keys.PASS;
        };
    }

    /// Whom we trust, by address or by certificate.
    static TrustDomain trust(Config config, PeerIdentities identities) {
        Map<Network, Peer> peers = new HashMap<>();
        Map<String, Peer> proven = new HashMap<>();
        for (TrustedPeer peer : config.get(SecuritySettings.TRUSTED)) {
            Set<Peer.May> may = EnumSet.noneOf(Peer.May.class);
            if (peer.may().contains("users")) {
                may.add(Peer.May.CALL_USERS);
            }
            if (peer.may().contains("out")) {
                may.add(Peer.May.CALL_OUT);
            }
            Peer known = new Peer(peer.name(), may);
            if (peer.network() != null) {
                peers.put(peer.network(), known);
            }
            if (peer.domain() != null) {
                proven.put(peer.domain(), known);
            }
        }
        return new TrustDomain(peers, proven, identities);
    }

    /// Whom no ban holds.
    static List<Network> neverBanned(Config config) {
        List<Network> never = new ArrayList<>(config.get(SecuritySettings.NEVER_BAN));
        for (TrustedPeer peer : config.get(SecuritySettings.TRUSTED)) {
            if (peer.network() != null) {
                never.add(peer.network());
            }
        }
        return never;
    }

    /// When somebody is banned.
    static BanPolicy bans(Config config) {
        return new BanPolicy(
                config.get(SecuritySettings.BANS).equals("on"),
                config.get(SecuritySettings.BAN_TIME).toNanos(),
                config.get(SecuritySettings.LONGEST_BAN).toNanos(),
                BanPolicy.DEFAULT.unproven(),
                config.get(SecuritySettings.SCANNERS),
                neverBanned(config));
    }

    /// How much one address may ask.
    static SourceLimits sourceLimits(Config config) {
        return new SourceLimits(
                config.get(SecuritySettings.REQUESTS_PER_SECOND),
                config.get(SecuritySettings.BURST),
                20_000);
    }

    /// How much one user may ask.
    static UserLimits userLimits(Config config) {
        return new UserLimits(
                config.get(SecuritySettings.USER_INVITES),
                config.get(SecuritySettings.USER_REGISTERS),
                config.get(SecuritySettings.USER_MESSAGES));
    }

    /// The numbers that lead to a service.
    private static Set<String> numbers(Config config, String service) {
        return config.get(Settings.NUMBERS).entrySet().stream()
                .filter(entry -> entry.getValue().equals(service))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /// For the media shard.
    static MediaLimits media(Config config) {
        MediaLimits usual = MediaLimits.DEFAULT;
        return new MediaLimits(
                config.get(Settings.SILENT_TIMEOUT).toNanos(),
                config.get(MediaSettings.HELD_TIMEOUT).toNanos(),
                config.get(MediaSettings.UNANSWERED_TIMEOUT).toNanos(),
                usual.learnNs(),
                usual.rebindNs(),
                usual.flows());
    }

    /// What phones may prove their password with.
    static List<Algorithm> algorithms(Config config) {
        return Arrays.stream(Algorithm.values())
                .filter(each -> config.get(Settings.AUTH_ALGORITHMS).contains(each.token()))
                .toList();
    }

    /// How many connections there may be.
    static StreamLimits streams(Config config) {
        StreamLimits usual = StreamLimits.DEFAULT;
        return new StreamLimits(
                config.get(Settings.CONNECTIONS_LIMIT),
                config.get(SecuritySettings.CONNECTIONS_PER_ADDRESS),
                Math.min(config.get(SecuritySettings.IDLE_TIME).toMillis(), Integer.MAX_VALUE),
                config.get(SecuritySettings.SILENCE).toMillis(),
                usual.writeQueueBytes(),
                usual.connectTimeoutMs(),
                usual.handshakeTimeoutMs());
    }

    /// For HTTP: an idle connection outlives the pings of a WebSocket.
    static HttpOptions http(Config config) {
        int pings = Math.toIntExact(3 * config.get(SecuritySettings.PING).toSeconds());
        return HttpOptions.DEFAULT.idle(
                Math.max(HttpOptions.DEFAULT.idleTimeoutSeconds(), pings + 15));
    }

    /// Where peers reach the relay, and how much it takes.
    ///
    /// @param interfaces those of the first media shard
    /// @param fingerprint that of our DTLS certificate
    static RelaySettings relay(Parts parts, List<LogicalInterface> interfaces, String fingerprint) {
        return new RelaySettings(
                parts.config().get(Settings.CALLS_LIMIT),
                mostLoad(parts.config()),
                interfaces,
                fingerprint,
                new TranscodeSettings(
                        parts.config().get(Settings.TRANSCODE).equals("on"),
                        parts.config().get(Settings.OPUS_COMPLEXITY)),
                parts.config().get(RecordingSettings.LONGEST_PROMPT).toMillis());
    }

    /// True where new calls may be refused because the node is busy.
    static boolean limitsLoad(Config config) {
        return config.get(RelaySection.MOST_CPU) < 100
                || config.get(RelaySection.MOST_MEGABITS) > 0;
    }

    private static Load mostLoad(Config config) {
        int cpu = config.get(RelaySection.MOST_CPU);
        int megabits = config.get(RelaySection.MOST_MEGABITS);
        return new Load(
                cpu == 100 ? Double.MAX_VALUE : cpu / 100.0,
                megabits == 0 ? Long.MAX_VALUE : megabits * 1_000_000L);
    }

    /// What is advertised, and this machine's other addresses for those who sit at it.
    static List<Endpoint> reach(Parts parts, int port) {
        List<Endpoint> reach = new ArrayList<>();
        reach.add(Endpoint.of(parts.addresses().advertised(), port));
        if (parts.addresses().listen().isAnyLocalAddress()) {
            for (InetAddress address : Addresses.ofThisMachine()) {
                Endpoint endpoint = Endpoint.of(address, port);
                if (endpoint.isIpv4() && !reach.contains(endpoint)) {
                    reach.add(endpoint);
                }
            }
        }
        return reach;
    }

    /// What the node is called, and where it is told to be.
    static NodeAddresses addresses(Parts parts) {
        Config config = parts.config();
        String host = Endpoint.of(parts.addresses().advertised(), 0).uriHost();
        Set<String> names = new HashSet<>(Set.of("localhost", host));
        for (InetAddress address : Addresses.ofThisMachine()) {
            names.add(Endpoint.of(address, 0).uriHost());
        }
        if (!parts.addresses().listen().isAnyLocalAddress()) {
            names.add(Endpoint.of(parts.addresses().listen(), 0).uriHost());
        }
        Map<Transport, SentBy> advertised = new EnumMap<>(Transport.class);
        Set<Integer> ports = new HashSet<>();
        advertise(advertised, ports, Transport.UDP, host, config.get(Settings.SIP_UDP_PORT));
        advertise(advertised, ports, Transport.TCP, host, config.get(Settings.SIP_TCP_PORT));
        advertise(advertised, ports, Transport.TLS, host, config.get(Settings.SIP_TLS_PORT));
        advertise(advertised, ports, Transport.WSS, host, config.get(Settings.HTTPS_PORT));
        config.get(Settings.WS_LISTEN)
                .ifPresent(ws ->
                        advertise(
                                advertised,
                                ports,
                                Transport.WS,
                                ws.isUnspecified() ? host : ws.uriHost(),
                                new Port(ws.port())));
        String domain = config.get(Settings.DOMAIN).orElse(host);
        return new NodeAddresses(
                domain, names, ports, advertised, host, Routing.domains(config, domain));
    }

    private static void advertise(
            Map<Transport, SentBy> advertised,
            Set<Integer> ports,
            Transport transport,
            String host,
            Port port) {
        if (!port.isOff()) {
            advertised.put(transport, new SentBy(host, port.number()));
            ports.add(port.number());
        }
    }
}
