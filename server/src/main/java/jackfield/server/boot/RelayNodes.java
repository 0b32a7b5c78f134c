package jackfield.server.boot;

import jackfield.net.http.HttpServer;
import jackfield.roles.relay.nodes.NodeView;
import jackfield.server.api.AdminAccess;
import jackfield.server.api.RelayApi;
import jackfield.server.api.RelayNodesView;
import jackfield.server.metrics.Metrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The relay nodes in other programs, for those who look at them and change them.
final class RelayNodes implements RelayNodesView {
    private final Optional<ExternalRelay> relay;

    RelayNodes(Optional<ExternalRelay> relay) {
        this.relay = relay;
    }

    @Override
    public boolean used() {
        return relay.isPresent();
    }

    @Override
    public List<NodeView> nodes() {
        return relay.map(ExternalRelay::views).orElse(List.of());
    }

    @Override
    public boolean disable(int number, boolean disable) {
        return relay.isPresent() && relay.get().disable(number, disable);
    }

    /// Adds the routes.
    void routes(HttpServer server, AdminAccess access) {
        RelayApi api = new RelayApi(access, this);
        server.get(
                "/api/relay/nodes", request -> Edge.answer(api.nodes(Edge.authorization(request))));
        for (boolean disable : new boolean[] {true, false}) {
            server.post(
                    "/api/relay/nodes/:number/" + (disable ? "disable" : "enable"),
                    request ->
                            Edge.answer(
                                    api.disable(
                                            Edge.authorization(request),
                                            request.path("number"),
                                            disable)));
        }
    }

    /// Adds the numbers.
    void register(Metrics metrics) {
        if (!used()) {
            return;
        }
        metrics.gauges(
                        "jackfield_relay_node_up",
                        "1 while a relay node answers.",
                        "node",
                        () -> each(node -> node.state().equals("down") ? 0 : 1))
                .gauges(
                        "jackfield_relay_node_calls",
                        "Calls on a relay node now.",
                        "node",
                        () -> each(NodeView::calls))
                .gauges(
                        "jackfield_relay_node_round_trip_seconds",
                        "How long the last reply of a relay node took.",
                        "node",
                        () -> each(node -> node.roundTrip() / 1e9))
                .counters(
                        "jackfield_relay_node_requests",
                        "Commands sent to a relay node.",
                        "node",
                        () -> each(node -> node.tally().requests()))
                .counters(
                        "jackfield_relay_node_errors",
                        "Commands that a relay node answered with an error.",
                        "node",
                        () -> each(node -> node.tally().errors()))
                .counters(
                        "jackfield_relay_node_timeouts",
                        "Commands that a relay node did not answer.",
                        "node",
                        () -> each(node -> node.tally().timeouts()))
                .counters(
                        "jackfield_relay_node_failovers",
                        "Calls that went to another node because of a relay node.",
                        "node",
                        () -> each(node -> node.tally().failovers()));
    }

    private Map<String, Number> each(Function<NodeView, Number> number) {
        Map<String, Number> numbers = new LinkedHashMap<>();
        nodes().forEach(node -> numbers.put(node.uri(), number.apply(node)));
        return numbers;
    }
}
