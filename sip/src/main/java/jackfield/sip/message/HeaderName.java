package jackfield.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The name of a header field (RFC 3261 section 7.3.1): compared without regard to case, the
/// compact form being the same name. The spelling of an unknown name is kept as it came.
public final class HeaderName {
    /// How often a field of a name may stand in a message, and how many values it holds.
    private enum Shape {
        LIST,
        PLAIN,
        ONCE
    }

    /// What a value must look like for [Parser] to take the message.
    enum Form {
        TEXT,
        WORD,
        NUMBER,
        LENGTH,
        CSEQ,
        VIA,
        ADDRESS,
        ADDRESSES,
        CONTACT
    }

    /// One way to write a known name, in lower case.
    private static final class Spelling {
        private final byte[] bytes;
        private final HeaderName name;

        Spelling(byte[] bytes, HeaderName name) {
            this.bytes = bytes;
            this.name = name;
        }
    }

    private static final int SLOTS = 512;
    private static final Map<String, HeaderName> KNOWN = new HashMap<>(256);
    private static final @Nullable Spelling[] SPELLINGS = new @Nullable Spelling[SLOTS];
    private static final @Nullable HeaderName[] BY_ID =
            new @Nullable HeaderName[Entries.MOST_NAMES];
    private static int onceCount;
    private static int idCount;

    public static final HeaderName VIA = known("Via", "v", Shape.LIST, Form.VIA);
    public static final HeaderName FROM = known("From", "f", Shape.ONCE, Form.ADDRESS);
    public static final HeaderName TO = known("To", "t", Shape.ONCE, Form.ADDRESS);
    public static final HeaderName CALL_ID = known("Call-ID", "i", Shape.ONCE, Form.WORD);
    public static final HeaderName CSEQ = known("CSeq", null, Shape.ONCE, Form.CSEQ);
    public static final HeaderName MAX_FORWARDS =
            known("Max-Forwards", null, Shape.ONCE, Form.NUMBER);
    public static final HeaderName CONTACT = known("Contact", "m", Shape.LIST, Form.CONTACT);
    public static final HeaderName ROUTE = known("Route", null, Shape.LIST, Form.ADDRESSES);
    public static final HeaderName RECORD_ROUTE =
            known("Record-Route", null, Shape.LIST, Form.ADDRESSES);
    public static final HeaderName PATH = known("Path", null, Shape.LIST, Form.ADDRESSES);
    public static final HeaderName SERVICE_ROUTE =
            known("Service-Route", null, Shape.LIST, Form.TEXT);
    public static final HeaderName EXPIRES = known("Expires", null, Shape.ONCE, Form.TEXT);
    public static final HeaderName MIN_EXPIRES = known("Min-Expires", null, Shape.ONCE, Form.TEXT);
    public static final HeaderName CONTENT_TYPE = known("Content-Type", "c", Shape.ONCE, Form.TEXT);
    public static final HeaderName CONTENT_LENGTH =
            known("Content-Length", "l", Shape.ONCE, Form.LENGTH);
    public static final HeaderName CONTENT_ENCODING =
            known("Content-Encoding", "e", Shape.LIST, Form.TEXT);
    public static final HeaderName SUPPORTED = known("Supported", "k", Shape.LIST, Form.TEXT);
    public static final HeaderName REQUIRE = known("Require", null, Shape.LIST, Form.TEXT);
    public static final HeaderName PROXY_REQUIRE =
            known("Proxy-Require", null, Shape.LIST, Form.TEXT);
    public static final HeaderName UNSUPPORTED = known("Unsupported", null, Shape.LIST, Form.TEXT);
    public static final HeaderName ALLOW = known("Allow", null, Shape.LIST, Form.TEXT);
    public static final HeaderName ACCEPT = known("Accept", null, Shape.LIST, Form.TEXT);
    public static final HeaderName WARNING = known("Warning", null, Shape.LIST, Form.TEXT);
    public static final HeaderName REASON = known("Reason", null, Shape.LIST, Form.TEXT);
    public static final HeaderName SUBJECT = known("Subject", "s", Shape.PLAIN, Form.TEXT);
    public static final HeaderName DATE = known("Date", null, Shape.PLAIN, Form.TEXT);
    public static final HeaderName SERVER = known("Server", null, Shape.PLAIN, Form.TEXT);
    public static final HeaderName USER_AGENT = known("User-Agent", null, Shape.PLAIN, Form.TEXT);
    public static final HeaderName RETRY_AFTER = known("Retry-After", null, Shape.PLAIN, Form.TEXT);
    public static final HeaderName AUTHORIZATION =
            known("Authorization", null, Shape.PLAIN, Form.TEXT);
    public static final HeaderName WWW_AUTHENTICATE =
            known("WWW-Authenticate", null, Shape.PLAIN, Form.TEXT);
    public static final HeaderName PROXY_AUTHORIZATION =
            known("Proxy-Authorization", null, Shape.PLAIN, Form.TEXT);
    public static final HeaderName PROXY_AUTHENTICATE =
            known("Proxy-Authenticate", null, Shape.PLAIN, Form.TEXT);
    public static final HeaderName AUTHENTICATION_INFO =
            known("Authentication-Info", null, Shape.PLAIN, Form.TEXT);
    public static final HeaderName EVENT = known("Event", "o", Shape.ONCE, Form.TEXT);
    public static final HeaderName ALLOW_EVENTS = known("Allow-Events", "u", Shape.LIST, Form.TEXT);
    public static final HeaderName SUBSCRIPTION_STATE =
            known("Subscription-State", null, Shape.ONCE, Form.TEXT);
    public static final HeaderName REFER_TO = known("Refer-To", "r", Shape.ONCE, Form.TEXT);
    public static final HeaderName REFERRED_BY = known("Referred-By", "b", Shape.ONCE, Form.TEXT);
    public static final HeaderName REPLACES = known("Replaces", null, Shape.ONCE, Form.TEXT);
    public static final HeaderName RSEQ = known("RSeq", null, Shape.ONCE, Form.TEXT);
    public static final HeaderName RACK = known("RAck", null, Shape.ONCE, Form.TEXT);
    public static final HeaderName SESSION_EXPIRES =
            known("Session-Expires", "x", Shape.ONCE, Form.TEXT);
    public static final HeaderName MIN_SE = known("Min-SE", null, Shape.ONCE, Form.TEXT);
    public static final HeaderName P_ASSERTED_IDENTITY =
            known("P-Asserted-Identity", null, Shape.LIST, Form.TEXT);
    public static final HeaderName P_PREFERRED_IDENTITY =
            known("P-Preferred-Identity", null, Shape.LIST, Form.TEXT);
    public static final HeaderName REMOTE_PARTY_ID =
            known("Remote-Party-ID", null, Shape.LIST, Form.TEXT);
    public static final HeaderName PRIVACY = known("Privacy", null, Shape.PLAIN, Form.TEXT);
    public static final HeaderName MAX_BREADTH = known("Max-Breadth", null, Shape.ONCE, Form.TEXT);

