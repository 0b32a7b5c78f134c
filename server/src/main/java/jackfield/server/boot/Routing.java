package jackfield.server.boot;

import jackfield.roles.dispatcher.GroupView;
import jackfield.roles.dispatcher.MemberView;
import jackfield.roles.forwarding.Forwarding;
import jackfield.roles.forwarding.Forwardings;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.routing.Domain;
import jackfield.roles.routing.Router;
import jackfield.roles.routing.RoutingRules;
import jackfield.roles.signalling.CallRules;
import jackfield.roles.signalling.RouteTest;
import jackfield.server.api.ForwardingView;
import jackfield.server.api.RoutingView;
import jackfield.server.config.BadSettings;
import jackfield.server.config.Config;
import jackfield.server.config.Problem;
import jackfield.server.config.RoutingSettings;
import jackfield.server.metrics.Metrics;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The routing of a node: made from its settings, and made again from the file when somebody asks.
final class Routing implements RoutingView, ForwardingView {
    private static final Logger log = LoggerFactory.getLogger(Routing.class);

    private final Parts parts;
    private final SignallingShard shard;
    private final String home;
    private volatile RoutingRules now;
    private volatile Consumer<String> quietChanged = _ -> {};

    Routing(Parts parts, SignallingShard shard, String home) {
        this.parts = parts;
        this.shard = shard;
        this.home = home;
        now = RoutingSettings.rules(parts.config());
    }

    /// Every name of a further domain, with the domain that its users belong to.
    static Map<String, String> domains(Config config, String home) {
        Map<String, String> names = new HashMap<>();
        for (Domain domain : config.get(RoutingSettings.DOMAINS)) {
            String of = domain.ownUsers() ? domain.name() : home;
            names.put(domain.name(), of);
            domain.aliases().forEach(alias -> names.put(alias, of));
        }
        return names;
    }

    /// Gives the shard its rules, at the start, and tells it of every user who does not want to be
    /// disturbed from now on, or does again, by the API or by the command line.
    void begin() {
        follow(parts.config());
        parts.store()
                .quietChanged(account -> {
                    shard.availabilityChanged(address(account, home));
                    quietChanged.accept(account);
                });
    }

    private void follow(Config config) {
        RoutingRules rules = RoutingSettings.rules(config);
        CallRules all =
                new CallRules(
                        new Router(rules, home), config.get(RoutingSettings.GROUPS), forwardings());
        now = rules;
        shard.follow(all);
    }

    private Forwardings forwardings() {
        return user -> parts.store().forwarding(account(user, home));
    }

    @Override
    public RoutingRules rules() {
        return now;
    }

    @Override
    public List<String> reload() {
        try {
            Config again = parts.config().again();
            boolean domains =
                    !again.get(RoutingSettings.DOMAINS)
                            .equals(parts.config().get(RoutingSettings.DOMAINS));
            follow(again);
            log.info("routes read again: {} routes", now.rules().size());
            return domains
                    ? List.of("domains have changed: they are taken at the next start")
                    : List.of();
        } catch (BadSettings e) {
            log.warn("routes stay as they are: {}", e.getMessage());
            throw new Refused(e.problems().stream().map(Problem::toString).toList());
        }
    }

    @Override
    public RouteTest.Answer test(RouteTest question) {
        return shard.test(question);
    }

    @Override
    public boolean isUser(String account) {
        return parts.accounts().find(account) != null;
    }

    @Override
    public Forwarding forwarding(String account) {
        return parts.store().forwarding(account);
    }

    @Override
    public void forward(String account, Forwarding forwarding) {
        parts.store().forward(account, forwarding);
    }

    /// Tells `listener` of such a change too.
    void quietChanged(Consumer<String> listener) {
        quietChanged = listener;
    }

    /// Adds the state of groups to the metrics; asked of the shard when somebody scrapes.
    void register(Metrics metrics) {
        metrics.gauges(
                        "jackfield_group_member_up",
                        "1 while a member of a dispatcher group gets calls.",
                        "member",
                        () -> members(view -> view.state().equals("up") ? 1 : 0))
                .gauges(
                        "jackfield_group_member_calls",
                        "Calls now of a member of a dispatcher group.",
                        "member",
                        () -> members(MemberView::calls))
                .gauges(
                        "jackfield_group_member_latency_ms",
                        "How long a member takes to answer a probe; -1 while unknown.",
                        "member",
                        () -> members(MemberView::latencyMs));
    }

    private Map<String, Number> members(Function<MemberView, Number> number) {
        Map<String, Number> all = new TreeMap<>();
        for (GroupView group : groups()) {
            for (MemberView member : group.members()) {
                all.put(group.name() + "/" + member.uri(), number.apply(member));
            }
        }
        return all;
    }

    @Override
    public String home() {
        return home;
    }

    @Override
    public @Nullable String domain(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals(home) ? home : domains(parts.config(), home).get(name);
    }

    @Override
    public List<GroupView> groups() {
        return shard.ask(core -> core.dispatcher().views());
    }

    @Override
    public boolean disable(String group, int number, boolean disabled) {
        return shard.ask(core -> core.dispatcher().disable(group, number, disabled));
    }

    /// The address of an account.
    static AddressOfRecord address(String account, String home) {
        int at = account.lastIndexOf('@');
        return at < 0
                ? new AddressOfRecord(account, home)
                : new AddressOfRecord(account.substring(0, at), account.substring(at + 1));
    }

    /// The account of a user: its name alone in the default domain.
    static String account(AddressOfRecord user, String home) {
        return user.domain().equals(home) ? user.user() : user.toString();
    }
}
