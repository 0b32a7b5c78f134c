package jackfield.roles.routing;

import jackfield.base.Endpoint;
import jackfield.base.Network;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.routing.Route.Hop;
import jackfield.sip.message.Escapes;
import jackfield.sip.message.SipUri;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The rules, compiled: the first that matches decides. A router never changes; new rules are a new
/// router.
public final class Router {
    /// Knows no rule.
    public static final Router EMPTY = new Router(RoutingRules.NONE, "");

    /// Which condition of a rule does not hold.
    private enum Miss {
        NOTHING,
        METHOD,
        DOMAIN,
        NUMBER,
        SENDER
    }

    private record Listed(Network network, String trunk) {}

    private final RoutingRules rules;
    private final String home;
    private final Map<AddressOfRecord, List<AddressOfRecord>> aliases = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final List<Listed> listed = new ArrayList<>();
    private final RuleIndex before;
    private final RuleIndex after;

    /// @param rules as the operator gave them; their references hold
    /// @param home the default domain: that of users whose rules name none
    public Router(RoutingRules rules, String home) {
        this.rules = rules;
        this.home = home;
        for (Domain domain : rules.domains()) {
            names.put(domain.name(), domain.name());
            domain.aliases().forEach(alias -> names.put(alias, domain.name()));
        }
        rules.aliases()
                .forEach((alias, users) ->
                        aliases.put(at(alias), users.stream().map(this::at).toList()));
        for (Trunk trunk : rules.trunks().values()) {
            trunk.sources().forEach(network -> listed.add(new Listed(network, trunk.name())));
        }
        before = new RuleIndex(rules.rules().stream().filter(Rule::beforeUsers).toList());
        after = new RuleIndex(rules.rules().stream().filter(rule -> !rule.beforeUsers()).toList());
    }

    /// What it was made from.
    public RoutingRules rules() {
        return rules;
    }

    /// The trunk that calls from this address; null where none does.
    public @Nullable String trunk(Endpoint source) {
        for (Listed one : listed) {
            if (one.network.contains(source)) {
                return one.trunk;
            }
        }
        return null;
    }

    /// Who is reached by this name; empty where it is no alias.
    public List<AddressOfRecord> alias(AddressOfRecord name) {
        return aliases.getOrDefault(name, List.of());
    }

    /// A user as a rule names it, in the domain that it belongs to: one that names no domain is of
    /// the default one, and so are those of domains without users of their own.
    private AddressOfRecord at(AddressOfRecord user) {
        String name = names.get(user.domain());
        if (user.domain().isEmpty()) {
            return new AddressOfRecord(user.user(), home);
        }
        for (Domain domain : rules.domains()) {
            if (domain.name().equals(name)) {
                return new AddressOfRecord(user.user(), domain.ownUsers() ? domain.name() : home);
            }
        }
        return user;
    }

    /// What the rules say that are asked before users are looked at.
    public Route beforeUsers(Query query) {
        return route(before, query);
    }

    /// What the other rules say: for what is no user, no number and no alias.
    public Route route(Query query) {
        return route(after, query);
    }

    private Route route(RuleIndex index, Query query) {
        if (index.isEmpty()) {
            return new Route.None();
        }
        String number = query.number();
        for (int i : index.candidates(number)) {
            Rule rule = index.rule(i);
            if (miss(rule.when(), query, number) == Miss.NOTHING) {
                return act(rule, query, number);
            }
        }
        return new Route.None();
    }

    // Conditions

    private Miss miss(Conditions when, Query query, String number) {
        if (!when.methods().isEmpty() && !when.methods().contains(query.method())) {
            return Miss.METHOD;
        }
        if (!when.domains().isEmpty() && !inDomain(when, query)) {
            return Miss.DOMAIN;
        }
        if (when.namesNumbers() && !hasNumber(when, number)) {
            return Miss.NUMBER;
        }
        return when.from().isEmpty() || isFrom(when, query) ? Miss.NOTHING : Miss.SENDER;
    }

    private boolean inDomain(Conditions when, Query query) {
        String host = query.called().host().toLowerCase(Locale.ROOT);
        return when.domains().contains(names.getOrDefault(host, host))
                || query.domain() != null && when.domains().contains(query.domain())
                || query.domain() == null && when.domains().contains(Conditions.OUTSIDE);
    }

    private static boolean hasNumber(Conditions when, String number) {
        if (when.numbers().contains(number)) {
            return true;
        }
        for (String prefix : when.prefixes()) {
            if (number.startsWith(prefix)) {
                return true;
            }
        }
        for (NumberPattern pattern : when.patterns()) {
            if (pattern.matches(number)) {
                return true;
            }
        }
        return false;
    }

    private boolean isFrom(Conditions when, Query query) {
        for (Origin origin : when.from()) {
            boolean holds =
                    switch (origin) {
                        case Origin.Anyone _ -> true;
                        case Origin.AnyUser _ -> query.sender() != null;
                        case Origin.User(AddressOfRecord user) -> at(user).equals(query.sender());
                        case Origin.FromTrunk(String name) -> isTrunk(name, query.source());
                        case Origin.Source(Network network) -> network.contains(query.source());
                    };
            if (holds) {
                return true;
            }
        }
        return false;
    }

