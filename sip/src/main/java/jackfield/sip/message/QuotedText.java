package jackfield.sip.message;

/// Quoted strings (RFC 3261 section 25.1, quoted-string).
final class QuotedText {
    private QuotedText() {}

    /// What the quotes hold, escapes undone; text without quotes as it is.
    static String undo(String text) {
        if (!text.startsWith("\"")) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 1; i < text.length() && text.charAt(i) != '"'; i++) {
            if (text.charAt(i) == '\\' && i + 1 < text.length()) {
                i++;
            }
            out.append(text.charAt(i));
        }
        return out.toString();
    }
}
