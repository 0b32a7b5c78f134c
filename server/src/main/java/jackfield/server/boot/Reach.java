package jackfield.server.boot;

import jackfield.base.Endpoint;
import java.util.Optional;

/// Where a node that runs can be reached.
///
/// @param web the page: `https://localhost:8443`
/// @param sip what a phone is told: `192.0.2.1:5060 (UDP, TCP), 192.0.2.1:5061 (TLS)`
/// @param api what the command line asks: `https://127.0.0.1:8443`
/// @param ng the NG control socket, where it is open
public record Reach(
        Optional<String> web, Optional<String> sip, Optional<String> api, Optional<Endpoint> ng) {
    /// A node without listeners.
    public static final Reach NOWHERE =
            new Reach(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
