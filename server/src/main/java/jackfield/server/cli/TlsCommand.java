package jackfield.server.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `jackfield tls`, `jackfield tls reload`, `jackfield tls renew`.
@Command(name = "tls", description = "Show the certificates of the running node, or change them.")
final class TlsCommand implements Runnable {
    private static final long DAY = 86_400;
    private static final List<String> ACTIONS = List.of("reload", "renew");

    @Parameters(
            arity = "0..1",
            paramLabel = "reload|renew",
            description =
                    "reload: read the files of certificates again. renew: order a new certificate"
                            + " from the ACME server now.")
    private @Nullable String action;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Mixin private NodeOptions options = new NodeOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        ApiClient api = new ApiClient(options.data());
        if (action != null && !ACTIONS.contains(action)) {
            throw new Failure("tls " + action + " is unknown: write tls, tls reload or tls renew");
        }
        if ("renew".equals(action)) {
            api.send("POST", "/api/tls/renew", "");
            out.println("ordered; ./jackfield tls tells what comes of it");
            return;
        }
        JsonNode answer =
                "reload".equals(action)
                        ? api.send("POST", "/api/tls/reload", "")
                        : api.get("/api/tls");
        if (json) {
            out.println(answer.toPrettyString());
            return;
        }
        answer.path("certificates").forEach(one -> certificate(out, one));
        JsonNode acme = answer.path("acme");
        if (acme.isObject()) {
            acme(out, acme);
        }
    }

    private static void certificate(PrintWriter out, JsonNode one) {
        long left = one.path("secondsLeft").asLong(0);
        out.printf("%s: %s%n", one.path("name").asString(""), one.path("source").asString(""));
        out.printf("    for      %s%n", String.join(", ", texts(one.path("names"))));
        out.printf("    from     %s%n", one.path("issuer").asString(""));
        out.printf(
                "    until    %s (%s)%n",
                one.path("notAfter").asString(""),
                left < 0
                        ? "EXPIRED"
                        : left < DAY ? left / 3600 + " hours left" : left / DAY + " days left");
        out.printf("    SHA-256  %s%n", one.path("sha256").asString(""));
        texts(one.path("problems")).forEach(problem -> out.printf("    PROBLEM  %s%n", problem));
    }

    private static void acme(PrintWriter out, JsonNode acme) {
        out.printf(
                "ACME: %s for %s%n",
                acme.path("directory").asString(""),
                String.join(", ", texts(acme.path("domains"))));
        out.printf(
                "    %s; next order %s; %d came, %d failed%n",
                acme.path("state").asString(""),
                acme.path("nextTry").asString(""),
                acme.path("orders").asLong(0),
                acme.path("failures").asLong(0));
        String error = acme.path("lastError").asString("");
        if (!error.isEmpty()) {
            out.printf("    PROBLEM  %s%n", error);
        }
    }

    private static List<String> texts(JsonNode items) {
        List<String> texts = new ArrayList<>();
        items.forEach(item -> texts.add(item.asString("")));
        return texts;
    }
}
