package jackfield.roles.proxy;

import jackfield.roles.location.AddressOfRecord;
import jackfield.sip.message.SipUri;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the contact of a redirection leads, by the same rules as for a request that names it.
@FunctionalInterface
public interface Redirections {
    /// Leads nowhere: a redirection goes to the caller.
    Redirections NONE = (_, _, _) -> List.of();

    /// The targets behind `contact`.
    ///
    /// @param sender the user who sent the request; null where that is not known
    /// @return none where the sender may not go there
    List<Target> targets(SipUri contact, @Nullable AddressOfRecord sender, long now);
}
