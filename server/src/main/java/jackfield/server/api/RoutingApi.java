package jackfield.server.api;

import jackfield.base.Endpoint;
import jackfield.base.Parsed;
import jackfield.roles.dispatcher.GroupView;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.routing.Domain;
import jackfield.roles.routing.RoutingRules;
import jackfield.roles.routing.Rule;
import jackfield.roles.routing.Trunk;
import jackfield.roles.signalling.RouteTest;
import jackfield.sip.message.Method;
import jackfield.sip.message.SipUri;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The handlers of `/api/routes` and `/api/groups`; each wants the admin token.
public final class RoutingApi {
    private static final Endpoint NEAR = Endpoint.ipv4(0x7f00_0001, 5060);

    private final AdminAccess access;
    private final RoutingView routing;

    /// The handlers for the routing of one node.
    public RoutingApi(AdminAccess access, RoutingView routing) {
        this.access = access;
        this.routing = routing;
    }

    /// `GET /api/routes`.
    public Answer routes(@Nullable String authorization) {
        return access.guarded(authorization, () -> Answer.ok(rules(routing.rules())));
    }

    private static Map<String, Object> rules(RoutingRules rules) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("domains", rules.domains().stream().map(RoutingApi::domain).toList());
        Map<String, List<String>> aliases = new TreeMap<>();
        rules.aliases()
                .forEach((alias, users) ->
                        aliases.put(text(alias), users.stream().map(RoutingApi::text).toList()));
        map.put("aliases", aliases);
        map.put("trunks", rules.trunks().values().stream().map(RoutingApi::trunk).toList());
        map.put("routes", rules.rules().stream().map(RoutingApi::rule).toList());
        return map;
    }

    private static String text(AddressOfRecord user) {
        return user.domain().isEmpty() ? user.user() : user.toString();
    }

    private static Map<String, Object> domain(Domain domain) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", domain.name());
        map.put("aliases", domain.aliases().stream().sorted().toList());
        map.put("users", domain.ownUsers() ? "own" : "shared");
        return map;
    }

    private static Map<String, Object> trunk(Trunk trunk) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", trunk.name());
        map.put("uri", trunk.uri().toString());
        map.put("sources", trunk.sources().stream().map(Object::toString).toList());
        return map;
    }

    private static Map<String, Object> rule(Rule rule) {
        Map<String, Object> when = new LinkedHashMap<>();
        put(when, "domain", rule.when().domains());
        put(when, "prefix", rule.when().prefixes());
        put(when, "number", rule.when().numbers());
        put(when, "pattern", rule.when().patterns());
        put(when, "method", rule.when().methods());
        put(when, "from", rule.when().from());
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", rule.name());
        map.put("where", rule.where());
        map.put("beforeUsers", rule.beforeUsers());
        map.put("when", when);
        map.put("action", rule.action().toString());
        return map;
    }

    private static void put(Map<String, Object> when, String key, java.util.Collection<?> values) {
        if (!values.isEmpty()) {
            when.put(key, values.stream().map(Object::toString).sorted().toList());
        }
    }

    /// `POST /api/routes/reload`.
    public Answer reload(@Nullable String authorization) {
        return access.guarded(
                authorization,
                () -> {
                    try {
                        List<String> notes = routing.reload();
                        Map<String, Object> map = new LinkedHashMap<>();
                        map.put("routes", routing.rules().rules().size());
                        map.put("notes", notes);
                        return Answer.ok(map);
                    } catch (RoutingView.Refused e) {
                        return Answer.error(
                                409,
                                "the routes stay as they are: " + String.join("; ", e.problems()));
                    }
                });
    }

    /// `GET /api/routes/test`: what would become of a request.
    ///
    /// @param from the user who would call, or `-` for one who is not known
    /// @param to whom: a user, a number or a URI
    /// @param method INVITE where null
    /// @param source the address it would come from; this host where null
    public Answer test(
            @Nullable String authorization,
            @Nullable String from,
            @Nullable String to,
            @Nullable String method,
            @Nullable String source) {
        return access.guarded(
                authorization,
                () -> {
                    if (from == null || to == null) {
                        return Answer.error(400, "say from and to");
                    }
                    SipUri called = uri(to);
                    Endpoint address = source == null ? NEAR : Endpoint.literal(source, 5060);
                    String verb = method == null ? "INVITE" : method;
                    if (called == null || address == null || !verb.matches("[A-Z]{1,20}")) {
                        return Answer.error(
                                400,
                                "to is a user, a number or a SIP URI, source an address, method"
                                        + " like INVITE");
                    }
                    SipUri caller = from.equals("-") ? null : uri(from);
                    return Answer.ok(
                            routing.test(
                                    new RouteTest(
                                            called, sender(caller), new Method(verb), address)));
                });
    }

    private @Nullable AddressOfRecord sender(@Nullable SipUri caller) {
        String domain = caller == null ? null : routing.domain(caller.host());
        return caller == null || domain == null ? null : AddressOfRecord.of(caller, domain);
    }

    private @Nullable SipUri uri(String text) {
        String whole =
                text.startsWith("sip:") || text.startsWith("sips:")
                        ? text
                        : "sip:" + (text.contains("@") ? text : text + "@" + routing.home());
        return SipUri.parse(whole) instanceof Parsed.Ok<SipUri>(SipUri uri) ? uri : null;
    }

    /// `GET /api/groups`.
    public Answer groups(@Nullable String authorization) {
        return access.guarded(
                authorization,
                () -> {
                    List<GroupView> groups = routing.groups();
                    return Answer.ok(Map.of("groups", groups));
                });
    }

    /// `POST /api/groups/{name}/members/{n}/disable` and `enable`.
    public Answer disable(
            @Nullable String authorization, String group, String number, boolean disabled) {
        return access.guarded(
                authorization,
                () -> {
                    boolean done =
                            number.matches("\\d{1,6}")
                                    && routing.disable(group, Integer.parseInt(number), disabled);
                    return done
                            ? Answer.ok(Map.of("disabled", disabled))
                            : Answer.error(
                                    404, "there is no such group or member: GET /api/groups");
                });
    }
}