    private boolean isTrunk(String name, Endpoint source) {
        for (Listed one : listed) {
            if (one.trunk.equals(name) && one.network.contains(source)) {
                return true;
            }
        }
        return false;
    }

    // Actions

    private Route act(Rule rule, Query query, String number) {
        return switch (rule.action()) {
            case Action.Send send -> send(rule, send, query, number);
            case Action.Redirect(int status, List<Action.Choice> choices, Rewrite rewrite) ->
                    new Route.Redirect(
                            rule,
                            status,
                            choices.stream()
                                    .map(choice -> contact(choice, query, rewrite.of(number)))
                                    .toList());
            case Action.Reject(int status, String reason) -> new Route.Reject(rule, status, reason);
            case Action.ToGroup(String name, Rewrite rewrite) ->
                    mayLeave(query)
                            ? new Route.ToGroup(rule, name, rewrite.of(number))
                            : new Route.Forbidden(rule);
            case Action.Echo _ -> new Route.Echo(rule);
        };
    }

    private Route send(Rule rule, Action.Send send, Query query, String number) {
        String called = send.rewrite().of(number);
        Map<Integer, List<Hop>> byQ = new TreeMap<>(Comparator.reverseOrder());
        for (Action.Choice choice : send.choices()) {
            Hop hop = hop(choice.to(), query, called);
            if (hop instanceof Hop.Remote && !mayLeave(query)) {
                return new Route.Forbidden(rule);
            }
            byQ.computeIfAbsent(send.serial() ? choice.q() : 0, _ -> new ArrayList<>()).add(hop);
        }
        return new Route.Send(
                rule, byQ.values().stream().map(Route.Step::new).toList(), send.ringTime());
    }

    /// Only who is known may cause a call that somebody pays for.
    private boolean mayLeave(Query query) {
        return query.sender() != null || query.trusted() || trunk(query.source()) != null;
    }

    private Hop hop(Destination to, Query query, String number) {
        return switch (to) {
            case Destination.User(AddressOfRecord user) -> new Hop.Local(at(user));
            case Destination.ToTrunk(String name) -> remote(trunk(name), number);
            case Destination.Place(SipUri uri) -> remote(uri, number);
            case Destination.Called _ ->
                    query.domain() != null
                            ? new Hop.Local(
                                    new AddressOfRecord(Escapes.user(number), query.domain()))
                            : remote(withUser(query.called(), number), number);
        };
    }

    private static Hop remote(SipUri uri, String number) {
        SipUri whole = uri.user() == null ? withUser(uri, number) : uri;
        return new Hop.Remote(whole, whole);
    }

    private SipUri trunk(String name) {
        Trunk trunk = rules.trunks().get(name);
        if (trunk == null) {
            throw new IllegalStateException("a rule names no trunk: " + name);
        }
        return trunk.uri();
    }

    private Route.Redirect.Contact contact(Action.Choice choice, Query query, String number) {
        SipUri uri =
                switch (hop(choice.to(), query, number)) {
                    case Hop.Local(AddressOfRecord user) -> user.uri();
                    case Hop.Remote(SipUri remote, SipUri _) -> remote;
                };
        return new Route.Redirect.Contact(uri, choice.q());
    }

    /// `uri` with this user; without one where it is empty.
    public static SipUri withUser(SipUri uri, String user) {
        return new SipUri(
                uri.secure(),
                user.isEmpty() ? null : Escapes.user(user),
                uri.host(),
                uri.port(),
                uri.parameters(),
                uri.query());
    }

    // For people

    /// One rule and what became of it.
    ///
    /// @param why why it did not match; empty where it did
    public record Tried(Rule rule, String why) {}

    /// Every rule up to the one that matches, in the order they are asked, with the reason why the
    /// others did not.
    ///
    /// @param beforeUsers which of the two lists
    public List<Tried> explain(Query query, boolean beforeUsers) {
        RuleIndex index = beforeUsers ? before : after;
        List<Tried> tried = new ArrayList<>();
        for (Rule rule : index.rules()) {
            String why = words(miss(rule.when(), query, query.number()), rule.when(), query);
            tried.add(new Tried(rule, why));
            if (why.isEmpty()) {
                break;
            }
        }
        return tried;
    }

    private String words(Miss miss, Conditions when, Query query) {
        return switch (miss) {
            case NOTHING -> "";
            case METHOD -> query.method() + " is none of its methods " + when.methods();
            case DOMAIN ->
                    query.called().host()
                            + (query.domain() == null ? " (outside)" : "")
                            + " is none of its domains "
                            + when.domains();
            case NUMBER -> "\"" + query.number() + "\" is not " + numbers(when);
            case SENDER -> sender(query) + " is none of " + when.from();
        };
    }

    private static String numbers(Conditions when) {
        List<String> all = new ArrayList<>();
        if (!when.numbers().isEmpty()) {
            all.add("one of " + when.numbers());
        }
        if (!when.prefixes().isEmpty()) {
            all.add("a number that begins with one of " + when.prefixes());
        }
        if (!when.patterns().isEmpty()) {
            all.add("what " + when.patterns() + " match");
        }
        return String.join(", nor ", all);
    }

    private static String sender(Query query) {
        @Nullable AddressOfRecord user = query.sender();
        return (user == null ? "nobody's" : user + "'s") + " address " + query.source().host();
    }
}
