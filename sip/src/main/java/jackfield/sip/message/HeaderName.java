package jackfield.sip.message;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The name of a header field (RFC 3261 section 7.3.1): compared without regard to case, the
/// compact form being the same name. The spelling of an unknown name is kept as it came.
public final class HeaderName {
    private static final Map<String, HeaderName> KNOWN = new HashMap<>(128);

    public static final HeaderName VIA = known("Via", "v", true);
    public static final HeaderName FROM = known("From", "f", false);
    public static final HeaderName TO = known("To", "t", false);
    public static final HeaderName CALL_ID = known("Call-ID", "i", false);
    public static final HeaderName CSEQ = known("CSeq", null, false);
    public static final HeaderName MAX_FORWARDS = known("Max-Forwards", null, false);
    public static final HeaderName CONTACT = known("Contact", "m", true);
    public static final HeaderName ROUTE = known("Route", null, true);
    public static final HeaderName RECORD_ROUTE = known("Record-Route", null, true);
    public static final HeaderName PATH = known("Path", null, true);
    public static final HeaderName SERVICE_ROUTE = known("Service-Route", null, true);
    public static final HeaderName EXPIRES = known("Expires", null, false);
    public static final HeaderName MIN_EXPIRES = known("Min-Expires", null, false);
    public static final HeaderName CONTENT_TYPE = known("Content-Type", "c", false);
    public static final HeaderName CONTENT_LENGTH = known("Content-Length", "l", false);
    public static final HeaderName CONTENT_ENCODING = known("Content-Encoding", "e", true);
    public static final HeaderName SUPPORTED = known("Supported", "k", true);
    public static final HeaderName REQUIRE = known("Require", null, true);
    public static final HeaderName PROXY_REQUIRE = known("Proxy-Require", null, true);
    public static final HeaderName UNSUPPORTED = known("Unsupported", null, true);
    public static final HeaderName ALLOW = known("Allow", null, true);
    public static final HeaderName ACCEPT = known("Accept", null, true);
    public static final HeaderName WARNING = known("Warning", null, true);
    public static final HeaderName REASON = known("Reason", null, true);
    public static final HeaderName SUBJECT = known("Subject", "s", false);
    public static final HeaderName DATE = known("Date", null, false);
    public static final HeaderName SERVER = known("Server", null, false);
    public static final HeaderName USER_AGENT = known("User-Agent", null, false);
    public static final HeaderName RETRY_AFTER = known("Retry-After", null, false);
    public static final HeaderName AUTHORIZATION = known("Authorization", null, false);
    public static final HeaderName WWW_AUTHENTICATE = known("WWW-Authenticate", null, false);
    public static final HeaderName PROXY_AUTHORIZATION = known("Proxy-Authorization", null, false);
    public static final HeaderName PROXY_AUTHENTICATE = known("Proxy-Authenticate", null, false);
    public static final HeaderName AUTHENTICATION_INFO = known("Authentication-Info", null, false);
    public static final HeaderName EVENT = known("Event", "o", false);
    public static final HeaderName ALLOW_EVENTS = known("Allow-Events", "u", true);
    public static final HeaderName SUBSCRIPTION_STATE = known("Subscription-State", null, false);
    public static final HeaderName REFER_TO = known("Refer-To", "r", false);
    public static final HeaderName REFERRED_BY = known("Referred-By", "b", false);
    public static final HeaderName REPLACES = known("Replaces", null, false);
    public static final HeaderName RSEQ = known("RSeq", null, false);
    public static final HeaderName RACK = known("RAck", null, false);
    public static final HeaderName SESSION_EXPIRES = known("Session-Expires", "x", false);
    public static final HeaderName MIN_SE = known("Min-SE", null, false);
    public static final HeaderName P_ASSERTED_IDENTITY = known("P-Asserted-Identity", null, true);
    public static final HeaderName PRIVACY = known("Privacy", null, false);
    public static final HeaderName MAX_BREADTH = known("Max-Breadth", null, false);

    private final String text;
    private final String folded;
    private final boolean list;

    private HeaderName(String text, boolean list) {
        this.text = text;
        this.folded = text.toLowerCase(Locale.ROOT);
        this.list = list;
    }

    private static HeaderName known(
            String text, @org.jspecify.annotations.Nullable String compact, boolean list) {
        HeaderName name = new HeaderName(text, list);
        KNOWN.put(name.folded, name);
        if (compact != null) {
            KNOWN.put(compact, name);
        }
        return name;
    }

    /// The name written as `text`, in any case or compact form.
    public static HeaderName of(String text) {
        HeaderName exact = KNOWN.get(text);
        if (exact != null) {
            return exact;
        }
        HeaderName known = KNOWN.get(text.toLowerCase(Locale.ROOT));
        return known != null ? known : new HeaderName(text, false);
    }

    /// True where several values may stand in one field, parted by commas (RFC 3261 section 7.3.1).
    public boolean isList() {
        return list;
    }

    /// The long form, `Call-ID`; an unknown name as it was written.
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof HeaderName name && name.folded.equals(folded);
    }

    @Override
    public int hashCode() {
        return folded.hashCode();
    }
}
