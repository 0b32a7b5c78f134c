package jackfield.server.cli;

import jackfield.base.Endpoint;
import jackfield.server.config.Config;
import jackfield.server.config.DataFolder;
import java.io.IOException;

/// What the command line needs from `boot`: nodes.
public interface Starter {
    /// Runs a node until it is stopped.
    ///
    /// @throws IOException when it cannot start; the message says why and what to do
    void run(Config config, DataFolder data) throws IOException;

    /// Starts a node, does `meanwhile`, and stops the node.
    void rehearse(Config config, DataFolder data, Rehearsal meanwhile) throws IOException;

    /// What is done with a node that was started for it.
    @FunctionalInterface
    interface Rehearsal {
        /// @param sip the address and port of SIP over UDP
        /// @param ng that of the NG control socket
        void with(String sip, Endpoint ng);
    }
}
