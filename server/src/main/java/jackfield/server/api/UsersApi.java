package jackfield.server.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/api/users`: the accounts, and changing them as `./jackfield users` does.
public final class UsersApi {
    private static final int PAGE = 200;
    private static final int MOST = 10_000;

    private final AdminAccess access;
    private final UsersView users;

    public UsersApi(AdminAccess access, UsersView users) {
        this.access = access;
        this.users = users;
    }

    /// `GET /api/users`, by name: `find` for those with this text in their name, `limit` of them,
    /// `after` the last one of the page before.
    public Answer list(@Nullable String authorization, Function<String, @Nullable String> query) {
        return access.guarded(
                authorization,
                () -> {
                    UsersView.Page page =
                            users.users(
                                    Objects.requireNonNullElse(query.apply("find"), ""),
                                    Objects.requireNonNullElse(query.apply("after"), ""),
                                    Math.max(1, Query.number(query.apply("limit"), PAGE, MOST)));
                    Map<String, @Nullable Object> map = new LinkedHashMap<>();
                    map.put("users", page.users());
                    map.put("all", page.all());
                    map.put("found", page.found());
                    map.put("next", page.next());
                    return Answer.ok(map);
                });
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
