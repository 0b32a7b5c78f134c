package jackfield.server.api;

import jackfield.roles.relay.LegReport;
import jackfield.server.identity.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The handlers below `/api`. Each wants the admin token: `Authorization: Bearer TOKEN`, or Basic
/// with the user `admin` and the token as password, so that a browser can ask for it.
public final class Api {
    private final Secrets secrets;
    private final NodeView node;

    /// Built when the first answer needs it: a start must not wait for it.
    private static final class Json {
        static final JsonMapper MAPPER = JsonMapper.builder().build();
    }

    /// The handlers for `node`.
    public Api(Secrets secrets, NodeView node) {
        this.secrets = secrets;
        this.node = node;
    }

    /// `GET /api/calls`.
    public Answer calls(@Nullable String authorization) {
        return guarded(
                authorization,
                () -> ok(Map.of("calls", node.calls().stream().map(Api::summary).toList())));
    }

    /// `GET /api/calls/{id}`.
    public Answer call(@Nullable String authorization, String id) {
        return guarded(
                authorization,
                () -> {
                    Optional<CallView> call = node.call(id);
                    return call.isEmpty()
                            ? error(404, "there is no call with this Call-ID now")
                            : ok(whole(call.get()));
                });
    }

    /// `GET /api/registrations`.
    public Answer registrations(@Nullable String authorization) {
        return guarded(authorization, () -> ok(Map.of("registrations", node.registrations())));
    }

    /// `GET /api/tls`.
    public Answer tls(@Nullable String authorization, TlsView tls) {
        return guarded(authorization, () -> ok(tlsState(tls)));
    }

    /// `POST /api/tls/reload`: 200, or 422 when a file could not be taken.
    public Answer reloadTls(@Nullable String authorization, TlsView tls) {
        return guarded(
                authorization,
                () -> {
                    List<String> problems = tls.reload();
                    return problems.isEmpty()
                            ? ok(tlsState(tls))
                            : error(422, String.join("; ", problems));
                });
    }

    private static Map<String, Object> tlsState(TlsView tls) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("certificates", tls.certificates());
        tls.acme().ifPresent(acme -> state.put("acme", acme));
        return state;
    }

    private Answer guarded(@Nullable String authorization, Supplier<Answer> answer) {
        if (authorization != null && isAdmin(authorization)) {
            return answer.get();
        }
        Answer refused =
                error(401, "the token of the data folder's admin.token is wanted, as Bearer");
        Map<String, String> headers = new LinkedHashMap<>(refused.headers());
        headers.put("www-authenticate", "Basic realm=\"jackfield admin\", charset=\"UTF-8\"");
        return new Answer(401, headers, refused.body());
    }

    private boolean isAdmin(String authorization) {
        if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return secrets.isAdminToken(authorization.substring(7).strip());
        }
        if (authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            try {
                byte[] pair = Base64.getDecoder().decode(authorization.substring(6).strip());
                String text = new String(pair, StandardCharsets.UTF_8);
                return text.startsWith("admin:") && secrets.isAdminToken(text.substring(6));
            } catch (IllegalArgumentException notBase64) {
                return false;
            }
        }
        return false;
    }

    private static Answer ok(Object body) {
        return Answer.json(200, Json.MAPPER.writeValueAsString(body));
    }

    private static Answer error(int status, String why) {
        return Answer.json(status, Json.MAPPER.writeValueAsString(Map.of("error", why)));
    }

    private static Map<String, Object> summary(CallView call) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("callId", call.id());
        map.put("state", call.state());
        map.put("from", call.from());
        map.put("to", call.to());
        map.put("started", Instant.ofEpochMilli(call.startedEpochMs()).toString());
        map.put("legs", call.legs().size());
        map.put("verdict", verdict(call.legs()));
        return map;
    }

    private static Map<String, Object> whole(CallView call) {
        Map<String, Object> map = summary(call);
        map.put("legs", call.legs().stream().map(leg -> leg(leg, call.nowNs())).toList());
        return map;
    }

    /// One line for the call: what is wrong with any of its legs, or nothing.
    private static String verdict(List<LegReport> legs) {
        return String.join(
                "; ",
                legs.stream().map(LegReport::verdict).filter(text -> !text.isEmpty()).toList());
    }

    private static Map<String, @Nullable Object> leg(LegReport leg, long nowNs) {
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
        map.put("sdpIn", leg.sdpIn());
        map.put("sdpOut", leg.sdpOut());
        map.put("verdict", leg.verdict());
        return map;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
