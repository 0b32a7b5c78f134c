package jackfield.server.api;

import jackfield.store.PushSubscription;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `/api/me/push`: where a user's pages are woken. And `/api/push/decline`, for a page that sleeps:
/// its service worker has no token, but what the push message told it.
public final class PushApi {
    private static final int LONGEST_KEY = 100;

    private final UserAccess access;
    private final PushView push;

    public PushApi(UserAccess access, PushView push) {
        this.access = access;
        this.push = push;
    }

    /// `GET /api/me/push`: the key to subscribe with, and the subscriptions.
    public Answer list(@Nullable String authorization) {
        return access.guarded(
                authorization,
                account -> {
                    Map<String, @Nullable Object> body = new LinkedHashMap<>();
                    body.put("key", push.publicKey());
                    body.put("most", push.most());
                    body.put(
                            "subscriptions", push.of(account).stream().map(PushApi::json).toList());
                    return Answer.ok(body);
                });
    }

    private static Map<String, Object> json(PushSubscription each) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("endpoint", each.endpoint());
        map.put("made", Instant.ofEpochMilli(each.madeMs()).toString());
        return map;
    }

    /// `POST /api/me/push` with what `PushSubscription.toJSON()` of a browser gives.
    public Answer add(@Nullable String authorization, @Nullable String type, byte[] body) {
        return access.guarded(
                authorization,
                account ->
                        push.publicKey() == null
                                ? Answer.error(404, "this node sends no push messages")
                                : JsonBody.read(type, body, json -> add(account, json)));
    }

    private Answer add(String account, JsonNode json) {
        String endpoint = json.path("endpoint").asString("");
        String page = json.path("keys").path("p256dh").asString("");
        String secret = json.path("keys").path("auth").asString("");
        if (endpoint.isEmpty() || page.length() > LONGEST_KEY || secret.length() > LONGEST_KEY) {
            return Answer.error(400, "send a subscription: endpoint, keys.p256dh, keys.auth");
        }
        String problem = push.add(account, endpoint, page, secret);
        return problem == null
                ? Answer.ok(Map.of("subscriptions", push.of(account).size()))
                : Answer.error(400, problem);
    }

    /// `DELETE /api/me/push?endpoint=...`; without `endpoint` all of them.
    public Answer remove(@Nullable String authorization, @Nullable String endpoint) {
        return access.guarded(
                authorization,
                account -> {
                    List<String> gone =
                            endpoint == null
                                    ? push.of(account).stream()
                                            .map(PushSubscription::endpoint)
                                            .toList()
                                    : List.of(endpoint);
                    long removed = gone.stream().filter(each -> push.remove(account, each)).count();
                    return Answer.ok(Map.of("removed", removed));
                });
    }

    /// `POST /api/me/push/test`.
    public Answer test(@Nullable String authorization) {
        return access.guarded(
                authorization,
                account -> {
                    push.test(account);
                    return Answer.ok(Map.of("subscriptions", push.of(account).size()));
                });
    }

    /// `POST /api/push/decline` with `{"key": "..."}` of a push message.
    public Answer decline(@Nullable String type, byte[] body) {
        return JsonBody.read(
                type,
                body,
                json ->
                        push.decline(json.path("key").asString(""))
                                ? Answer.ok(Map.of("declined", true))
                                : Answer.error(404, "that call is over"));
    }
}
