package jackfield.sip.message;

import jackfield.base.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
        int colon = text.indexOf(':');
        String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.equals("sip") && !scheme.equals("sips")) {
            return new Parsed.Bad<>("URI scheme", text);
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == '<' || c == '>' || c == '"' || c == 0x7f) {
                return new Parsed.Bad<>("URI", text);
            }
        }
        String rest = text.substring(colon + 1);
        int at = rest.indexOf('@');
        String user = at < 0 ? null : rest.substring(0, at);
        if (user != null && user.isEmpty()) {
            return new Parsed.Bad<>("URI user", text);
        }
        rest = rest.substring(at + 1);
        int question = rest.indexOf('?');
        String query = question < 0 ? null : rest.substring(question + 1);
        rest = question < 0 ? rest : rest.substring(0, question);
        int semicolon = rest.indexOf(';');
        String hostPort = semicolon < 0 ? rest : rest.substring(0, semicolon);
        Parameters parameters =
                semicolon < 0 ? Parameters.NONE : parameters(rest.substring(semicolon + 1));
        int bracket = hostPort.lastIndexOf(']');
        int portColon = hostPort.indexOf(':', Math.max(bracket, 0));
        String host = portColon < 0 ? hostPort : hostPort.substring(0, portColon);
        int port = 0;
        if (portColon >= 0) {
            String digits = hostPort.substring(portColon + 1);
            if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > 0xffff) {
                return new Parsed.Bad<>("URI port", text);
            }
            port = Integer.parseInt(digits);
        }
        if (host.isEmpty() || host.startsWith("[") != host.endsWith("]")) {
            return new Parsed.Bad<>("URI host", text);
        }
        return new Parsed.Ok<>(
                new SipUri(scheme.equals("sips"), user, host, port, parameters, query));
    }

    private static Parameters parameters(String text) {
        List<Parameters.Entry> entries = new ArrayList<>(4);
        for (String part : text.split(";")) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                entries.add(
                        equals < 0
                                ? new Parameters.Entry(part, null)
                                : new Parameters.Entry(
                                        part.substring(0, equals), part.substring(equals + 1)));
            }
        }
        return new Parameters(entries);
    }

    @Override
    public String scheme() {
        return secure ? "sips" : "sip";
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
        StringBuilder text = new StringBuilder(64).append(scheme()).append(':');
        if (user != null) {
            text.append(user).append('@');
        }
        text.append(host);
        if (port != 0) {
            text.append(':').append(port);
        }
        text.append(parameters);
        if (query != null) {
            text.append('?').append(query);
        }
        return text.toString();
    }
}
