package jackfield.server.config;

import jackfield.server.config.Fields.Wrong;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The settings of media relays in other programs.
public final class RelayNodeSettings {
    private static final int MOST_WEIGHT = 1000;
    private static final String USUAL_SET = "default";

    static final Section SECTION = new Section();

    public static final Setting<String> USE =
            SECTION.add(
                    "relay.use",
                    Kinds.choice("in-process", "external"),
                    "in-process",
                    "Where the media of calls goes through: this process, or the nodes of"
                            + " `relay.external`: [external relays](external-relay.md). The echo"
                            + " test stays in this process.");

    public static final Setting<List<ConfiguredNode>> NODES =
            SECTION.add(
                    "relay.external",
                    Fields.kind("relay nodes", RelayNodeSettings::nodes),
                    "",
                    "Media relays that speak NG over UDP, such as rtpengine, each with uri (like"
                            + " `udp:192.0.2.7:2223`), weight and set, or in one line"
                            + " `udp:192.0.2.7:2223;weight=2;set=near`; a set is used while none"
                            + " before it can take a call: [external relays](external-relay.md).");

    public static final Setting<Duration> TIMEOUT =
            SECTION.add(
                    "relay.timeout",
                    Kinds.DURATION,
                    "2s",
                    "How long a relay node may take to answer a command, which is repeated"
                            + " meanwhile; then another one is asked.");

    public static final Setting<Duration> PROBE =
            SECTION.add(
                    "relay.probe",
                    Kinds.DURATION,
                    "10s",
                    "How often each relay node is asked whether it lives.");

    public static final Setting<Optional<String>> BROWSERS =
            SECTION.add(
                    "relay.sides.browsers",
                    Kinds.textOr("none"),
                    "none",
                    "The logical interface of relay nodes that browsers are reached from, like"
                            + " `external`; with relay.sides.phones it becomes the NG `direction`"
                            + " of each offer.");

    public static final Setting<Optional<String>> PHONES =
            SECTION.add(
                    "relay.sides.phones",
                    Kinds.textOr("none"),
                    "none",
                    "The logical interface of relay nodes that phones are reached from, like"
                            + " `internal`.");

    private RelayNodeSettings() {}

    private static List<ConfiguredNode> nodes(Value value) throws Wrong {
        List<ConfiguredNode> nodes = new ArrayList<>();
        for (Value item : Fields.items(value)) {
            if (item instanceof Value.Text text) {
                for (String each : text.text().split(",", -1)) {
                    nodes.add(inOneLine(text, each.strip()));
                }
            } else {
                nodes.add(node(item));
            }
        }
        return List.copyOf(nodes);
    }

    private static ConfiguredNode node(Value value) throws Wrong {
        Fields fields = Fields.of("a relay node", value);
        String uri = fields.needed("uri");
        int weight = fields.integer("weight", 0, MOST_WEIGHT, 1);
        String set = fields.text("set");
        fields.done();
        return node(value, uri, weight, set == null ? USUAL_SET : set);
    }

    private static ConfiguredNode inOneLine(Value value, String line) throws Wrong {
        String[] parts = line.split(";", -1);
        int weight = 1;
        String set = USUAL_SET;
        for (String part : List.of(parts).subList(1, parts.length)) {
            if (part.matches("weight=\\d{1,4}")) {
                weight = Integer.parseInt(part.substring("weight=".length()));
            } else if (part.matches("set=\\S+")) {
                set = part.substring("set=".length());
            } else {
                throw new Wrong(
                        value.where(),
                        "\"" + part + "\": behind a relay node stand weight= and set=");
            }
        }
        if (weight > MOST_WEIGHT) {
            throw new Wrong(value.where(), "weight: at most " + MOST_WEIGHT);
        }
        return node(value, parts[0], weight, set);
    }

    private static ConfiguredNode node(Value value, String uri, int weight, String set)
            throws Wrong {
        Collector at = Collector.parse(uri);
        if (at == null || at.stream()) {
            throw new Wrong(
                    value.where(), "\"" + uri + "\" is not a relay node, like udp:192.0.2.7:2223");
        }
        return new ConfiguredNode(at.host(), at.port(), weight, set);
    }

    /// True where calls go through nodes in other programs.
    public static boolean external(Config config) {
        return config.get(USE).equals("external");
    }

    static void check(Config config, List<Problem> problems) {
        List<ConfiguredNode> nodes = config.get(NODES);
        if (external(config) && nodes.stream().noneMatch(node -> node.weight() > 0)) {
            problems.add(
                    new Problem(
                            config.where(USE),
                            "relay.use: external needs nodes with a weight above 0 in"
                                    + " relay.external, like udp:127.0.0.1:2223"));
        }
        if (config.get(BROWSERS).isEmpty() != config.get(PHONES).isEmpty()) {
            boolean browsers = config.get(BROWSERS).isEmpty();
            problems.add(
                    new Problem(
                            config.where(browsers ? PHONES : BROWSERS),
                            "relay.sides: nodes are told both sides or none: set "
                                    + (browsers ? BROWSERS : PHONES).key()
                                    + " too"));
        }
        Set<String> seen = new HashSet<>();
        for (ConfiguredNode node : nodes) {
            if (!seen.add(node.uri())) {
                problems.add(
                        new Problem(
                                config.where(NODES),
                                "relay.external: " + node.uri() + " is given twice: keep one"));
            }
        }
    }
}
