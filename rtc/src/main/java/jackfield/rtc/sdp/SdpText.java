package jackfield.rtc.sdp;

/// Words and numbers out of SDP lines.
final class SdpText {
    private SdpText() {}

    /// Refuses text that would end its line: it can only come from a mistake of ours, because the
    /// parser splits at line ends.
    static void requireOneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                throw new IllegalArgumentException("line break inside an SDP line");
            }
        }
    }

    /// The words of a line; blanks and tabs separate.
    static String[] words(String text) {
        String bare = text.strip();
        return bare.isEmpty() ? new String[0] : bare.split("[ \t]+");
    }

    /// A number of digits only, up to `max`; -1 for anything else.
    static long number(String text, long max) {
        if (text.isEmpty() || text.length() > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value <= max ? value : -1;
    }

    /// A port number, or -1.
    static int port(String text) {
        return (int) number(text, 0xffff);
    }
}
