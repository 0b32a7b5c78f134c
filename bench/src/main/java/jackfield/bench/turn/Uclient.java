package jackfield.bench.turn;

import jackfield.base.Endpoint;
import jackfield.bench.BenchFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// coturn's own client as the load: each of its clients sends by the server to `turnutils_peer`,
/// which echoes. Both run as long as one measure takes.
///
/// @param sent messages
/// @param received messages that came back
record Uclient(long sent, long received) {
    static final String PEER_PORT = "3480";

    /// As a voice: sooner, 500 clients ask more than the client and the peer can do on one core.
    private static final String INTERVAL_MS = "20";

    private static final Pattern TOTAL =
            Pattern.compile("start_mclient: tot_send_msgs=(\\d+), tot_recv_msgs=(\\d+)\\s");

    /// The command of the peer.
    static List<String> peer(String host) {
        return List.of("turnutils_peer", "-L", host, "-p", PEER_PORT);
    }

    /// Runs it to its end.
    ///
    /// @param host where the peer is
    /// @param clients so many, each with an allocation of its own
    /// @param messages that each of them sends
    static Uclient run(
            Path folder, Endpoint server, String host, Kind kind, int clients, int messages) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "turnutils_uclient",
                                "-c",
                                "-m",
                                Integer.toString(clients),
                                "-n",
                                Integer.toString(messages),
                                "-l",
                                Integer.toString(TurnFlow.PAYLOAD),
                                "-z",
                                INTERVAL_MS,
                                "-u",
                                TurnClient.USER,
                                "-w",
                                TurnClient.PASSWORD,
                                "-e",
                                host,
                                "-r",
                                PEER_PORT));
        if (kind == Kind.INDICATIONS) {
            command.add("-s");
        }
        command.add(server.address().getHostAddress());
        Path log = folder.resolve("uclient.log");
        try {
            int exit =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start()
                            .waitFor();
            String output = Files.readString(log, StandardCharsets.ISO_8859_1);
            Matcher total = TOTAL.matcher(output);
            Uclient last = null;
            while (total.find()) {
                last = new Uclient(Long.parseLong(total.group(1)), Long.parseLong(total.group(2)));
            }
            if (exit != 0 || last == null || last.received == 0) {
                throw new BenchFailure("turnutils_uclient ended with " + exit + ": " + output);
            }
            return last;
        } catch (IOException e) {
            throw new BenchFailure("cannot run turnutils_uclient (Debian's coturn)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted");
        }
    }
}
