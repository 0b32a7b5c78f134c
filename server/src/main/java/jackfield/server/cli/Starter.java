package jackfield.server.cli;

import jackfield.server.config.Config;
import jackfield.server.config.DataFolder;
import java.io.IOException;
import java.util.function.Consumer;

/// What the command line needs from `boot`: nodes.
public interface Starter {
    /// Runs a node until it is stopped.
    ///
    /// @throws IOException when it cannot start; the message says why and what to do
    void run(Config config, DataFolder data) throws IOException;

    /// Starts a node, does `meanwhile` with the address and port of SIP over UDP, and stops the
    /// node.
    void rehearse(Config config, DataFolder data, Consumer<String> meanwhile) throws IOException;
}
