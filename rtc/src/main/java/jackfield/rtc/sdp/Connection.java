package jackfield.rtc.sdp;

import jackfield.base.Endpoint;
import jackfield.base.Parsed;
import org.jspecify.annotations.Nullable;

/// An address as SDP writes it: `IN IP4 192.0.2.1` (RFC 8866 sections 5.2 and 5.7).
///
/// @param family `IP4` or `IP6`
/// @param host a literal address or a name; names are never looked up
public record Connection(String family, String host) {
    public Connection {
        SdpText.requireOneLine(family);
        SdpText.requireOneLine(host);
    }

    /// The address of `endpoint`.
    public static Connection of(Endpoint endpoint) {
        return new Connection(endpoint.isIpv4() ? "IP4" : "IP6", endpoint.host());
    }

    /// `0.0.0.0` or `::`, in the family of `endpoint`: what a rejected medium carries.
    public static Connection nowhere(Endpoint endpoint) {
        return endpoint.isIpv4() ? new Connection("IP4", "0.0.0.0") : new Connection("IP6", "::");
    }

    /// Reads `IN IP4 192.0.2.1`, with the time to live of a multicast address left out.
    public static Parsed<Connection> parse(String text) {
        String[] words = SdpText.words(text);
        if (words.length < 3 || !words[0].equalsIgnoreCase("IN")) {
            return new Parsed.Bad<>("c=", text);
        }
        String family = words[1].toUpperCase(java.util.Locale.ROOT);
        if (!family.equals("IP4") && !family.equals("IP6")) {
            return new Parsed.Bad<>("c=", text);
        }
        int slash = words[2].indexOf('/');
        String host = slash < 0 ? words[2] : words[2].substring(0, slash);
        return host.isEmpty()
                ? new Parsed.Bad<>("c=", text)
                : new Parsed.Ok<>(new Connection(family, host));
    }

    /// The address with a port; null when the host is a name.
    public @Nullable Endpoint endpoint(int port) {
        return host.indexOf('%') >= 0 ? null : Endpoint.literal(host, port);
    }

    /// True for the old way to hold a call (RFC 3264 section 8.4, last paragraph).
    public boolean isUnspecified() {
        Endpoint endpoint = endpoint(0);
        return endpoint != null && endpoint.isUnspecified();
    }

    /// `IN IP4 192.0.2.1`
    @Override
    public String toString() {
        return "IN " + family + " " + host;
    }
}
