package jackfield.server.api;

import jackfield.roles.forwarding.Forwarding;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where users want their calls, and whether they want any: `/api/users/{name}/forwarding` and
/// `/do-not-disturb` for the administrator, `/api/me/forwarding` and `/do-not-disturb` for
/// themselves.
public final class ForwardingApi {
    private static final Set<String> KEYS =
            Set.of("always", "busy", "noAnswer", "afterSeconds", "offline");

    private final AdminAccess admin;
    private final UserAccess own;
    private final ForwardingView users;

    /// The handlers for the users of one node.
    public ForwardingApi(AdminAccess admin, UserAccess own, ForwardingView users) {
        this.admin = admin;
        this.own = own;
        this.users = users;
    }

    // The administrator's

    /// `GET`: where the user wants its calls.
    public Answer get(@Nullable String authorization, String user) {
        return admin.guarded(authorization, () -> users.isUser(user) ? show(user) : unknown(user));
    }

    /// `PUT`: a whole new wish; what it does not name is off. Command lines need not say that they
    /// send JSON: another site can't guess the token.
    public Answer put(@Nullable String authorization, String user, byte[] body) {
        return admin.guarded(
                authorization, () -> users.isUser(user) ? set(user, body) : unknown(user));
    }

    /// `DELETE`: calls stay where they are.
    public Answer delete(@Nullable String authorization, String user) {
        return admin.guarded(authorization, () -> users.isUser(user) ? clear(user) : unknown(user));
    }

    /// `GET`: whether the user is not to be disturbed.
    public Answer quiet(@Nullable String authorization, String user) {
        return admin.guarded(
                authorization, () -> users.isUser(user) ? showQuiet(user) : unknown(user));
    }

    /// `PUT` with `{"on": true}`.
    public Answer putQuiet(
            @Nullable String authorization, String user, @Nullable String type, byte[] body) {
        return admin.guarded(
                authorization,
                () -> users.isUser(user) ? setQuiet(user, type, body) : unknown(user));
    }

    // A user's own

    /// `GET /api/me/forwarding`.
    public Answer mine(@Nullable String authorization) {
        return own.guarded(authorization, this::show);
    }

    /// `PUT /api/me/forwarding`.
    public Answer putMine(@Nullable String authorization, @Nullable String type, byte[] body) {
        return own.guarded(
                authorization, user -> JsonBody.read(type, body, json -> set(user, read(json))));
    }

    /// `DELETE /api/me/forwarding`.
    public Answer deleteMine(@Nullable String authorization) {
        return own.guarded(authorization, this::clear);
    }

    /// `GET /api/me/do-not-disturb`.
    public Answer myQuiet(@Nullable String authorization) {
        return own.guarded(authorization, this::showQuiet);
    }

    /// `PUT /api/me/do-not-disturb` with `{"on": true}`.
    public Answer putMyQuiet(@Nullable String authorization, @Nullable String type, byte[] body) {
        return own.guarded(authorization, user -> setQuiet(user, type, body));
    }

    // What both do

    private Answer show(String user) {
        return Answer.ok(json(users.forwarding(user)));
    }

    private Answer set(String user, byte[] body) {
        try {
            return set(
                    user,
                    read(JsonMapper.shared().readTree(new String(body, StandardCharsets.UTF_8))));
        } catch (JacksonException notJson) {
            return set(user, (Forwarding) null);
        }
    }

    private Answer set(String user, @Nullable Forwarding wish) {
        if (wish == null) {
            return Answer.error(400, "write a JSON object with some of " + KEYS);
        }
        String problem = wish.problem();
        if (problem == null && targets(wish).anyMatch(user::equals)) {
            problem = "calls can't be forwarded to the one whose they are";
        }
        if (problem != null) {
            return Answer.error(400, problem);
        }
        users.forward(user, wish.quiet(users.forwarding(user).quiet()));
        return Answer.ok(json(wish));
    }

    private static Stream<String> targets(Forwarding wish) {
        return Stream.of(wish.always(), wish.busy(), wish.noAnswer(), wish.offline());
    }

    private Answer clear(String user) {
        users.forward(user, Forwarding.NONE.quiet(users.forwarding(user).quiet()));
        return Answer.ok(json(Forwarding.NONE));
    }

    private Answer showQuiet(String user) {
        return Answer.ok(Map.of("on", users.forwarding(user).quiet()));
    }

    private Answer setQuiet(String user, @Nullable String type, byte[] body) {
        return JsonBody.read(
                type,
                body,
                json -> {
                    if (!json.path("on").isBoolean()) {
                        return Answer.error(400, "write {\"on\": true} or {\"on\": false}");
                    }
                    boolean on = json.path("on").booleanValue();
                    users.forward(user, users.forwarding(user).quiet(on));
                    return Answer.ok(Map.of("on", on));
                });
    }

    private static @Nullable Forwarding read(JsonNode json) {
        return json.isObject() && KEYS.containsAll(json.propertyNames())
                ? new Forwarding(
                        json.path("always").asString(""),
                        json.path("busy").asString(""),
                        json.path("noAnswer").asString(""),
                        json.path("afterSeconds").asInt(Forwarding.NONE.afterSeconds()),
                        json.path("offline").asString(""))
                : null;
    }

    private static Map<String, Object> json(Forwarding wish) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("always", wish.always());
        map.put("busy", wish.busy());
        map.put("noAnswer", wish.noAnswer());
        map.put("afterSeconds", wish.afterSeconds());
        map.put("offline", wish.offline());
        return map;
    }

    private static Answer unknown(String user) {
        return Answer.error(404, "there is no user " + user);
    }
}
