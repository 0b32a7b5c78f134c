package jackfield.server.config;

import jackfield.base.Network;
import java.util.Set;

/// One entry of `sip.trusted`.
///
/// @param network the peer's addresses
/// @param name what to call it
/// @param may some of `users` (call users and numbers here) and `out` (call elsewhere)
public record TrustedPeer(Network network, String name, Set<String> may) {
    static final Set<String> EVERYTHING = Set.of("users", "out");

    public TrustedPeer {
        may = Set.copyOf(may);
    }
}
