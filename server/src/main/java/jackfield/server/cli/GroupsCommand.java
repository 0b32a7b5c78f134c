package jackfield.server.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `jackfield groups`: the dispatcher groups of the running node.
@Command(
        name = "groups",
        description =
                "Show the dispatcher groups of the running node and the state of each member.")
final class GroupsCommand implements Runnable {
    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Mixin private NodeOptions options = new NodeOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        JsonNode answer = new ApiClient(options.data()).get("/api/groups");
        if (json) {
            out().println(answer.toPrettyString());
            return;
        }
        if (answer.path("groups").isEmpty()) {
            out().println("there are no groups");
        }
        for (JsonNode group : answer.path("groups")) {
            out().println(
                            group.path("name").asString("")
                                    + " ("
                                    + group.path("algorithm").asString("")
                                    + ")");
            group.path("members").forEach(this::member);
        }
    }

    private void member(JsonNode member) {
        double latency = member.path("latencyMs").asDouble(-1);
        String why = member.path("why").asString("");
        out().printf(
                        "  %d %-36s %-8s %4d calls %6d chosen %4d failed %s%s%n",
                        member.path("number").asInt(0),
                        member.path("uri").asString(""),
                        member.path("state").asString(""),
                        member.path("calls").asInt(0),
                        member.path("chosen").asLong(0),
                        member.path("failures").asLong(0),
                        latency < 0 ? "" : latency + " ms",
                        why.isEmpty() ? "" : "  " + why);
    }

    @Command(name = "disable", description = "Send no more calls to a member.")
    void disable(
            @Parameters(paramLabel = "GROUP") String group,
            @Parameters(paramLabel = "MEMBER", description = "Its number in the group.") int member,
            @Mixin NodeOptions of) {
        tell(group, member, "disable", of);
    }

    @Command(name = "enable", description = "Send calls to a member again.")
    void enable(
            @Parameters(paramLabel = "GROUP") String group,
            @Parameters(paramLabel = "MEMBER", description = "Its number in the group.") int member,
            @Mixin NodeOptions of) {
        tell(group, member, "enable", of);
    }

    private void tell(String group, int member, String what, NodeOptions of) {
        new ApiClient(of.data())
                .send(
                        "POST",
                        "/api/groups/"
                                + RoutesCommand.encoded(group)
                                + "/members/"
                                + member
                                + "/"
                                + what,
                        "");
        out().println(what + "d member " + member + " of " + group);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
