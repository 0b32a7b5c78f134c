package jackfield.server.config;

import jackfield.base.Network;
import jackfield.roles.dispatcher.Algorithm;
import jackfield.roles.dispatcher.GroupSettings;
import jackfield.roles.dispatcher.MemberSettings;
import jackfield.roles.dispatcher.Probing;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.routing.Domain;
import jackfield.roles.routing.RoutingRules;
import jackfield.roles.routing.Rule;
import jackfield.roles.routing.Trunk;
import jackfield.server.config.Fields.Wrong;
import jackfield.sip.message.SipUri;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The settings that say where calls go.
public final class RoutingSettings {
    private static final List<String> TRANSPORTS = List.of("udp", "tcp", "tls");

    static final Section SECTION = new Section();

    public static final Setting<List<Domain>> DOMAINS =
            SECTION.add(
                    "domains",
                    Fields.list("domains", RoutingSettings::domain),
                    "",
                    "Domains besides `domain`, each with name, aliases and users (`shared` or"
                            + " `own`): [routing](routing.md).");

    public static final Setting<Map<AddressOfRecord, List<AddressOfRecord>>> ALIASES =
            SECTION.add(
                    "aliases",
                    Fields.kind("aliases", RoutingSettings::aliases),
                    "",
                    "Further names and numbers of users, each with whom it reaches:"
                            + " [routing](routing.md).");

    public static final Setting<List<Trunk>> TRUNKS =
            SECTION.add(
                    "trunks",
                    Fields.list("trunks", RoutingSettings::trunk),
                    "",
                    "Carriers, gateways and PBXs, each with name, uri, transport and the networks"
                            + " it calls from (sources): [routing](routing.md).");

    public static final Setting<List<GroupSettings>> GROUPS =
            SECTION.add(
                    "groups",
                    Fields.list("groups", RoutingSettings::group),
                    "",
                    "Several gateways behind one name, with load sharing, failover and probing:"
                            + " [dispatcher](dispatcher.md).");

    public static final Setting<List<Rule>> ROUTES =
            SECTION.add(
                    "routes",
                    Fields.list("routes", RouteKind::read),
                    "",
                    "Where calls go that are for no user and no number, the first that matches:"
                            + " [routing](routing.md).");

    private RoutingSettings() {}

    /// What the settings say about routing.
    public static RoutingRules rules(Config config) {
        Map<String, Trunk> trunks = new LinkedHashMap<>();
        config.get(TRUNKS).forEach(trunk -> trunks.put(trunk.name(), trunk));
        return new RoutingRules(
                config.get(DOMAINS), config.get(ALIASES), trunks, config.get(ROUTES));
    }

    // Reading

    private static Domain domain(Value value) throws Wrong {
        if (value instanceof Value.Text text) {
            return new Domain(host("name", text.text(), text.where()), Set.of(), false);
        }
        Fields fields = Fields.of("a domain", value);
        String name = host("name", fields.needed("name"), fields.where("name"));
        List<String> aliases =
                fields.words("aliases", "a domain name", text -> isHost(text) ? lower(text) : null);
        boolean own = fields.choice("users", Map.of("shared", false, "own", true), false);
        fields.done();
        return new Domain(name, Set.copyOf(aliases), own);
    }

    private static String host(String key, String text, Where where) throws Wrong {
        if (!isHost(text)) {
            throw new Wrong(where, key + ": \"" + text + "\" is not a domain name");
        }
        return lower(text);
    }

    private static boolean isHost(String text) {
        return text.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static Map<AddressOfRecord, List<AddressOfRecord>> aliases(Value value) throws Wrong {
        Map<AddressOfRecord, List<AddressOfRecord>> aliases = new LinkedHashMap<>();
        if (value instanceof Value.Text text && text.text().isBlank()) {
            return aliases;
        }
        Fields fields = Fields.of("aliases", value);
        for (Value.Key key : ((Value.Entries) value).entries().keySet()) {
            AddressOfRecord name = RouteKind.user(key.name());
            if (name == null) {
                throw new Wrong(key.where(), "\"" + key.name() + "\" is not a user or a number");
            }
            aliases.put(name, fields.words(key.name(), "a user", RouteKind::user));
        }
        return aliases;
    }

    private static Trunk trunk(Value value) throws Wrong {
        Fields fields = Fields.of("a trunk", value);
        String name = name(fields);
        SipUri uri = place(fields, fields.text("transport"));
        List<Network> sources =
                fields.words("sources", "a network, like 192.0.2.0/24", Network::parse);
        fields.done();
        return new Trunk(name, uri, sources);
    }

    private static String name(Fields fields) throws Wrong {
        String name = fields.needed("name");
        if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new Wrong(
                    fields.where("name"),
                    "\"" + name + "\" is not a name: letters, digits and . _ - are");
        }
        return name;
    }