    static {
        // Names nothing here reads: known so that a parser makes no text of them, and for commas.
        known("Accept-Contact", "a", Shape.LIST, Form.TEXT);
        known("Reject-Contact", "j", Shape.LIST, Form.TEXT);
        known("Request-Disposition", "d", Shape.LIST, Form.TEXT);
        known("Identity", "y", Shape.LIST, Form.TEXT);
        known("Organization", null, Shape.PLAIN, Form.TEXT);
        known("Alert-Info", null, Shape.LIST, Form.TEXT);
        known("Call-Info", null, Shape.LIST, Form.TEXT);
        known("Error-Info", null, Shape.LIST, Form.TEXT);
        known("Accept-Encoding", null, Shape.LIST, Form.TEXT);
        known("Accept-Language", null, Shape.LIST, Form.TEXT);
        known("Content-Disposition", null, Shape.PLAIN, Form.TEXT);
        known("Content-Language", null, Shape.LIST, Form.TEXT);
        known("In-Reply-To", null, Shape.LIST, Form.TEXT);
        known("MIME-Version", null, Shape.PLAIN, Form.TEXT);
        known("Priority", null, Shape.PLAIN, Form.TEXT);
        known("Reply-To", null, Shape.PLAIN, Form.TEXT);
        known("Timestamp", null, Shape.PLAIN, Form.TEXT);
        known("Diversion", null, Shape.LIST, Form.TEXT);
        known("History-Info", null, Shape.LIST, Form.TEXT);
        known("P-Access-Network-Info", null, Shape.LIST, Form.TEXT);
        known("P-Associated-URI", null, Shape.LIST, Form.TEXT);
        known("P-Called-Party-ID", null, Shape.PLAIN, Form.TEXT);
        known("P-Charging-Vector", null, Shape.PLAIN, Form.TEXT);
        known("Session-ID", null, Shape.PLAIN, Form.TEXT);
        known("User-to-User", null, Shape.LIST, Form.TEXT);
        known("Flow-Timer", null, Shape.PLAIN, Form.TEXT);
        known("SIP-ETag", null, Shape.PLAIN, Form.TEXT);
        known("SIP-If-Match", null, Shape.PLAIN, Form.TEXT);
        known("Recv-Info", null, Shape.LIST, Form.TEXT);
        known("Info-Package", null, Shape.PLAIN, Form.TEXT);
        known("Join", null, Shape.PLAIN, Form.TEXT);
        known("Target-Dialog", null, Shape.PLAIN, Form.TEXT);
        known("Feature-Caps", null, Shape.LIST, Form.TEXT);
        known("Geolocation", null, Shape.LIST, Form.TEXT);
        known("Resource-Priority", null, Shape.LIST, Form.TEXT);
        known("Security-Client", null, Shape.LIST, Form.TEXT);
        known("Security-Server", null, Shape.LIST, Form.TEXT);
        known("Security-Verify", null, Shape.LIST, Form.TEXT);
    }

