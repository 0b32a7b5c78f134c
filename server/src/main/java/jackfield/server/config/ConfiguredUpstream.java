package jackfield.server.config;

import jackfield.sip.message.SipUri;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A registrar above us, as the settings name it.
///
/// @param uri where it is
/// @param mode `authenticate` or `mirror`
/// @param domains the domains of the users it is for; none for all
/// @param expiresSeconds how long a mirrored registration is asked for
/// @param accounts the accounts of mirrored users, by our name of the user
/// @param secret the password of every user that has no account of its own: its user name is ours
public record ConfiguredUpstream(
        SipUri uri,
        String mode,
        Set<String> domains,
        int expiresSeconds,
        Map<String, ConfiguredUser> accounts,
        Optional<String> secret) {
    public ConfiguredUpstream {
        domains = Set.copyOf(domains);
        accounts = Map.copyOf(accounts);
    }

    /// Without passwords.
    @Override
    public String toString() {
        return mode + " " + uri;
    }
}
