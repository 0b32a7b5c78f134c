package jackfield.server.api;

import jackfield.roles.relay.LegReport;
import jackfield.roles.relay.media.StreamSnapshot;
import jackfield.server.records.VerdictFacts;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The handlers below `/api`. Each wants the admin token: `Authorization: Bearer TOKEN`, or Basic
/// with the user `admin` and the token as password, so that a browser can ask for it.
public final class Api {
    private final AdminAccess access;
    private final NodeView node;

    /// The handlers for `node`.
    public Api(AdminAccess access, NodeView node) {
        this.access = access;
        this.node = node;
    }

    /// `GET /api/calls`.
    public Answer calls(@Nullable String authorization) {
        return access.guarded(
                authorization,
                () -> Answer.ok(Map.of("calls", node.calls().stream().map(Api::summary).toList())));
    }

    /// `GET /api/calls/{id}`.
    public Answer call(@Nullable String authorization, String id) {
        return access.guarded(
                authorization,
                () -> {
                    Optional<CallView> call = node.call(id);
                    return call.isEmpty()
                            ? Answer.error(404, "there is no call with this Call-ID now")
                            : Answer.ok(whole(call.get()));
                });
    }

    /// `DELETE /api/calls/{id}`: hangs up.
    public Answer hangUp(@Nullable String authorization, String id) {
        return access.guarded(
                authorization,
                () -> {
                    if (node.hangUp(id)) {
                        return Answer.ok(Map.of("ended", id));
                    }
                    return node.call(id).isPresent()
                            ? Answer.error(
                                    409,
                                    "another proxy signals this call, we only relay its media: end"
                                            + " it there")
                            : Answer.error(404, "there is no call with this Call-ID now");
                });
    }

    /// `GET /api/registrations`, `?user=alice` for one user's; `find` for those that have this text
    /// in their name, address, contact or device; `limit` of them, in the order of their names.
    public Answer registrations(
            @Nullable String authorization,
            @Nullable String user,
            @Nullable String find,
            @Nullable String limit) {
        return access.guarded(
                authorization,
                () -> {
                    List<RegistrationView> all = node.registrations(user);
                    String wanted = find == null ? "" : find.toLowerCase(Locale.ROOT);
                    List<RegistrationView> found =
                            all.stream()
                                    .filter(one -> wanted.isEmpty() || one.has(wanted))
                                    .sorted(Comparator.comparing(RegistrationView::user))
                                    .toList();
                    int most = Query.number(limit, Integer.MAX_VALUE, Integer.MAX_VALUE);
                    Map<String, Object> map = new LinkedHashMap<>();
                    map.put("registrations", found.stream().limit(most).toList());
                    map.put("all", all.size());
                    map.put("found", found.size());
                    map.put("upstreams", node.upstreams(user));
                    return Answer.ok(map);
                });
    }

    /// `DELETE /api/registrations/{user}`, `?contact=` for one of them.
    public Answer drop(@Nullable String authorization, String user, @Nullable String contact) {
        return access.guarded(
                authorization,
                () -> {
                    int dropped = node.drop(user, contact);
                    return dropped == 0
                            ? Answer.error(404, user + " is not registered so")
                            : Answer.ok(Map.of("dropped", dropped));
                });
    }

    private static Map<String, Object> summary(CallView call) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("callId", call.id());
        map.put("kind", RecordJson.kind(call.id()));
        map.put("state", call.state());
        map.put("from", call.from());
        map.put("to", call.to());
        map.put("started", Instant.ofEpochMilli(call.startedEpochMs()).toString());
        map.put("legs", call.legs().size());
        map.put("verdict", verdict(call.legs()));
        map.put(
                "found",
                call.legs().stream().filter(LegReport::isTroubled).map(Api::found).toList());
        return map;
    }

    /// A verdict, to be said in any language.
    private static Map<String, Object> found(LegReport leg) {
        return Map.of(
                "verdict",
                leg.verdict(),
                "verdictCode",
                leg.details().verdictCode(),
                "verdictFacts",
                VerdictFacts.of(leg));
    }

    private static Map<String, Object> whole(CallView call) {
        Map<String, Object> map = summary(call);
        map.put("recording", recording(call.legs()));
        map.put("legs", call.legs().stream().map(leg -> leg(leg, call.nowNs())).toList());
        return map;
    }

    /// How the call's recording is; empty where there is none.
    private static String recording(List<LegReport> legs) {
        return legs.isEmpty() ? "" : legs.getFirst().details().recording();
    }

    /// One line for the call: what is wrong with any of its legs, or nothing.
    static String verdict(List<LegReport> legs) {
        return String.join(
                "; ",
                legs.stream().map(LegReport::trouble).filter(text -> !text.isEmpty()).toList());
    }

    private static Map<String, @Nullable Object> leg(LegReport leg, long nowNs) {
        return leg(leg, nowNs, stream -> StreamJson.of(stream, nowNs));
    }

    /// A leg with its streams as `streams` shows them.
    static Map<String, @Nullable Object> leg(
            LegReport leg,
            long nowNs,
            Function<StreamSnapshot, Map<String, @Nullable Object>> streams) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("tag", leg.tag());
        map.put("branch", leg.branch());
        map.put("profile", leg.profile());
        map.put("local", leg.local().toString());
        map.put("signalled", text(leg.signalled()));
        map.put("learnt", text(leg.learnt()));
        map.put("ice", leg.ice());
        map.put("dtls", leg.dtls());
        map.put("packetsIn", leg.packetsIn());
        map.put("packetsOut", leg.packetsOut());
        map.put("bytesIn", leg.bytesIn());
        map.put("bytesOut", leg.bytesOut());
        map.put("drops", leg.drops());
        map.put(
                "lastPacketMsAgo",
                leg.lastPacketNs() == 0 ? null : (nowNs - leg.lastPacketNs()) / 1_000_000);
        map.put("icePairs", leg.details().pairs());
        map.put("srtp", leg.details().srtp());
        map.put("streams", leg.details().streams().stream().map(streams).toList());
        map.put("verdictCode", leg.details().verdictCode());
        map.put("verdictFacts", VerdictFacts.of(leg));
        map.put("sdpIn", leg.sdpIn());
        map.put("sdpOut", leg.sdpOut());
        map.put("verdict", leg.verdict());
        return map;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
