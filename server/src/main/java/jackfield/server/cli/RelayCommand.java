package jackfield.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `jackfield relay`: the media relays of the running node.
@Command(
        name = "relay",
        description = "Show and change the media relays of the running node.",
        subcommands = RelayCommand.Nodes.class)
final class RelayCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private void tell(int node, String what, NodeOptions of) {
        new ApiClient(of.data()).send("POST", "/api/relay/nodes/" + node + "/" + what, "");
        spec.commandLine().getOut().println(what + "d relay node " + node);
    }

    @Command(name = "disable", description = "Send no more new calls to a node.")
    void disable(
            @Parameters(paramLabel = "NODE", description = "Its number in the list.") int node,
            @Mixin NodeOptions of) {
        tell(node, "disable", of);
    }

    @Command(name = "enable", description = "Send calls to a node again.")
    void enable(
            @Parameters(paramLabel = "NODE", description = "Its number in the list.") int node,
            @Mixin NodeOptions of) {
        tell(node, "enable", of);
    }

    /// `jackfield relay nodes`.
    @Command(
            name = "nodes",
            description = "Show the relay nodes in other programs, and how each does.")
    static final class Nodes implements Runnable {
        @Option(names = "--json", description = "As JSON.")
        private boolean json;

        @Mixin private NodeOptions options = new NodeOptions();

        @ParentCommand
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private RelayCommand parent;

        @Override
        public void run() {
            JsonNode answer = new ApiClient(options.data()).get("/api/relay/nodes");
            java.io.PrintWriter out = parent.spec.commandLine().getOut();
            if (json) {
                out.println(answer.toPrettyString());
            } else if (answer.path("nodes").isEmpty()) {
                out.println("calls go through the relay of this node (relay.use: in-process)");
            } else {
                answer.path("nodes").forEach(node -> out.println(line(node)));
            }
        }

        private static String line(JsonNode node) {
            String why = node.path("why").asString("");
            return String.format(
                    java.util.Locale.ROOT,
                    "%2d %-32s %-10s weight %-3d %-8s %5d calls %6d errors %5d timeouts %s ms%s",
                    node.path("number").asInt(0),
                    node.path("uri").asString(""),
                    node.path("set").asString(""),
                    node.path("weight").asInt(0),
                    node.path("state").asString(""),
                    node.path("calls").asInt(0),
                    node.path("errors").asLong(0),
                    node.path("timeouts").asLong(0),
                    node.path("roundTripMs").asString("0"),
                    why.isEmpty() ? "" : "  " + why);
        }
    }
}
