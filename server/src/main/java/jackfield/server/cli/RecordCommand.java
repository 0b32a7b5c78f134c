package jackfield.server.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `jackfield record CALL-ID`, `--pause` and `--stop`.
@Command(name = "record", description = "Record a call of the running node, pause that, or end it.")
final class RecordCommand implements Runnable {
    @Parameters(paramLabel = "CALL-ID", description = "As the list of calls has it.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String callId;

    @ArgGroup private Other other = new Other();

    @Mixin private NodeOptions options = new NodeOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /// What to do instead.
    static final class Other {
        @Option(names = "--pause", description = "Leave out what comes, until it goes on.")
        private boolean pause;

        @Option(names = "--stop", description = "End the recording; the call goes on.")
        private boolean stop;
    }

    @Override
    public void run() {
        String what = other.pause ? "pause" : other.stop ? "stop-recording" : "record";
        String named = URLEncoder.encode(callId, StandardCharsets.UTF_8).replace("+", "%20");
        new ApiClient(options.data()).send("POST", "/api/calls/" + named + "/media?do=" + what, "");
        String done =
                other.pause
                        ? "the recording is paused; record again to go on"
                        : other.stop ? "the recording has ended" : "the call is recorded";
        spec.commandLine().getOut().println(done);
    }
}
