package jackfield.rtc.sdp;

import org.jspecify.annotations.Nullable;

/// An `a=ssrc` line (RFC 5576 section 4.1).
///
/// @param ssrc the source, 32 bits unsigned
/// @param attribute `cname`, `msid`
/// @param value what follows the colon; null without
public record SourceAttribute(long ssrc, String attribute, @Nullable String value) {
    static @Nullable SourceAttribute parse(String text) {
        String bare = text.strip();
        int blank = bare.indexOf(' ');
        long ssrc = SdpText.number(blank < 0 ? bare : bare.substring(0, blank), 0xffff_ffffL);
        if (ssrc < 0 || blank < 0) {
            return null;
        }
        String rest = bare.substring(blank + 1).strip();
        int colon = rest.indexOf(':');
        return colon < 0
                ? new SourceAttribute(ssrc, rest, null)
                : new SourceAttribute(ssrc, rest.substring(0, colon), rest.substring(colon + 1));
    }
}
