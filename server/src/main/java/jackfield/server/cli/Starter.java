package jackfield.server.cli;

import jackfield.server.config.Config;
import jackfield.server.config.DataFolder;
import java.io.IOException;

/// What the command line needs from `boot`: nodes.
public interface Starter {
    /// Runs a node until it is stopped.
    ///
    /// @throws IOException when it cannot start; the message says why and what to do
    void run(Config config, DataFolder data) throws IOException;

    /// Starts a node and stops it again.
    void rehearse(Config config, DataFolder data) throws IOException;
}
