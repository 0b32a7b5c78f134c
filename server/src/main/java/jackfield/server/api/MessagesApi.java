package jackfield.server.api;

import jackfield.store.Personal;
import jackfield.store.TextMessage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `/api/me/messages`: what a user wrote and was written.
public final class MessagesApi {
    private static final int PAGE = 200;

    private final UserAccess access;
    private final Personal kept;
    private final String home;

    /// @param kept has the messages
    /// @param home the domain of accounts that name none
    public MessagesApi(UserAccess access, Personal kept, String home) {
        this.access = access;
        this.kept = kept;
        this.home = home;
    }

    /// `GET /api/me/messages?with=bob&before=NUMBER&limit=50`: the newest first; without `with`
    /// those of all, and how many of each sender are not read.
    public Answer list(@Nullable String authorization, Function<String, @Nullable String> query) {
        return access.guarded(
                authorization,
                account -> {
                    String me = address(account);
                    String with = query.apply("with");
                    String other = with == null || with.isBlank() ? null : address(with);
                    long before = Query.number(query.apply("before"), 0, Integer.MAX_VALUE);
                    int limit = Math.max(1, Query.number(query.apply("limit"), 50, PAGE));
                    List<TextMessage> page =
                            kept.messages(me, other, before <= 0 ? Long.MAX_VALUE : before, limit);
                    Map<String, @Nullable Object> body = new LinkedHashMap<>();
                    body.put("messages", page.stream().map(each -> json(each, me)).toList());
                    body.put("unread", kept.unread(me));
                    body.put("next", page.size() < limit ? null : page.getLast().number());
                    return Answer.ok(body);
                });
    }

    private static Map<String, Object> json(TextMessage message, String me) {
        boolean mine = message.sender().equals(me);
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("number", message.number());
        map.put("from", message.sender());
        map.put("to", message.recipient());
        map.put("mine", mine);
        map.put("text", message.text());
        map.put("sent", Instant.ofEpochMilli(message.sentMs()).toString());
        map.put("delivered", !message.waiting());
        map.put("read", message.read());
        return map;
    }

    /// `POST /api/me/messages/read` with `{"with": "bob", "upTo": NUMBER}`.
    public Answer read(@Nullable String authorization, @Nullable String type, byte[] body) {
        return access.guarded(
                authorization,
                account ->
                        JsonBody.read(
                                type,
                                body,
                                json -> {
                                    String with = json.path("with").asString("").strip();
                                    long upTo = json.path("upTo").asLong(0);
                                    return with.isEmpty() || upTo < 1
                                            ? Answer.error(400, "send with and upTo")
                                            : Answer.ok(
                                                    Map.of(
                                                            "read",
                                                            kept.read(
                                                                    address(account),
                                                                    address(with),
                                                                    upTo)));
                                }));
    }

    /// `alice@example.org`, of what people and pages write.
    private String address(String said) {
        String account = SessionApi.account(said.strip(), home);
        return SessionApi.user(account)
                + "@"
                + SessionApi.domain(account, home).toLowerCase(Locale.ROOT);
    }
}
