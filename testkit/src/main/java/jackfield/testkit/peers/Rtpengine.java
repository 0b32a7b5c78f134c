package jackfield.testkit.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A real rtpengine daemon: in the foreground, without a kernel table, with an address of its own
/// for media and for NG.
public final class Rtpengine implements AutoCloseable {
    /// Where it listens for NG.
    public static final int NG_PORT = 2223;

    private final Program program;
    private final String address;

    private Rtpengine(Program program, String address) {
        this.program = program;
        this.address = address;
    }

    /// Starts one that keeps its log in `folder`, and waits until it can be asked.
    ///
    /// @param more further options, `--max-sessions=1`
    public static Rtpengine start(Path folder, String address, String... more) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "/usr/bin/rtpengine",
                                "--config-file=none",
                                "--foreground",
                                "--log-stderr",
                                "--log-level=7",
                                "--table=-1",
                                "--interface=" + address,
                                "--listen-ng=" + address + ":" + NG_PORT,
                                "--listen-cli=" + address + ":2224",
                                "--port-min=31000",
                                "--port-max=32000",
                                "--delete-delay=0"));
        command.addAll(List.of(more));
        Program program = Program.start("rtpengine", folder, command);
        Rtpengine started = new Rtpengine(program, address);
        try {
            program.awaitOutput("Startup complete");
        } catch (AssertionError e) {
            started.close();
            throw e;
        }
        return started;
    }

    /// Its name in the settings: `udp:127.0.0.1:2223`.
    public String uri() {
        return "udp:" + address + ":" + NG_PORT;
    }

    /// Where its media is.
    public String address() {
        return address;
    }

    /// What it has logged.
    public String output() {
        return program.output();
    }

    /// Ends it.
    @Override
    public void close() {
        program.close();
    }
}
