package jackfield.server.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/api/me`: what one who has signed in asks about itself.
public final class MeApi {
    private final UserAccess access;
    private final MeView node;
    private final @Nullable TurnApi turn;

    /// @param turn makes credentials; null on a node without TURN
    public MeApi(UserAccess access, MeView node, @Nullable TurnApi turn) {
        this.access = access;
        this.node = node;
        this.turn = turn;
    }

    /// `GET /api/me`.
    public Answer me(@Nullable String authorization) {
        return access.guarded(
                authorization,
                account -> {
                    String user = SessionApi.user(account);
                    String domain = SessionApi.domain(account, node.home());
                    Map<String, Object> body = new LinkedHashMap<>();
                    body.put("account", account);
                    body.put("user", user);
                    body.put("domain", domain);
                    body.put("uri", "sip:" + user + "@" + domain);
                    body.put("name", node.name(account));
                    body.put("numbers", numbers());
                    body.put("can", node.abilities());
                    return Answer.ok(body);
                });
    }

    private List<Map<String, String>> numbers() {
        return node.numbers().entrySet().stream()
                .map(each -> Map.of("number", each.getKey(), "service", each.getValue()))
                .toList();
    }

    /// `GET /api/me/turn`: STUN and TURN for the page, as `RTCPeerConnection` takes it and in the
    /// words of the REST API for TURN.
    public Answer turn(@Nullable String authorization) {
        return access.guarded(
                authorization,
                account ->
                        turn == null
                                ? Answer.error(404, "this node has no TURN")
                                : turn.forUser(account));
    }
}
