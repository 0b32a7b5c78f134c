package jackfield.rtc.sdp;

import jackfield.base.Parsed;

/// The `o=` line (RFC 8866 section 5.2).
///
/// @param user a word, mostly `-`
/// @param sessionId digits, kept as they came: some peers need more than 63 bits
/// @param version digits; one more with each change of the description
/// @param address where it was made; means nothing to media
public record Origin(String user, String sessionId, String version, Connection address) {
    public Origin {
        SdpText.requireOneLine(user);
        SdpText.requireOneLine(sessionId);
        SdpText.requireOneLine(version);
    }

    /// Reads `- 4611731400430051336 2 IN IP4 127.0.0.1`.
    public static Parsed<Origin> parse(String text) {
        String[] words = SdpText.words(text);
        if (words.length < 6) {
            return new Parsed.Bad<>("o=", text);
        }
        // Some phones put blanks into the user name: the last five words are certain.
        int at = words.length - 5;
        String user = String.join("_", java.util.Arrays.copyOf(words, at));
        return switch (Connection.parse(
                words[at + 2] + " " + words[at + 3] + " " + words[at + 4])) {
            case Parsed.Ok<Connection>(Connection address) ->
                    new Parsed.Ok<>(new Origin(user, words[at], words[at + 1], address));
            case Parsed.Bad<Connection> _ -> new Parsed.Bad<>("o=", text);
        };
    }

    /// `- 1 2 IN IP4 127.0.0.1`
    @Override
    public String toString() {
        return user + " " + sessionId + " " + version + " " + address;
    }
}
