package jackfield.server.api;

import jackfield.roles.relay.nodes.NodeView;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The handlers of `/api/relay`; each wants the admin token.
public final class RelayApi {
    private final AdminAccess access;
    private final RelayNodesView nodes;

    /// The handlers for the relay nodes of one node.
    public RelayApi(AdminAccess access, RelayNodesView nodes) {
        this.access = access;
        this.nodes = nodes;
    }

    /// `GET /api/relay/nodes`.
    public Answer nodes(@Nullable String authorization) {
        return access.guarded(
                authorization,
                () -> {
                    Map<String, Object> map = new LinkedHashMap<>();
                    map.put("use", nodes.used() ? "external" : "in-process");
                    map.put("nodes", nodes.nodes().stream().map(RelayApi::node).toList());
                    return Answer.ok(map);
                });
    }

    private static Map<String, Object> node(NodeView node) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("number", node.number());
        map.put("uri", node.uri());
        map.put("set", node.set());
        map.put("weight", node.weight());
        map.put("state", node.state());
        map.put("calls", node.calls());
        map.put("requests", node.tally().requests());
        map.put("errors", node.tally().errors());
        map.put("timeouts", node.tally().timeouts());
        map.put("failovers", node.tally().failovers());
        map.put("roundTripMs", Math.rint(node.roundTrip() / 1e4) / 100);
        map.put("why", node.why());
        return map;
    }

    /// `POST /api/relay/nodes/{n}/disable` and `enable`.
    public Answer disable(@Nullable String authorization, String number, boolean disabled) {
        return access.guarded(
                authorization,
                () ->
                        number.matches("\\d{1,6}")
                                        && nodes.disable(Integer.parseInt(number), disabled)
                                ? Answer.ok(Map.of("disabled", disabled))
                                : Answer.error(
                                        404, "there is no such relay node: GET /api/relay/nodes"));
    }
}
