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
    public static Parsed<Via> parse(String text) {
        return ViaScan.parse(text);
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
        StringBuilder text =
                new StringBuilder(128).append("SIP/2.0/").append(protocol).append(' ').append(host);
        if (port != 0) {
            text.append(':').append(port);
        }
        parameters.appendTo(text);
        return text.toString();
    }
}
