package jackfield.server.api;

import jackfield.base.Endpoint;
import jackfield.roles.turn.TimeLimited;
import jackfield.rtc.turn.AllocationView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/api/turn`: credentials for clients, and what they have.
public final class TurnApi {
    private static final String USER = "[A-Za-z0-9._+@-]{1,128}";

    private final AdminAccess access;
    private final TurnView node;
    private final GuessLimit guesses;

    /// @param guesses wrong passwords of one address in a minute
    public TurnApi(AdminAccess access, TurnView node, int guesses) {
        this.access = access;
        this.node = node;
        this.guesses = new GuessLimit(guesses);
    }

    /// `GET /api/turn`: for a user with name and password (Basic), or for the administrator, who
    /// says for whom.
    ///
    /// @param remote who asks
    /// @param user for whom the administrator asks
    /// @param hash `sha1`, which everything takes, or `sha256`
    public Answer credential(
            @Nullable String authorization,
            Endpoint remote,
            @Nullable String user,
            @Nullable String hash) {
        TimeLimited.Hash chosen = TimeLimited.Hash.SHA1;
        if (hash != null) {
            switch (hash) {
                case "sha1" -> chosen = TimeLimited.Hash.SHA1;
                case "sha256" -> chosen = TimeLimited.Hash.SHA256;
                default -> {
                    return Answer.error(400, "hash: sha1 or sha256");
                }
            }
        }
        String[] basic = basic(authorization);
        if (basic != null && !basic[0].equals("admin")) {
            return ofUser(basic[0], basic[1], remote, chosen);
        }
        TimeLimited.Hash by = chosen;
        return access.guarded(
                authorization,
                () ->
                        user != null && user.matches(USER)
                                ? made(user, by)
                                : Answer.error(400, "user: for whom the credential is"));
    }

    private Answer ofUser(String name, String password, Endpoint remote, TimeLimited.Hash hash) {
        if (!guesses.mayTry(remote, node.now())) {
            return Answer.error(429, "too many wrong passwords: wait a minute");
        }
        if (!name.matches(USER) || !node.isPassword(name, password)) {
            guesses.wasWrong(remote, node.now());
            return Answer.error(401, "a wrong name or password");
        }
        return made(name, hash);
    }

    /// A credential for a user who has signed in.
    Answer forUser(String account) {
        return made(account, TimeLimited.Hash.SHA1);
    }

    /// In the words of the "REST API for access to TURN services", and as a browser's
    /// RTCPeerConnection takes it.
    private Answer made(String user, TimeLimited.Hash hash) {
        TimeLimited.Credential credential = node.credential(user, node.credentialSeconds(), hash);
        Map<String, Object> turn = new LinkedHashMap<>();
        turn.put("urls", node.turnUris());
        turn.put("username", credential.username());
        turn.put("credential", credential.password());
        List<Object> servers = new ArrayList<>();
        if (!node.stunUris().isEmpty()) {
            servers.add(Map.of("urls", node.stunUris()));
        }
        servers.add(turn);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("username", credential.username());
        body.put("password", credential.password());
        body.put("ttl", node.credentialSeconds());
        body.put("uris", node.turnUris());
        body.put("iceServers", servers);
        return Answer.ok(body);
    }

    private static String @Nullable [] basic(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return null;
        }
        try {
            byte[] pair = Base64.getDecoder().decode(authorization.substring(6).strip());
            String text = new String(pair, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0
                    ? null
                    : new String[] {text.substring(0, colon), text.substring(colon + 1)};
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /// `GET /api/turn/allocations`, `?user=` for one user's.
    public Answer allocations(@Nullable String authorization, @Nullable String user) {
        return access.guarded(
                authorization,
                () ->
                        Answer.ok(
                                Map.of(
                                        "allocations",
                                        node.allocations().stream()
                                                .filter(each ->
                                                        user == null || each.user().equals(user))
                                                .map(this::view)
                                                .toList())));
    }

    private Map<String, Object> view(AllocationView from) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", from.id());
        map.put("user", from.user());
        map.put("username", from.username());
        map.put("transport", from.transport().name().toLowerCase(Locale.ROOT));
        map.put("client", from.client().toString());
        map.put("relayed", from.relayed());
        map.put("seconds", (node.now() - from.began()) / 1_000_000_000L);
        map.put("secondsLeft", Math.max(0, (from.expires() - node.now()) / 1_000_000_000L));
        map.put("peers", from.peers());
        map.put("channels", from.channels());
        map.put("connections", from.connections());
        map.put("packetsFromClient", from.packetsFromClient());
        map.put("bytesFromClient", from.bytesFromClient());
        map.put("packetsToClient", from.packetsToClient());
        map.put("bytesToClient", from.bytesToClient());
        return map;
    }

    /// `DELETE /api/turn/allocations/{id}`.
    public Answer end(@Nullable String authorization, String id) {
        return access.guarded(
                authorization,
                () ->
                        id.matches("\\d{1,18}") && node.end(Long.parseLong(id))
                                ? Answer.ok(Map.of("ended", id))
                                : Answer.error(404, "there is no allocation " + id));
    }
}
