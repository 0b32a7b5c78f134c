package jackfield.server.cli;

import jackfield.server.config.DurationText;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `jackfield bans`, `bans add NETWORK` and `bans remove NETWORK`.
@Command(
        name = "bans",
        description = "List, make and lift the bans of the running node.",
        subcommands = {BansCommand.Add.class, BansCommand.Remove.class})
final class BansCommand implements Runnable {
    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Mixin private NodeOptions options = new NodeOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode answer = new ApiClient(options.data()).get("/api/bans");
        if (json) {
            out.println(answer.toPrettyString());
            return;
        }
        JsonNode all = answer.path("bans");
        if (all.isEmpty()) {
            out.println("nobody is banned");
        }
        for (JsonNode one : all) {
            out.printf(
                    "%-24s %8d s left  %s%s%n",
                    one.path("network").asString(""),
                    one.path("secondsLeft").asLong(0),
                    one.path("reason").asString(""),
                    times(one.path("times").asInt(0)));
        }
    }

    private static String times(int times) {
        return times == 0 ? " (by hand)" : times == 1 ? "" : " (" + times + " times)";
    }

    /// `jackfield bans add`.
    @Command(name = "add", description = "Take nothing from a network for a while.")
    static final class Add implements Runnable {
        @Parameters(paramLabel = "NETWORK", description = "192.0.2.0/24, 192.0.2.7, 2001:db8::/32.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String network;

        @Option(
                names = "--for",
                paramLabel = "TIME",
                description = "30s, 5m, 1h, 7d; without it 1h.")
        private String time = "1h";

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for people.")
        private String reason = "by hand";

        @Mixin private NodeOptions options = new NodeOptions();

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Override
        public void run() {
            Duration length = DurationText.parse(time);
            if (length == null || length.toSeconds() < 1) {
                throw new Failure("--for " + time + " is not a time, like 30s, 5m, 1h or 7d");
            }
            String body =
                    JsonMapper.shared()
                            .writeValueAsString(
                                    Map.of(
                                            "network",
                                            network,
                                            "seconds",
                                            length.toSeconds(),
                                            "reason",
                                            reason));
            JsonNode answer = new ApiClient(options.data()).send("POST", "/api/bans", body);
            spec.commandLine()
                    .getOut()
                    .println(answer.path("banned").asString(network) + " is banned for " + time);
        }
    }

    /// `jackfield bans remove`.
    @Command(name = "remove", description = "Lift the ban of a network.")
    static final class Remove implements Runnable {
        @Parameters(paramLabel = "NETWORK", description = "As the list of bans writes it.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String network;

        @Mixin private NodeOptions options = new NodeOptions();

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Override
        public void run() {
            String named = URLEncoder.encode(network, StandardCharsets.UTF_8);
            JsonNode answer =
                    new ApiClient(options.data()).send("DELETE", "/api/bans?network=" + named, "");
            spec.commandLine()
                    .getOut()
                    .println(answer.path("lifted").asString(network) + " is no longer banned");
        }
    }
}
