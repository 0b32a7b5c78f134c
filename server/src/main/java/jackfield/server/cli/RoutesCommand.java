package jackfield.server.cli;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `jackfield routes`: shows, tests and reads again where calls go.
@Command(name = "routes", description = "Show, test or reload the routes of the running node.")
final class RoutesCommand implements Runnable {
    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Mixin private NodeOptions options = new NodeOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        JsonNode all = new ApiClient(options.data()).get("/api/routes");
        if (json) {
            out().println(all.toPrettyString());
            return;
        }
        for (JsonNode domain : all.path("domains")) {
            out().printf(
                            "domain %s (users: %s) %s%n",
                            domain.path("name").asString(""),
                            domain.path("users").asString(""),
                            words(domain.path("aliases")));
        }
        all.path("aliases")
                .properties()
                .forEach(alias ->
                        out().println(
                                        "alias "
                                                + alias.getKey()
                                                + " -> "
                                                + words(alias.getValue())));
        for (JsonNode trunk : all.path("trunks")) {
            out().printf(
                            "trunk %s at %s %s%n",
                            trunk.path("name").asString(""),
                            trunk.path("uri").asString(""),
                            words(trunk.path("sources")));
        }
        JsonNode routes = all.path("routes");
        if (routes.isEmpty()) {
            out().println("there are no routes");
        }
        int number = 0;
        for (JsonNode route : routes) {
            out().printf(
                            "%3d %s (%s)%s%n      when %s%n      then %s%n",
                            ++number,
                            route.path("name").asString(""),
                            route.path("where").asString(""),
                            route.path("beforeUsers").asBoolean(false) ? ", before users" : "",
                            route.path("when").isEmpty()
                                    ? "always"
                                    : conditions(route.path("when")),
                            route.path("action").asString(""));
        }
    }

    private static String conditions(JsonNode when) {
        StringBuilder text = new StringBuilder();
        when.properties()
                .forEach(condition ->
                        text.append(text.isEmpty() ? "" : " and ")
                                .append(condition.getKey())
                                .append(" is ")
                                .append(words(condition.getValue())));
        return text.toString();
    }

    private static String words(JsonNode list) {
        StringBuilder text = new StringBuilder();
        for (JsonNode one : list) {
            text.append(text.isEmpty() ? "" : ", ").append(one.asString(""));
        }
        return text.toString();
    }

    @Command(
            name = "reload",
            description = "Read the settings again and take their routes; calls go on.")
    void reload(@Mixin NodeOptions of) {
        JsonNode answer = new ApiClient(of.data()).send("POST", "/api/routes/reload", "");
        out().println(answer.path("routes").asInt(0) + " routes");
        answer.path("notes").forEach(note -> out().println("note: " + note.asString("")));
    }

    @Command(
            name = "test",
            description =
                    "Tell what would become of a request, and which routes it would not take.")
    void test(
            @Parameters(paramLabel = "FROM", description = "A user, or - for nobody known.")
                    String from,
            @Parameters(paramLabel = "TO", description = "A user, a number or a SIP URI.")
                    String to,
            @Option(names = "--method", description = "INVITE, MESSAGE, ...")
                    @Nullable String method,
            @Option(names = "--source", description = "The address it comes from.")
                    @Nullable String source,
            @Mixin NodeOptions of) {
        StringBuilder path = new StringBuilder("/api/routes/test?from=").append(encoded(from));
        path.append("&to=").append(encoded(to));
        if (method != null) {
            path.append("&method=").append(encoded(method));
        }
        if (source != null) {
            path.append("&source=").append(encoded(source));
        }
        JsonNode answer = new ApiClient(of.data()).get(path.toString());
        answer.path("steps").forEach(step -> out().println("- " + step.asString("")));
        out().println(answer.path("outcome").asString(""));
        int number = 0;
        for (JsonNode target : answer.path("targets")) {
            out().println("  " + ++number + ". " + target.asString(""));
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
