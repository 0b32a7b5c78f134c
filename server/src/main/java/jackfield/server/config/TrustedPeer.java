package jackfield.server.config;

import jackfield.base.Network;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One entry of `sip.trusted`.
///
/// @param network the peer's addresses; null for one that is known by its certificate
/// @param domain what its certificate proves, in lower case; null for one known by its address
/// @param name what to call it
/// @param may some of `users` (call users and numbers here) and `out` (call elsewhere)
public record TrustedPeer(
        @Nullable Network network, @Nullable String domain, String name, Set<String> may) {
    static final Set<String> EVERYTHING = Set.of("users", "out");

    public TrustedPeer {
        may = Set.copyOf(may);
    }
}
