package jackfield.server.api;

import jackfield.roles.records.CallRecord;
import jackfield.roles.records.SavedCallRecord;
import jackfield.store.CallRecordTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `/api/me/calls`: the calls of one who has signed in, from the records of the node.
public final class HistoryApi {
    private static final Set<String> KINDS = Set.of("all", "missed", "answered", "outgoing");

    /// Records looked through for one page: a user of a common name must not read the whole table.
    private static final int MOST_LOOKED_AT = 5_000;

    private static final int PAGE = 200;

    private final UserAccess access;
    private final HistoryView node;
    private final String home;

    /// @param home the domain of accounts that name none
    public HistoryApi(UserAccess access, HistoryView node, String home) {
        this.access = access;
        this.node = node;
        this.home = home;
    }

    /// `GET /api/me/calls?only=missed&before=ID&limit=50`: the last first; `next` is the `before`
    /// of the next page, null on the last.
    public Answer calls(@Nullable String authorization, Function<String, @Nullable String> query) {
        return access.guarded(
                authorization,
                account -> {
                    String only = query.apply("only") == null ? "all" : query.apply("only");
                    if (only == null || !KINDS.contains(only)) {
                        return Answer.error(400, "only: missed, answered or outgoing");
                    }
                    int limit = Math.max(1, Query.number(query.apply("limit"), 50, PAGE));
                    return page(account, only, query.apply("before"), limit);
                });
    }

    private Answer page(String account, String only, @Nullable String start, int limit) {
        String user = SessionApi.user(account);
        String me = user + "@" + SessionApi.domain(account, home);
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        String before = start;
        int looked = 0;
        boolean more = true;
        while (more && found.size() < limit && looked < MOST_LOOKED_AT) {
            List<SavedCallRecord> page =
                    node.records(new CallRecordTable.Question(0, user, null, false, before, PAGE));
            looked += page.size();
            more = page.size() == PAGE;
            for (SavedCallRecord record : page) {
                before = record.id();
                Map<String, @Nullable Object> call = call(record, me);
                if (call != null && isWanted(call, only)) {
                    found.add(call);
                    if (found.size() == limit) {
                        more = true;
                        break;
                    }
                }
            }
        }
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("calls", found);
        body.put("next", more ? before : null);
        return Answer.ok(body);
    }

    private static boolean isWanted(Map<String, @Nullable Object> call, String only) {
        return switch (only) {
            case "outgoing" -> "outgoing".equals(call.get("direction"));
            case "missed" -> Boolean.TRUE.equals(call.get("missed"));
            case "answered" -> call.get("answered") != null;
            default -> true;
        };
    }

    /// A record as one of its parties sees it; null for one whose parties are others of that name.
    private @Nullable Map<String, @Nullable Object> call(SavedCallRecord record, String me) {
        boolean outgoing = me.equals(record.user());
        if (!outgoing && !me.equals(node.address(record.to()))) {
            return null;
        }
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        String with = outgoing ? record.to() : record.from();
        String known = node.address(with);
        map.put("id", record.id());
        map.put("callId", record.callId());
        map.put("direction", outgoing ? "outgoing" : "incoming");
        map.put("with", known == null ? with : "sip:" + known);
        boolean taken = record.answeredMs() != 0 || record.reason().equals(CallRecord.ELSEWHERE);
        map.put("missed", !outgoing && !taken);
        map.put("began", moment(record.beganMs()));
        map.put("answered", moment(record.answeredMs()));
        map.put("ended", moment(record.endedMs()));
        map.put("seconds", record.talkedMs() / 1_000);
        map.put("outcome", record.outcome());
        map.put("words", record.inWords());
        return map;
    }

    private static @Nullable String moment(long ms) {
        return ms == 0 ? null : Instant.ofEpochMilli(ms).toString();
    }
}
