package jackfield.server.cli;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// `jackfield calls`, and `jackfield calls CALL-ID` for one with all its legs.
@Command(name = "calls", description = "List the calls of the running node, or explain one.")
final class CallsCommand implements Runnable {
    @Parameters(
            arity = "0..1",
            paramLabel = "CALL-ID",
            description = "Show everything about this call, also when it is over.")
    private @Nullable String id;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Option(names = "--sdp", description = "With the SDP of each leg.")
    private boolean sdp;

    @Option(names = "--ended", description = "Those that are over, the last first.")
    private boolean ended;

    @Mixin private NodeOptions options = new NodeOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        ApiClient api = new ApiClient(options.data());
        if (id != null) {
            one(api, id, out);
            return;
        }
        JsonNode answer = api.get(ended ? "/api/calls?state=ended" : "/api/calls");
        if (json) {
            out.println(answer.toPrettyString());
            return;
        }
        JsonNode all = answer.path("calls");
        if (all.isEmpty()) {
            out.println(ended ? "no call has ended yet" : "there are no calls");
        }
        CallText text = new CallText(out);
        all.forEach(ended ? text::ended : text::line);
    }

    /// A call that runs; else one that is over, as its media was at its end.
    private void one(ApiClient api, String callId, PrintWriter out) {
        String path =
                "/api/calls/"
                        + URLEncoder.encode(callId, StandardCharsets.UTF_8).replace("+", "%20");
        Optional<JsonNode> running = api.find(path);
        JsonNode call = running.orElseGet(() -> api.get(path + "/media"));
        CallText text = new CallText(out);
        if (json) {
            out.println(call.toPrettyString());
        } else if (running.isPresent()) {
            text.whole(call, sdp);
        } else {
            text.over(call, record(api, callId), sdp);
        }
    }

    private static JsonNode record(ApiClient api, String callId) {
        for (JsonNode each : api.get("/api/calls?state=ended&limit=1000").path("calls")) {
            if (each.path("callId").asString("").equals(callId)) {
                return each;
            }
        }
        return MissingNode.getInstance();
    }
}
