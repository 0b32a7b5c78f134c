package jackfield.server.api;

import jackfield.roles.forwarding.Forwarding;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The handlers of `/api/users/{name}/forwarding`; each wants the admin token.
public final class ForwardingApi {
    private static final Set<String> KEYS =
            Set.of("always", "busy", "noAnswer", "afterSeconds", "offline");

    private final AdminAccess access;
    private final ForwardingView users;

    /// The handlers for the users of one node.
    public ForwardingApi(AdminAccess access, ForwardingView users) {
        this.access = access;
        this.users = users;
    }

    /// `GET`: where the user wants its calls.
    public Answer get(@Nullable String authorization, String user) {
        return access.guarded(
                authorization,
                () -> users.isUser(user) ? Answer.ok(json(users.forwarding(user))) : unknown(user));
    }

    /// `PUT`: a whole new wish; what it does not name is off.
    public Answer put(@Nullable String authorization, String user, String body) {
        return access.guarded(
                authorization,
                () -> {
                    if (!users.isUser(user)) {
                        return unknown(user);
                    }
                    Forwarding wish = read(body);
                    String problem =
                            wish == null
                                    ? "write a JSON object with some of " + KEYS
                                    : wish.problem();
                    if (wish == null || problem != null) {
                        return Answer.error(400, String.valueOf(problem));
                    }
                    users.forward(user, wish);
                    return Answer.ok(json(wish));
                });
    }

    /// `DELETE`: calls stay where they are.
    public Answer delete(@Nullable String authorization, String user) {
        return access.guarded(
                authorization,
                () -> {
                    if (!users.isUser(user)) {
                        return unknown(user);
                    }
                    users.forward(user, Forwarding.NONE);
                    return Answer.ok(json(Forwarding.NONE));
                });
    }

    private static @Nullable Forwarding read(String body) {
        try {
            JsonNode json = JsonMapper.shared().readTree(body);
            if (!json.isObject() || !KEYS.containsAll(json.propertyNames())) {
                return null;
            }
            return new Forwarding(
                    json.path("always").asString(""),
                    json.path("busy").asString(""),
                    json.path("noAnswer").asString(""),
                    json.path("afterSeconds").asInt(Forwarding.NONE.afterSeconds()),
                    json.path("offline").asString(""));
        } catch (JacksonException notJson) {
            return null;
        }
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
