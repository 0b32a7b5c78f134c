package jackfield.roles.proxy;

import jackfield.base.Flow;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.SipUri;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One of the places a request is sent to (RFC 3261 section 16.5).
///
/// @param uri the Request-URI it gets
/// @param flow the way there
/// @param path proxies on the way, nearest first (RFC 3327)
/// @param user the user of ours whose contact it is; null for a place outside
public record Target(SipUri uri, Flow flow, List<NameAddr> path, @Nullable AddressOfRecord user) {
    public Target {
        path = List.copyOf(path);
    }

    /// The contact of a registered user.
    public static Target of(Binding binding) {
        return new Target(binding.target(), binding.flow(), binding.path(), binding.aor());
    }
}
