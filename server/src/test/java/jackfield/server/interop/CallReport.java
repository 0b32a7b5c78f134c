package jackfield.server.interop;

import jackfield.base.Endpoint;
import jackfield.testkit.peers.Node;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A call as `/api/calls/{id}` shows it.
record CallReport(JsonNode json) {
    private static final JsonMapper JSON = new JsonMapper();

    /// The Call-IDs of now.
    static List<String> ids(Node node) {
        List<String> ids = new ArrayList<>();
        JSON.readTree(node.api("/api/calls"))
                .path("calls")
                .forEach(call -> ids.add(call.path("callId").asString("")));
        return ids;
    }

    /// The only call there is.
    static CallReport only(Node node) {
        return since(List.of(), node);
    }

    /// The only call that was not there before.
    static CallReport since(List<String> before, Node node) {
        List<String> ids = ids(node);
        ids.removeAll(before);
        if (ids.size() != 1) {
            throw new AssertionError("one call is expected: " + ids);
        }
        String id = URLEncoder.encode(ids.getFirst(), StandardCharsets.UTF_8);
        return new CallReport(JSON.readTree(node.api("/api/calls/" + id)));
    }

    /// The record of a call that is over; empty until it is written.
    static CallReport ended(String callId, Node node) {
        for (JsonNode call : JSON.readTree(node.api("/api/calls?state=ended")).path("calls")) {
            if (call.path("callId").asString("").equals(callId)) {
                return new CallReport(call);
            }
        }
        return new CallReport(JSON.createObjectNode());
    }

    List<JsonNode> legs() {
        List<JsonNode> legs = new ArrayList<>();
        json.path("legs").forEach(legs::add);
        return legs;
    }

    /// Whom the caller called.
    String callee() {
        return json.path("to").asString("");
    }

    /// Why audio is missing; empty where it is not.
    String verdict() {
        return json.path("verdict").asString("none given");
    }

    /// Where the node receives RTP.
    List<InetSocketAddress> ports() {
        return legs().stream()
                .map(leg -> Endpoint.parse(leg.path("local").asString("")))
                .map(Endpoint::socketAddress)
                .toList();
    }

    /// Where the peers are, of those that have shown it.
    List<InetSocketAddress> peers() {
        return learnt().stream()
                .filter(each -> !each.equals("none"))
                .map(each -> Endpoint.parse(each).socketAddress())
                .toList();
    }

    /// Where the peers are, as their packets have shown.
    List<String> learnt() {
        return legs().stream().map(leg -> leg.path("learnt").asString("none")).toList();
    }

    long packetsIn() {
        return legs().stream().mapToLong(leg -> leg.path("packetsIn").asLong()).sum();
    }

    /// How many packets of all legs were dropped for this reason.
    long drops(String reason) {
        return legs().stream().mapToLong(leg -> leg.path("drops").path(reason).asLong(0)).sum();
    }

    @Override
    public String toString() {
        return json.toPrettyString();
    }
}
