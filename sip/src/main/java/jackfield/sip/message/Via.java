package jackfield.sip.message;

import jackfield.base.Parsed;
import jackfield.base.Transport;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One Via (RFC 3261 section 20.42).
///
/// @param protocol the transport token as it was written: `UDP`, `WSS`
/// @param host the sent-by host
/// @param port the sent-by port, or 0 where none is given
/// @param parameters `branch`, `received`, `rport` and others
public record Via(String protocol, String host, int port, Parameters parameters) {
    /// What a branch of RFC 3261 begins with (section 8.1.1.7); compared without regard to case.
    public static final String MAGIC_COOKIE = "z9hG4bK";

    /// Our own Via.
    public static Via of(Transport transport, String host, int port, String branch) {
        return new Via(transport.name(), host, port, Parameters.NONE.with("branch", branch));
    }

    /// Reads one Via value.
    public static Parsed<Via> parse(String raw) {
        String text = raw.strip();
        int semicolon = text.indexOf(';');
        String head = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
        Parameters parameters =
                semicolon < 0
                        ? Parameters.NONE
                        : NameAddrReader.parameters(text.substring(semicolon));
        String[] part = head.replaceAll("\\s*/\\s*", "/").split("\\s+", 2);
        String[] protocol = part[0].split("/", -1);
        if (parameters == null
                || part.length != 2
                || protocol.length != 3
                || !protocol[0].equalsIgnoreCase("SIP")
                || !protocol[1].equals("2.0")
                || protocol[2].isEmpty()) {
            return new Parsed.Bad<>("Via", raw);
        }
        String sentBy = part[1].replaceAll("\\s*:\\s*", ":").strip();
        int bracket = sentBy.lastIndexOf(']');
        int colon = sentBy.indexOf(':', Math.max(bracket, 0));
        String host = colon < 0 ? sentBy : sentBy.substring(0, colon);
        String digits = colon < 0 ? "0" : sentBy.substring(colon + 1);
        if (host.isEmpty()
                || host.indexOf(' ') >= 0
                || !digits.matches("\\d{1,5}")
                || Integer.parseInt(digits) > 0xffff) {
            return new Parsed.Bad<>("Via", raw);
        }
        return new Parsed.Ok<>(new Via(protocol[2], host, Integer.parseInt(digits), parameters));
    }

    /// The branch, or null in a request of RFC 2543.
    public @Nullable String branch() {
        return parameters.get("branch");
    }

    /// The transport; null where the token is none we speak.
    public @Nullable Transport transport() {
        try {
            return Transport.valueOf(protocol.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    /// The same Via with a parameter set; null makes a flag.
    public Via with(String parameter, @Nullable String value) {
        return new Via(protocol, host, port, parameters.with(parameter, value));
    }

    /// As on the wire.
    @Override
    public String toString() {
        return "SIP/2.0/" + protocol + " " + host + (port == 0 ? "" : ":" + port) + parameters;
    }
}