    private final String text;
    private final String folded;
    private final byte[] prefix;
    private final Shape shape;
    private final Form form;
    private final long onceBit;
    private final int id;

    private HeaderName(String text, Shape shape, Form form, int id, long onceBit) {
        this.text = text;
        this.folded = text.toLowerCase(Locale.ROOT);
        this.prefix = (text + ": ").getBytes(StandardCharsets.UTF_8);
        this.shape = shape;
        this.form = form;
        this.id = id;
        this.onceBit = onceBit;
    }

    private static HeaderName known(String text, @Nullable String compact, Shape shape, Form form) {
        long bit = shape == Shape.ONCE ? 1L << onceCount++ : 0;
        HeaderName name = new HeaderName(text, shape, form, ++idCount, bit);
        BY_ID[idCount] = name;
        spell(name.folded, name);
        if (compact != null) {
            spell(compact, name);
        }
        return name;
    }

    private static void spell(String spelling, HeaderName name) {
        KNOWN.put(spelling, name);
        byte[] bytes = spelling.getBytes(StandardCharsets.UTF_8);
        int slot = slot(hash(bytes, 0, bytes.length));
        while (SPELLINGS[slot] != null) {
            slot = slot + 1 & SLOTS - 1;
        }
        SPELLINGS[slot] = new Spelling(bytes, name);
    }

    private static int hash(byte[] in, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + (in[i] | 0x20);
        }
        return hash;
    }

    private static int slot(int hash) {
        return (hash ^ hash >>> 9) & SLOTS - 1;
    }

    /// The name written as `text`, in any case or compact form.
    public static HeaderName of(String text) {
        HeaderName exact = KNOWN.get(text);
        if (exact != null) {
            return exact;
        }
        HeaderName known = KNOWN.get(text.toLowerCase(Locale.ROOT));
        return known != null ? known : unknown(text);
    }

    /// The name written in these bytes.
    static HeaderName of(byte[] in, int from, int to) {
        HeaderName known = known(in, from, to);
        return known != null ? known : unknown(Octets.text(in, from, to));
    }

    private static HeaderName unknown(String text) {
        return new HeaderName(text, Shape.PLAIN, Form.TEXT, 0, 0);
    }

    /// The known name with this id, which is not 0.
    static HeaderName of(int id) {
        HeaderName name = BY_ID[id];
        if (name == null) {
            throw new IllegalArgumentException("no name " + id);
        }
        return name;
    }

    /// The name written in these bytes; null where it is none we know.
    static @Nullable HeaderName known(byte[] in, int from, int to) {
        int slot = slot(hash(in, from, to));
        while (true) {
            Spelling spelling = SPELLINGS[slot];
            if (spelling == null) {
                return null;
            }
            if (matches(spelling.bytes, in, from, to)) {
                return spelling.name;
            }
            slot = slot + 1 & SLOTS - 1;
        }
    }

    private static boolean matches(byte[] spelling, byte[] in, int from, int to) {
        if (spelling.length != to - from) {
            return false;
        }
        for (int i = 0; i < spelling.length; i++) {
            byte b = in[from + i];
            if ((b >= 'A' && b <= 'Z' ? b | 0x20 : b) != spelling[i]) {
                return false;
            }
        }
        return true;
    }

    /// True where several values may stand in one field, parted by commas (RFC 3261 section 7.3.1).
    public boolean isList() {
        return shape == Shape.LIST;
    }

    /// What the value must look like.
    Form form() {
        return form;
    }

    /// A bit of its own for each name that may stand only once; 0 for others.
    long onceBit() {
        return onceBit;
    }

    /// A small number for each known name; 0 for others.
    int id() {
        return id;
    }

    /// True where these bytes are this name, in any case.
    boolean isWritten(byte[] in, int from, int to) {
        return Octets.sameIgnoringCase(in, from, to, folded);
    }

    /// The name, colon and blank as they are written; not to be changed.
    byte[] prefix() {
        return prefix;
    }

    /// The long form, `Call-ID`; an unknown name as it was written.
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || id == 0
                        && other instanceof HeaderName name
                        && name.id == 0
                        && name.folded.equals(folded);
    }

    @Override
    public int hashCode() {
        return folded.hashCode();
    }
}
