package jackfield.server.api;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
                () ->
                        JsonBody.read(
                                contentType,
                                body,
                                json ->
                                        added(
                                                json.path("name").asString(""),
                                                json.path("password").asString(""))));
    }

    private Answer added(String name, String password) {
        return users.isThere(name)
                ? Answer.error(409, "there is a user " + name + " already")
                : said(users.add(name, password), name);
    }

    /// `PUT /api/users/{name}` with `{"password":"..."}`.
    public Answer change(
            @Nullable String authorization,
            @Nullable String contentType,
            String name,
            byte[] body) {
        return access.guarded(
                authorization,
                () ->
                        JsonBody.read(
                                contentType,
                                body,
                                json -> {
                                    String password = json.path("password").asString("");
                                    return there(name, () -> users.changePassword(name, password));
                                }));
    }

    /// `DELETE /api/users/{name}`.
    public Answer remove(@Nullable String authorization, String name) {
        return access.guarded(authorization, () -> there(name, () -> users.remove(name)));
    }

    private Answer there(String name, Supplier<String> change) {
        return users.isThere(name)
                ? said(change.get(), name)
                : Answer.error(404, "there is no user " + name);
    }

    private static Answer said(String why, String name) {
        return why.isEmpty() ? Answer.ok(Map.of("user", name)) : Answer.error(400, why);
    }
}
