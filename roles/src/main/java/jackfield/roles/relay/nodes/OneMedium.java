package jackfield.roles.relay.nodes;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts the only medium of a description into a BUNDLE group of its own (RFC 9143 section 5). Nodes
/// before rtpengine 14 take such groups away, and a page that bundles everything (`max-bundle`)
/// refuses a description without one.
final class OneMedium {
    private static final Pattern MEDIUM = Pattern.compile("(?m)^m=");
    private static final Pattern MID = Pattern.compile("(?m)^a=mid:(\\S+)");

    private OneMedium() {}

    /// `sdp` with the group; as it is where it has one, or several media, or no mid.
    static byte[] bundled(byte[] sdp) {
        String text = new String(sdp, StandardCharsets.ISO_8859_1);
        Matcher mid = MID.matcher(text);
        Matcher medium = MEDIUM.matcher(text);
        if (text.contains("a=group:BUNDLE")
                || MEDIUM.matcher(text).results().count() != 1
                || !mid.find()
                || !medium.find()) {
            return sdp;
        }
        String group = "a=group:BUNDLE " + mid.group(1) + "\r\n";
        return new StringBuilder(text)
                .insert(medium.start(), group)
                .toString()
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
