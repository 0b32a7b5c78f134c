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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `jackfield registrations`, and `registrations drop USER`.
@Command(
        name = "registrations",
        description = "List who is registered at the running node, and at registrars above it.",
        subcommands = RegistrationsCommand.Drop.class)
final class RegistrationsCommand implements Runnable {
    @Option(names = "--user", paramLabel = "USER", description = "Of this user only.")
    private @Nullable String user;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Mixin private NodeOptions options = new NodeOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        String path = "/api/registrations" + (user == null ? "" : "?user=" + encoded(user));
        JsonNode answer = new ApiClient(options.data()).get(path);
        if (json) {
            out.println(answer.toPrettyString());
            return;
        }
        JsonNode all = answer.path("registrations");
        if (all.isEmpty()) {
            out.println("nobody is registered");
        } else {
            out.printf(
                    "%-24s %-40s %-34s %8s %8s %9s  %-20s%n",
                    "USER", "CONTACT", "FLOW", "AGE", "EXPIRES", "RTT", "USER AGENT");
        }
        for (JsonNode one : all) {
            out.printf(
                    "%-24s %-40s %-34s %6d s %6d s %9s  %-20s%s%n",
                    one.path("user").asString(""),
                    one.path("contact").asString(""),
                    one.path("transport").asString("")
                            + " "
                            + one.path("remote").asString("")
                            + " #"
                            + one.path("flow").asLong(0),
                    one.path("ageSeconds").asLong(0),
                    one.path("expiresSeconds").asLong(0),
                    roundTrip(one.path("rttMs").asDouble(0)),
                    one.path("userAgent").asString(""),
                    one.path("parked").asBoolean(false) ? " (parked: connection lost)" : "");
        }
        for (JsonNode one : answer.path("upstreams")) {
            upstream(one, out);
        }
    }

    private static String roundTrip(double ms) {
        return ms > 0 ? String.format(Locale.ROOT, "%.1f ms", ms) : "-";
    }

    private static void upstream(JsonNode one, PrintWriter out) {
        long next = one.path("nextTrySeconds").asLong(0);
        String reason = one.path("reason").asString("");
        out.printf(
                "%-24s %-12s %-40s %s%s%s%n",
                one.path("user").asString(""),
                one.path("mode").asString(""),
                one.path("registrar").asString(""),
                one.path("state").asString(""),
                reason.isEmpty() ? "" : ": " + reason,
                next == 0 ? "" : ", next in " + next + " s");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// `jackfield registrations drop USER`.
    @Command(name = "drop", description = "Remove the registrations of a user.")
    static final class Drop implements Runnable {
        @Parameters(paramLabel = "USER", description = "alice, or alice@example.org.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String user;

        @Option(
                names = "--contact",
                paramLabel = "URI",
                description = "Only this one, as the list writes it.")
        private @Nullable String contact;

        @Mixin private NodeOptions options = new NodeOptions();

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Override
        public void run() {
            String path =
                    "/api/registrations/"
                            + encoded(user)
                            + (contact == null ? "" : "?contact=" + encoded(contact));
            JsonNode answer = new ApiClient(options.data()).send("DELETE", path, "");
            spec.commandLine()
                    .getOut()
                    .println(answer.path("dropped").asLong(0) + " removed of " + user);
        }
    }
}
