package jackfield.server.cli;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `jackfield records`: the calls that are over, from the database.
@Command(name = "records", description = "List the records of calls that are over.")
final class RecordsCommand implements Runnable {
    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "Only calls that ended since then: 15m, 1h, 7d ago, or 2026-11-21T14:00:00Z.")
    private @Nullable String since;

    @Option(names = "--user", paramLabel = "NAME", description = "Only calls from or to this user.")
    private @Nullable String user;

    @Option(names = "--failed", description = "Only calls that nobody answered.")
    private boolean failed;

    @Option(names = "--limit", paramLabel = "N", description = "So many at most (default: 100).")
    private int limit = 100;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Mixin private NodeOptions options = new NodeOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        String path =
                "/api/records?limit="
                        + limit
                        + (since == null ? "" : "&since=" + encoded(since))
                        + (user == null ? "" : "&user=" + encoded(user))
                        + (failed ? "&failed=yes" : "");
        JsonNode answer = new ApiClient(options.data()).get(path);
        if (json) {
            out.println(answer.toPrettyString());
            return;
        }
        JsonNode all = answer.path("records");
        if (all.isEmpty()) {
            out.println("there are no such records");
        }
        for (JsonNode record : all) {
            out.printf(
                    Locale.ROOT,
                    "%s  %-11s %8.1f s  %s -> %s  %s%n    %s%s%s%n",
                    text(record, "began"),
                    text(record, "outcome"),
                    record.path("seconds").asDouble(0),
                    text(record, "from"),
                    text(record, "to"),
                    text(record, "callId"),
                    text(record, "explanation"),
                    behind("  MOS ", text(record, "mos")),
                    behind("  ! ", text(record, "verdict")));
        }
    }

    private static String behind(String before, String text) {
        return text.isEmpty() ? "" : before + text;
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