    private static SipUri place(Fields fields, @Nullable String transport) throws Wrong {
        Value value = fields.take("uri");
        if (value == null) {
            throw new Wrong(fields.where(), "uri is missing");
        }
        SipUri uri = Fields.uri("uri", value);
        if (transport == null) {
            return uri;
        }
        if (!TRANSPORTS.contains(transport)) {
            throw new Wrong(
                    fields.where("transport"),
                    "transport: \"" + transport + "\" is none of " + String.join(", ", TRANSPORTS));
        }
        return uri.with("transport", transport);
    }

    private static GroupSettings group(Value value) throws Wrong {
        Fields fields = Fields.of("a group", value);
        String name = name(fields);
        Map<String, Algorithm> words = new LinkedHashMap<>();
        for (Algorithm one : Algorithm.values()) {
            words.put(one.word(), one);
        }
        Algorithm algorithm = fields.choice("algorithm", words, Algorithm.ROUND_ROBIN);
        List<MemberSettings> members = fields.all("members", RoutingSettings::member);
        if (members.isEmpty()) {
            throw new Wrong(fields.where(), "group " + name + " needs members");
        }
        Value probing = fields.take("probing");
        fields.done();
        return new GroupSettings(
                name, algorithm, members, probing == null ? Probing.USUAL : probing(probing));
    }

    private static MemberSettings member(Value value) throws Wrong {
        if (value instanceof Value.Text) {
            return new MemberSettings(Fields.uri("a member", value), 1, 1, 0);
        }
        Fields fields = Fields.of("a member", value);
        SipUri uri = place(fields, fields.text("transport"));
        MemberSettings member =
                new MemberSettings(
                        uri,
                        fields.integer("weight", 0, 65_535, 1),
                        fields.integer("priority", 0, 65_535, 1),
                        fields.integer("capacity", 0, 1_000_000, 0));
        fields.done();
        return member;
    }

    private static Probing probing(Value value) throws Wrong {
        Probing usual = Probing.USUAL;
        if (value instanceof Value.Text text && text.text().equals("off")) {
            return new Probing(0, usual.timeout(), usual.up(), usual.down(), usual.accepted(), "");
        }
        Fields fields = Fields.of("probing (or off)", value);
        long interval = fields.duration("interval", usual.interval());
        List<Probing.Codes> codes =
                fields.words("accept", "a status or a range, like 200-299", RoutingSettings::codes);
        Value from = fields.take("from");
        Probing probing =
                new Probing(
                        interval,
                        fields.duration("timeout", Math.min(usual.timeout(), interval)),
                        fields.integer("up", 1, 100, usual.up()),
                        fields.integer("down", 1, 100, usual.down()),
                        codes.isEmpty() ? usual.accepted() : codes,
                        from == null ? "" : Fields.uri("from", from).toString());
        if (interval < 1_000_000_000L) {
            throw new Wrong(fields.where("interval"), "interval: at least 1s, or probing: off");
        }
        fields.done();
        return probing;
    }

    private static Probing.@Nullable Codes codes(String text) {
        if (!text.matches("[2-6]\\d\\d(-[2-6]\\d\\d)?")) {
            return null;
        }
        int first = Integer.parseInt(text.substring(0, 3));
        int last = text.length() > 3 ? Integer.parseInt(text.substring(4)) : first;
        return last < first ? null : new Probing.Codes(first, last);
    }

    // What must fit together

    static void check(Config config, List<Problem> problems) {
        List<String> trunks = unique(config, TRUNKS, Trunk::name, problems);
        List<String> groups = unique(config, GROUPS, GroupSettings::name, problems);
        List<String> domains = new ArrayList<>();
        for (Domain domain : config.get(DOMAINS)) {
            List<String> names = new ArrayList<>(domain.aliases());
            names.add(domain.name());
            for (String name : names) {
                if (domains.contains(name)) {
                    problems.add(
                            new Problem(
                                    config.where(DOMAINS), "domains: " + name + " is named twice"));
                }
                domains.add(name);
            }
        }
        for (Rule rule : config.get(ROUTES)) {
            References.check(rule, trunks, groups, problems);
        }
    }

    private static <T> List<String> unique(
            Config config,
            Setting<List<T>> setting,
            java.util.function.Function<T, String> name,
            List<Problem> problems) {
        List<String> names = new ArrayList<>();
        for (T one : config.get(setting)) {
            if (names.contains(name.apply(one))) {
                problems.add(
                        new Problem(
                                config.where(setting),
                                setting.key() + ": " + name.apply(one) + " is named twice"));
            }
            names.add(name.apply(one));
        }
        return names;
    }
}
