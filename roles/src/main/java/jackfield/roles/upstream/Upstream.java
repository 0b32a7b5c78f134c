package jackfield.roles.upstream;

import jackfield.roles.location.AddressOfRecord;
import jackfield.sip.message.SipUri;
import java.util.Set;

/// A registrar above us.
///
/// @param uri where it is
/// @param mode what it is to us
/// @param domains of the users it is for, in lower case; none for all
/// @param expiresSeconds how long a mirrored registration is asked for
/// @param accounts what we register there with; asked for mirrors only
public record Upstream(
        SipUri uri, Mode mode, Set<String> domains, int expiresSeconds, Accounts accounts) {
    /// What a registrar above us is to us.
    public enum Mode {
        /// It decides who is registered: our users' REGISTERs go there as they come.
        AUTHENTICATE,
        /// It is told of our users, by us, with accounts of our own.
        MIRROR
    }

    public Upstream {
        domains = Set.copyOf(domains);
    }

    /// True where it is for this user.
    boolean isFor(AddressOfRecord aor) {
        return domains.isEmpty() || domains.contains(aor.domain());
    }
}
