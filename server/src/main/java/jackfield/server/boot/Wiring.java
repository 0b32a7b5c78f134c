package jackfield.server.boot;

import java.io.IOException;

/// Opens what a node listens on and joins it to the roles. Each part that is opened adds its own
/// step to `stopping`, names itself to the node's health before it opens and reports when it is up.
@FunctionalInterface
public interface Wiring {
    /// Opens the listeners; when this returns, all of them are up.
    ///
    /// @throws IOException when a port is taken; the message names it and the setting that moves it
    Reach open(Parts parts, Stopping stopping) throws IOException;
}
