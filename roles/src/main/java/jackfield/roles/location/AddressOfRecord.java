package jackfield.roles.location;

import jackfield.sip.message.SipUri;
import java.util.Locale;

/// Whom a call is for: a user of a domain (RFC 3261 section 6). The user keeps its case (section
/// 19.1.4), the domain is lower case.
///
/// @param user the user part, without needless escapes
/// @param domain the domain, or the one name that stands for all names of this node
public record AddressOfRecord(String user, String domain) implements Comparable<AddressOfRecord> {
    private static final String UNRESERVED =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!~*'()+&=$,;?/";

    public AddressOfRecord {
        domain = domain.toLowerCase(Locale.ROOT);
    }

    /// The address-of-record that `uri` names within `domain`: escapes undone where a user part
    /// need not have them, without parameters (RFC 3261 section 10.3 step 5). A URI without a user
    /// names the empty user.
    public static AddressOfRecord of(SipUri uri, String domain) {
        String user = uri.user();
        return new AddressOfRecord(user == null ? "" : unescape(user), domain);
    }

    /// By user, then by domain: an order to file by, which keeps a hash table fast when a stranger
    /// picks users of one hash code.
    @Override
    public int compareTo(AddressOfRecord other) {
        int order = user.compareTo(other.user);
        return order == 0 ? domain.compareTo(other.domain) : order;
    }

    /// As a URI: `sip:alice@example.org`.
    public SipUri uri() {
        return SipUri.of(user, domain, 0);
    }

    private static String unescape(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int code = c == '%' && i + 2 < text.length() ? hex(text, i + 1) : -1;
            if (code > 0 && UNRESERVED.indexOf(code) >= 0) {
                plain.append((char) code);
                i += 2;
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static int hex(String text, int at) {
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    @Override
    public String toString() {
        return user + "@" + domain;
    }
}
