package jackfield.sip.dialog;

import jackfield.base.Parsed;
import java.util.Locale;

/// How long a session lasts without a refresh, and who refreshes it (RFC 4028 section 4).
///
/// @param seconds the interval
/// @param refresher who refreshes
public record SessionExpires(long seconds, Refresher refresher) {
    /// Who refreshes a session: the one who sent the request that the interval was agreed in, or
    /// the one who answered it.
    public enum Refresher {
        /// The one who asked.
        UAC,
        /// The one who answered.
        UAS,
        /// Not said: in a request only.
        EITHER
    }

    private static final int MOST_DIGITS = 9;

    /// Reads `1800;refresher=uac`.
    public static Parsed<SessionExpires> parse(String text) {
        String[] parts = text.strip().split(";", -1);
        String digits = parts[0].strip();
        if (!digits.matches("\\d{1," + MOST_DIGITS + "}")) {
            return new Parsed.Bad<>("Session-Expires", text);
        }
        Refresher refresher = Refresher.EITHER;
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip().toLowerCase(Locale.ROOT).replace(" ", "");
            if (part.equals("refresher=uac")) {
                refresher = Refresher.UAC;
            } else if (part.equals("refresher=uas")) {
                refresher = Refresher.UAS;
            }
        }
        return new Parsed.Ok<>(new SessionExpires(Long.parseLong(digits), refresher));
    }

    /// As on the wire.
    @Override
    public String toString() {
        return refresher == Refresher.EITHER
                ? Long.toString(seconds)
                : seconds + ";refresher=" + refresher.name().toLowerCase(Locale.ROOT);
    }
}
