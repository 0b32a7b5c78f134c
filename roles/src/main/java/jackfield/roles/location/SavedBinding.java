package jackfield.roles.location;

import jackfield.base.Endpoint;
import jackfield.base.Transport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A binding as a store keeps it: plain values, and the wall clock where a running node counts from
/// its start.
///
/// @param user the user part of the address-of-record
/// @param domain its domain
/// @param key tells the bindings of one user apart; (user, domain, key) is unique
/// @param contact the Contact value as on the wire
/// @param instance the `+sip.instance`, or null
/// @param regId the reg-id, or 0
/// @param q the preference in thousandths
/// @param expiresEpochMs when it expires, in milliseconds of the epoch
/// @param transport how the contact is reached
/// @param local our address on the flow
/// @param remote the contact's address as we saw it
/// @param path the Path values as on the wire, first hop first
/// @param callId the Call-ID of the REGISTER
/// @param cseq its CSeq number
/// @param userAgent its User-Agent, empty where it was missing
public record SavedBinding(
        String user,
        String domain,
        String key,
        String contact,
        @Nullable String instance,
        int regId,
        int q,
        long expiresEpochMs,
        Transport transport,
        Endpoint local,
        Endpoint remote,
        List<String> path,
        String callId,
        long cseq,
        String userAgent) {
    public SavedBinding {
        path = List.copyOf(path);
    }
}
