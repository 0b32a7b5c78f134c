package jackfield.roles.routing;

import jackfield.base.Endpoint;
import jackfield.roles.location.AddressOfRecord;
import jackfield.sip.message.Method;
import jackfield.sip.message.SipUri;
import org.jspecify.annotations.Nullable;

/// What a router is asked.
///
/// @param method of the request
/// @param called whom it is for
/// @param domain the domain of ours that `called` is in: the one its users belong to; null for a
///   place outside
/// @param sender the user who proved to have sent it; null where nobody did
/// @param source the address it came from
/// @param trusted true where the operator trusts that address, password or not
public record Query(
        Method method,
        SipUri called,
        @Nullable String domain,
        @Nullable AddressOfRecord sender,
        Endpoint source,
        boolean trusted) {
    /// The number or name that was called; empty where there is none.
    String number() {
        String name = called.userName();
        return name == null ? "" : name;
    }
}
