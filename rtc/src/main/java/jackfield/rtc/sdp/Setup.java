package jackfield.rtc.sdp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Who begins the DTLS handshake (RFC 4145 section 4, RFC 5763 section 5).
public enum Setup {
    /// The writer sends the ClientHello.
    ACTIVE,
    /// The writer waits for it.
    PASSIVE,
    /// Either; only in offers.
    ACTPASS,
    /// Neither, for now.
    HOLDCONN;

    /// The attribute's value.
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads the value; null when it is none of the four.
    public static @Nullable Setup parse(String text) {
        for (Setup each : values()) {
            if (each.value().equalsIgnoreCase(text.strip())) {
                return each;
            }
        }
        return null;
    }
}
