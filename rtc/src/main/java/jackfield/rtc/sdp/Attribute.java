package jackfield.rtc.sdp;

import org.jspecify.annotations.Nullable;

/// One `a=` line (RFC 8866 section 5.13).
///
/// @param name what stands before the colon
/// @param value what stands after it; null for a flag such as `a=rtcp-mux`
public record Attribute(String name, @Nullable String value) {
    public Attribute {
        SdpText.requireOneLine(name);
        if (name.isEmpty() || name.indexOf(':') >= 0) {
            throw new IllegalArgumentException("attribute name '" + name + "'");
        }
        if (value != null) {
            SdpText.requireOneLine(value);
        }
    }

    /// A flag: `a=rtcp-mux`.
    public static Attribute flag(String name) {
        return new Attribute(name, null);
    }

    /// The number a payload-type attribute begins with (`rtpmap`, `fmtp`, `rtcp-fb`), or -1: it has
    /// none, or a `*` that stands for all.
    public int payloadType() {
        if (value == null) {
            return -1;
        }
        String[] words = SdpText.words(value);
        return words.length == 0 ? -1 : (int) SdpText.number(words[0], 127);
    }

    /// Only the name: some attributes carry keys and passwords.
    @Override
    public String toString() {
        return "a=" + name;
    }
}
