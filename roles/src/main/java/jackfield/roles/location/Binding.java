package jackfield.roles.location;

import jackfield.base.Flow;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.SipUri;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One way to reach a user: a contact, and the flow its REGISTER came in on (RFC 3261 section 10,
/// RFC 5626).
///
/// @param aor whose it is
/// @param contact the Contact as it was given, without its `expires` parameter
/// @param instance the `+sip.instance` as it was written; null where none was given
/// @param regId the `reg-id` (RFC 5626 section 4.2), 0 where none was given
/// @param q the preference in thousandths: 0 to 1000
/// @param expires when the client must have refreshed (ns)
/// @param flow the path to the contact
/// @param path the Path of the REGISTER (RFC 3327), first hop first
/// @param callId the Call-ID of the REGISTER
/// @param cseq its CSeq number
/// @param userAgent its User-Agent, empty where it was missing
public record Binding(
        AddressOfRecord aor,
        NameAddr contact,
        @Nullable String instance,
        int regId,
        int q,
        long expires,
        Flow flow,
        List<NameAddr> path,
        String callId,
        long cseq,
        String userAgent) {

    public Binding {
        path = List.copyOf(path);
        if (!(contact.uri() instanceof SipUri)) {
            throw new IllegalArgumentException("a binding is to a SIP URI: " + contact.uri());
        }
    }

    /// The URI a request to this contact has as its Request-URI.
    public SipUri target() {
        return (SipUri) contact.uri();
    }

    /// Tells the bindings of one user apart: instance and reg-id where the client has both (RFC
    /// 5626 section 6), the contact's URI otherwise.
    public String key() {
        return instance != null && regId > 0 ? instance + ";" + regId : contactKey(target());
    }

    /// True where both are of the same device: the same instance, or without one the same contact.
    public boolean sameDevice(Binding other) {
        return instance == null || other.instance == null
                ? contactKey(target()).equals(contactKey(other.target()))
                : instance.equals(other.instance);
    }

    /// The parts of a contact that must be equal for two to be the same (RFC 3261 section 19.1.4):
    /// user, host, port and transport.
    public static String contactKey(SipUri uri) {
        String transport = uri.parameters().get("transport");
        return uri.scheme()
                + ":"
                + (uri.user() == null ? "" : uri.user())
                + "@"
                + uri.host().toLowerCase(Locale.ROOT)
                + ":"
                + uri.port()
                + ";"
                + (transport == null ? "" : transport.toLowerCase(Locale.ROOT));
    }

    /// Seconds left at `now`; never negative.
    public long secondsLeft(long now) {
        return Math.max(0, (expires - now + 999_999_999L) / 1_000_000_000L);
    }

    /// The same binding over another flow.
    public Binding over(Flow other) {
        return new Binding(
                aor, contact, instance, regId, q, expires, other, path, callId, cseq, userAgent);
    }
}
