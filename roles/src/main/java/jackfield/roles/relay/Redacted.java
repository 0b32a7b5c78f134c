package jackfield.roles.relay;

import java.nio.charset.StandardCharsets;

/// Descriptions as people may see them: they hold keys and passwords, and a report is for people to
/// read and to send around.
public final class Redacted {
    private Redacted() {}

    /// The SDP without keys (RFC 4568) and ICE passwords.
    public static String sdp(byte[] sdp) {
        return new String(sdp, StandardCharsets.UTF_8)
                .replaceAll("(?m)^(a=crypto:\\S+ \\S+ inline:).*?(\\r?)$", "$1…$2")
                .replaceAll("(?m)^(a=ice-pwd:).*?(\\r?)$", "$1…$2");
    }
}
