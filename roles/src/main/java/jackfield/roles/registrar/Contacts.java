package jackfield.roles.registrar;

import jackfield.base.Flow;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.NameAddr;

/// Reads what a Contact of a REGISTER says (RFC 3261 section 10.2.1).
final class Contacts {
    /// A malformed time counts as an hour (RFC 3261 section 20.10).
    private static final int MALFORMED = 3600;

    private Contacts() {}

    /// The seconds that a contact asks for; -1 where nothing is said.
    static int asked(NameAddr contact, Headers headers) {
        String own = contact.parameters().get("expires");
        if (own == null) {
            return headers.expires();
        }
        int seconds = contact.parameters().number("expires");
        return seconds < 0 ? MALFORMED : seconds;
    }

    static Binding binding(
            NameAddr contact, Headers headers, Flow flow, AddressOfRecord aor, long expires) {
        String instance = contact.parameters().get("+sip.instance");
        boolean outbound = instance != null && headers.lists(HeaderName.SUPPORTED, "outbound");
        String userAgent = headers.first(HeaderName.USER_AGENT);
        return new Binding(
                aor,
                contact.without("expires").without("pub-gruu").without("temp-gruu"),
                instance,
                outbound ? regId(contact) : 0,
                q(contact),
                expires,
                flow,
                headers.path(),
                headers.callId(),
                headers.cseq().number(),
                userAgent == null ? "" : userAgent);
    }

    private static int regId(NameAddr contact) {
        return Math.max(0, contact.parameters().number("reg-id"));
    }

    /// The preference in thousandths; 1 where none or nonsense is given.
    private static int q(NameAddr contact) {
        String text = contact.parameters().get("q");
        if (text == null || !text.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?")) {
            return 1000;
        }
        return (int) Math.round(Double.parseDouble(text) * 1000);
    }
}
