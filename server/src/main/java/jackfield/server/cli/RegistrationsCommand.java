package jackfield.server.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `jackfield registrations`.
@Command(name = "registrations", description = "List who is registered at the running node.")
final class RegistrationsCommand implements Runnable {
    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Mixin private NodeOptions options = new NodeOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode answer = new ApiClient(options.data()).get("/api/registrations");
        if (json) {
            out.println(answer.toPrettyString());
            return;
        }
        JsonNode all = answer.path("registrations");
        if (all.isEmpty()) {
            out.println("nobody is registered");
        }
        for (JsonNode one : all) {
            out.printf(
                    "%-24s %-5s %-28s %6d s  %s%n",
                    one.path("user").asString(""),
                    one.path("transport").asString(""),
                    one.path("remote").asString(""),
                    one.path("expiresSeconds").asLong(0),
                    one.path("userAgent").asString(""));
        }
    }
}
