package jackfield.server.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What must fit together between settings that are each right.
final class Consistency {
    private Consistency() {}

    static void check(Config config, List<Problem> problems) {
        udpPorts(config, problems);
        tcpPorts(config, problems);
        expiries(config, problems);
        storeUrl(config, problems);
        roles(config, problems);
        RoutingSettings.check(config, problems);
        RelayNodeSettings.check(config, problems);
        TlsSettings.check(config, problems);
        TokenSettings.check(config, problems);
        SecuritySettings.check(config, problems);
        TurnSection.check(config, problems);
    }

    /// Each role that was named must have what it works with in the same node: shards and roles of
    /// one call on several nodes come with clusters.
    private static void roles(Config config, List<Problem> problems) {
        String problem = null;
        if (Settings.ROLES_OF_THIS_VERSION.stream().noneMatch(config::has)) {
            problem =
                    "nothing of this is in this version: name some of "
                            + String.join(", ", Settings.ROLES_OF_THIS_VERSION);
        } else if (config.has("proxy") && !config.has("relay")) {
            problem = "proxy passes media by the relay of its own node: add relay";
        } else if (config.has("edge") && !config.has("proxy")) {
            problem = "edge brings browsers to the proxy of its own node: add proxy";
        } else if (config.has("web") && !config.has("edge")) {
            problem = "the web page reaches SIP by edge: add edge";
        } else if (config.has("relay")
                && !config.has("proxy")
                && config.get(Settings.NG_LISTEN).isEmpty()
                && config.get(Settings.NG_HTTP).isEmpty()) {
            problem = "a relay without proxy is driven by NG: set relay.ng.listen, or add proxy";
        }
        if (problem != null) {
            problems.add(new Problem(config.where(Settings.ROLES_HERE), "roles: " + problem));
        }
    }

    private static void udpPorts(Config config, List<Problem> problems) {
        Map<Setting<Port>, Port> ports = new LinkedHashMap<>();
        ports.put(Settings.SIP_UDP_PORT, config.get(Settings.SIP_UDP_PORT));
        ports.put(Settings.BROWSER_MEDIA_PORT, config.get(Settings.BROWSER_MEDIA_PORT));
        ports.put(TurnSection.PORT, config.get(TurnSection.PORT));
        ports.put(TurnSection.TLS_PORT, config.get(TurnSection.TLS_PORT));
        distinct(config, ports, "UDP", problems);
        outside(config, ports, config.get(Settings.RTP_RANGE), "media.rtp.range", problems);
        for (MediaInterface each : config.get(RelaySection.INTERFACES)) {
            if (each.ports() != null) {
                outside(config, ports, each.ports(), "relay.interfaces", problems);
            }
        }
        browserPorts(config, problems);
        if (config.get(MediaSettings.SOCKETS).equals("xdp") && MediaSettings.shards(config) > 1) {
            problems.add(
                    new Problem(
                            config.where(MediaSettings.SHARDS),
                            MediaSettings.SHARDS.key()
                                    + ": all media of an interface comes to one thread by XDP:"
                                    + " choose 1, or leave it at auto"));
        }
    }

    /// Each media shard after the first takes the next port for its browsers.
    private static void browserPorts(Config config, List<Problem> problems) {
        int first = config.get(Settings.BROWSER_MEDIA_PORT).number();
        int last = first + MediaSettings.shards(config) - 1;
        if (first <= 0 || last == first) {
            return;
        }
        PortRange rtp = config.get(Settings.RTP_RANGE);
        int sip = config.get(Settings.SIP_UDP_PORT).number();
        String taken = null;
        if (last > 0xffff) {
            taken = "there is no port " + last;
        } else if (sip > first && sip <= last) {
            taken = sip + " is that of " + Settings.SIP_UDP_PORT.key();
        } else if (first < rtp.first() && last >= rtp.first()) {
            taken = rtp.first() + " lies in " + Settings.RTP_RANGE.key();
        }
        for (MediaInterface each : config.get(RelaySection.INTERFACES)) {
            PortRange own = each.ports();
            if (own != null && first < own.first() && last >= own.first()) {
                taken = own.first() + " lies in " + RelaySection.INTERFACES.key();
            }
        }
        if (taken != null) {
            problems.add(
                    new Problem(
                            config.where(Settings.BROWSER_MEDIA_PORT),
                            Settings.BROWSER_MEDIA_PORT.key()
                                    + ": media.shards takes "
                                    + first
                                    + " to "
                                    + last
                                    + ", but "
                                    + taken
                                    + ": choose another, or fewer shards"));
        }
    }

    private static void outside(
            Config config,
            Map<Setting<Port>, Port> ports,
            PortRange range,
            String ranged,
            List<Problem> problems) {
        ports.forEach((setting, port) -> {
            if (port.number() >= range.first() && port.number() <= range.last()) {
                problems.add(
                        new Problem(
                                config.where(setting),
                                setting.key()
                                        + ": "
                                        + port
                                        + " lies in "
                                        + ranged
                                        + " ("
                                        + range
                                        + "): choose one outside"));
            }
        });
    }

    private static void tcpPorts(Config config, List<Problem> problems) {
        Map<Setting<Port>, Port> ports = new LinkedHashMap<>();
        for (Setting<Port> setting :
                List.of(
                        Settings.HTTPS_PORT,
                        Settings.SIP_TCP_PORT,
                        Settings.SIP_TLS_PORT,
                        TurnSection.PORT,
                        TurnSection.TLS_PORT)) {
            ports.put(setting, config.get(setting));
        }
        distinct(config, ports, "TCP", problems);
    }

    private static void distinct(
            Config config, Map<Setting<Port>, Port> ports, String what, List<Problem> problems) {
        Map<Integer, Setting<Port>> taken = new LinkedHashMap<>();
        ports.forEach((setting, port) -> {
            Setting<Port> other = port.number() > 0 ? taken.put(port.number(), setting) : null;
            if (other != null) {
                problems.add(
                        new Problem(
                                config.where(setting),
                                setting.key()
                                        + ": "
                                        + what
                                        + " port "
                                        + port
                                        + " is that of "
                                        + other.key()
                                        + ": choose another"));
            }
        });
    }

    private static void expiries(Config config, List<Problem> problems) {
        Duration min = config.get(RegistrarSection.EXPIRES_MIN);
        Duration usual = config.get(RegistrarSection.EXPIRES_DEFAULT);
        Duration max = config.get(RegistrarSection.EXPIRES_MAX);
        if (min.toSeconds() < 1 || min.compareTo(usual) > 0 || usual.compareTo(max) > 0) {
            Where where = config.where(RegistrarSection.EXPIRES_DEFAULT);
            for (Setting<?> setting :
                    List.of(RegistrarSection.EXPIRES_MIN, RegistrarSection.EXPIRES_MAX)) {
                where = where.equals(Where.DEFAULT) ? config.where(setting) : where;
            }
            problems.add(
                    new Problem(
                            where,
                            "registrar.expires: min must be at least 1s, default not below min,"
                                    + " and max not below default"));
        }
    }

    private static void storeUrl(Config config, List<Problem> problems) {
        Optional<String> url = config.get(Settings.STORE_URL);
        if (url.isPresent() && !url.get().startsWith("jdbc:sqlite:")) {
            problems.add(
                    new Problem(
                            config.where(Settings.STORE_URL),
                            "store.url: this version stores in SQLite only: auto, or"
                                    + " jdbc:sqlite:/path/to/file"));
        }
    }
}
