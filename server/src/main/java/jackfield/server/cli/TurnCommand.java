package jackfield.server.cli;

import java.io.PrintWriter;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `jackfield turn`: the allocations of the running node, and credentials for its TURN server.
@Command(
        name = "turn",
        description = "List the TURN allocations of the running node, end one, make a credential.")
final class TurnCommand implements Runnable {
    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Mixin private NodeOptions options = new NodeOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode answer = new ApiClient(options.data()).get("/api/turn/allocations");
        if (json) {
            out.println(answer.toPrettyString());
            return;
        }
        JsonNode all = answer.path("allocations");
        if (all.isEmpty()) {
            out.println("nobody has an allocation");
        }
        for (JsonNode one : all) {
            out.printf(
                    "%-6d %-16s %-4s %-22s %-28s %5d s left %9d out %9d in  peers %s%n",
                    one.path("id").asLong(),
                    one.path("user").asString(""),
                    one.path("transport").asString(""),
                    one.path("client").asString(""),
                    words(one.path("relayed")),
                    one.path("secondsLeft").asLong(),
                    one.path("packetsFromClient").asLong(),
                    one.path("packetsToClient").asLong(),
                    words(one.path("peers")));
        }
    }

    private static String words(JsonNode list) {
        StringJoiner words = new StringJoiner(", ");
        list.forEach(each -> words.add(each.asString("")));
        return words.toString();
    }

    @Command(name = "end", description = "End an allocation.")
    void end(
            @Parameters(paramLabel = "ID", description = "Its number in the list.") long id,
            @Mixin NodeOptions of) {
        new ApiClient(of.data()).send("DELETE", "/api/turn/allocations/" + id, "");
        spec.commandLine().getOut().println("ended allocation " + id);
    }

    @Command(name = "credential", description = "Make a time-limited credential, as JSON.")
    void credential(
            @Parameters(paramLabel = "USER", description = "For whom.") String user,
            @Mixin NodeOptions of) {
        JsonNode answer =
                new ApiClient(of.data())
                        .get(
                                "/api/turn?user="
                                        + java.net.URLEncoder.encode(
                                                user, java.nio.charset.StandardCharsets.UTF_8));
        spec.commandLine().getOut().println(answer.toPrettyString());
    }
}
