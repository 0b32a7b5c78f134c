package jackfield.testkit.peers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// coturn's own test programs: a client that loads a TURN server, and a peer that echoes.
public final class TurnUtils {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern TOTAL =
            Pattern.compile("start_mclient: tot_send_msgs=(\\d+), tot_recv_msgs=(\\d+)");

    private TurnUtils() {}

    /// What a run of the client says.
    ///
    /// @param sent messages
    /// @param received messages
    /// @param output all that it printed
    public record Run(int sent, int received, String output) {}

    /// A peer that echoes on port 3480 of an address, until it is closed.
    public static Program peer(Path folder, String address) {
        return Program.start(
                "peer-" + address.replace(':', '_'),
                folder,
                List.of("turnutils_peer", "-L", address, "-p", "3480"));
    }

    /// Runs `turnutils_uclient` to its end.
    ///
    /// @param arguments the last is the server
    public static Run client(Path folder, String name, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("turnutils_uclient"));
        command.addAll(arguments);
        try (Program program = Program.start("uclient-" + name, folder, command)) {
            int exit = program.awaitExit(LIMIT);
            String output = program.output();
            Matcher total = TOTAL.matcher(output);
            if (exit != 0 || !total.find()) {
                throw new AssertionError(
                        String.join(" ", command) + " ended with " + exit + "\n" + output);
            }
            return new Run(
                    Integer.parseInt(total.group(1)), Integer.parseInt(total.group(2)), output);
        }
    }
}
