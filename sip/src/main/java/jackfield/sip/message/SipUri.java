package jackfield.sip.message;

import jackfield.base.Parsed;
import org.jspecify.annotations.Nullable;

/// A SIP or SIPS URI (RFC 3261 section 19.1).
///
/// @param secure true for `sips:`
/// @param user the user part as it was written, escapes and password included; null when missing
/// @param host a name, an IPv4 address, or an IPv6 address in brackets; as it was written
/// @param port the port, or 0 where none is given
/// @param parameters the URI parameters
/// @param query the header part after `?`, without it; null when missing
public record SipUri(
        boolean secure,
        @Nullable String user,
        String host,
        int port,
        Parameters parameters,
        @Nullable String query)
        implements Uri {

    /// A plain `sip:user@host:port`; port 0 for none.
    public static SipUri of(@Nullable String user, String host, int port) {
        return new SipUri(false, user, host, port, Parameters.NONE, null);
    }

    /// Reads `sip:` and `sips:` URIs.
    public static Parsed<SipUri> parse(String text) {
        return switch (UriScan.parse(text)) {
            case Parsed.Ok<Uri>(SipUri uri) -> new Parsed.Ok<>(uri);
            case Parsed.Ok<Uri>(Uri.Other _) -> new Parsed.Bad<>("URI scheme", text);
            case Parsed.Bad<Uri> bad -> bad.as();
        };
    }

    @Override
    public String scheme() {
        return secure ? "sips" : "sip";
    }

    /// The user part as its owner writes it: without a password, `%41` read as `A` (RFC 3261
    /// section 19.1.2); null when missing.
    public @Nullable String userName() {
        if (user == null) {
            return null;
        }
        int colon = user.indexOf(':');
        return Escapes.undo(colon < 0 ? user : user.substring(0, colon));
    }

    /// True where both name the same resource by the rules of RFC 3261 section 19.1.4.
    public boolean sameAs(SipUri other) {
        return UriEquality.same(this, other);
    }

    /// The same URI with a parameter set; null makes a flag.
    public SipUri with(String parameter, @Nullable String value) {
        return new SipUri(secure, user, host, port, parameters.with(parameter, value), query);
    }

    /// The same URI without a parameter.
    public SipUri without(String parameter) {
        return new SipUri(secure, user, host, port, parameters.without(parameter), query);
    }

    /// True where the `lr` parameter marks a loose router (RFC 3261 section 19.1.1).
    public boolean isLooseRouter() {
        return parameters.has("lr");
    }

    /// As on the wire, without angle brackets.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(96);
        appendTo(text);
        return text.toString();
    }

    void appendTo(StringBuilder text) {
        text.append(scheme()).append(':');
        if (user != null) {
            text.append(user).append('@');
        }
        text.append(host);
        if (port != 0) {
            text.append(':').append(port);
        }
        parameters.appendTo(text);
        if (query != null) {
            text.append('?').append(query);
        }
    }
}
