package jackfield.server.api;

import jackfield.base.Network;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `/api/bans`: who is shut out, and changing that.
public final class BansApi {
    private static final long LONGEST_SECONDS = 100L * 366 * 24 * 3600;

    private final AdminAccess access;
    private final BansView node;

    /// The handlers for `node`.
    public BansApi(AdminAccess access, BansView node) {
        this.access = access;
        this.node = node;
    }

    /// `GET /api/bans`.
    public Answer list(@Nullable String authorization) {
        return access.guarded(authorization, () -> Answer.ok(Map.of("bans", node.bans())));
    }

    /// `POST /api/bans` with `{"network": "192.0.2.0/24", "seconds": 3600, "reason": "abuse"}`.
    ///
    /// @param contentType must say JSON, which a form of another site cannot send unasked
    public Answer add(@Nullable String authorization, @Nullable String contentType, byte[] body) {
        return access.guarded(authorization, () -> JsonBody.read(contentType, body, this::add));
    }

    private Answer add(JsonNode json) {
        Network network = Network.parse(json.path("network").asString(""));
        long seconds = json.path("seconds").asLong(3600);
        if (network == null) {
            return Answer.error(400, "network: write a network, like 192.0.2.0/24 or 192.0.2.7");
        }
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            return Answer.error(400, "seconds: from 1 to " + LONGEST_SECONDS);
        }
        node.ban(network, Duration.ofSeconds(seconds), json.path("reason").asString("by hand"));
        return Answer.ok(Map.of("banned", network.toString()));
    }

    /// `DELETE /api/bans?network=192.0.2.0/24`.
    public Answer remove(@Nullable String authorization, @Nullable String network) {
        return access.guarded(
                authorization,
                () -> {
                    Network found = network == null ? null : Network.parse(network);
                    if (found == null) {
                        return Answer.error(400, "network: name one, as GET /api/bans does");
                    }
                    return node.lift(found)
                            ? Answer.ok(Map.of("lifted", found.toString()))
                            : Answer.error(404, found + " is not banned");
                });
    }
}
