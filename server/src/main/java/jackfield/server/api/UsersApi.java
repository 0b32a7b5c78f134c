package jackfield.server.api;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `/api/users`: the accounts, and changing them as `./jackfield users` does.
public final class UsersApi {
    private final AdminAccess access;
    private final UsersView users;

    public UsersApi(AdminAccess access, UsersView users) {
        this.access = access;
        this.users = users;
    }

    /// `GET /api/users`.
    public Answer list(@Nullable String authorization) {
        return access.guarded(authorization, () -> Answer.ok(Map.of("users", users.users())));
    }

    /// `POST /api/users` with `{"name":"...","password":"..."}`.
    public Answer add(@Nullable String authorization, @Nullable String contentType, byte[] body) {
        return access.guarded(
                authorization,
                () -> {
                    JsonNode json = json(contentType, body);
                    if (json == null) {
                        return Answer.error(415, "send JSON, as application/json");
                    }
                    String name = json.path("name").asString("");
                    return users.isThere(name)
                            ? Answer.error(409, "there is a user " + name + " already")
                            : said(users.add(name, json.path("password").asString("")), name);
                });
    }

    /// `PUT /api/users/{name}` with `{"password":"..."}`.
    public Answer change(
            @Nullable String authorization,
            @Nullable String contentType,
            String name,
            byte[] body) {
        return access.guarded(
                authorization,
                () -> {
                    JsonNode json = json(contentType, body);
                    if (json == null) {
                        return Answer.error(415, "send JSON, as application/json");
                    }
                    return there(
                            name,
                            () -> users.changePassword(name, json.path("password").asString("")));
                });
    }

    /// `DELETE /api/users/{name}`.
    public Answer remove(@Nullable String authorization, String name) {
        return access.guarded(authorization, () -> there(name, () -> users.remove(name)));
    }

    private Answer there(String name, java.util.function.Supplier<String> change) {
        return users.isThere(name)
                ? said(change.get(), name)
                : Answer.error(404, "there is no user " + name);
    }

    private static Answer said(String why, String name) {
        return why.isEmpty() ? Answer.ok(Map.of("user", name)) : Answer.error(400, why);
    }

    /// The body; null where it is not said to be JSON, or is none.
    private static @Nullable JsonNode json(@Nullable String contentType, byte[] body) {
        if (contentType == null || !contentType.startsWith("application/json")) {
            return null;
        }
        try {
            return JsonMapper.shared().readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            return null;
        }
    }
}
