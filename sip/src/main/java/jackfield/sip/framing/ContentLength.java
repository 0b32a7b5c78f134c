package jackfield.sip.framing;

/// Finds how long a body is before its message is read (RFC 3261 section 20.14).
final class ContentLength {
    private static final String LONG = "content-length";
    private static final long MOST = Integer.MAX_VALUE;

    private ContentLength() {}

    /// The length that the head of a message announces; -1 where it announces none, nonsense, or
    /// two.
    static long of(byte[] head) {
        long length = -1;
        int line = lineEnd(head, 0);
        while (line < head.length) {
            int end = lineEnd(head, line);
            int colon = colon(head, line, end);
            if (colon >= 0) {
                if (length >= 0) {
                    return -1;
                }
                while (end < head.length && (head[end] == ' ' || head[end] == '\t')) {
                    end = lineEnd(head, end);
                }
                length = number(head, colon + 1, end);
                if (length < 0) {
                    return -1;
                }
            }
            line = end;
        }
        return length;
    }

    /// The index behind the LF of the line at `from`.
    private static int lineEnd(byte[] in, int from) {
        int i = from;
        while (i < in.length && in[i] != '\n') {
            i++;
        }
        return Math.min(i + 1, in.length);
    }

    /// The colon behind the name Content-Length, or `l`; -1 where the line is another.
    private static int colon(byte[] in, int from, int to) {
        int i = from;
        while (i < to && i - from < LONG.length() && lower(in[i]) == LONG.charAt(i - from)) {
            i++;
        }
        if (i - from != LONG.length()) {
            if (lower(in[from]) != 'l') {
                return -1;
            }
            i = from + 1;
        }
        while (i < to && (in[i] == ' ' || in[i] == '\t')) {
            i++;
        }
        return i < to && in[i] == ':' ? i : -1;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b | 0x20 : b;
    }

    private static long number(byte[] in, int from, int to) {
        int i = skipSpace(in, from, to);
        int first = i;
        long number = 0;
        while (i < to && in[i] >= '0' && in[i] <= '9') {
            number = Math.min(MOST, number * 10 + in[i] - '0');
            i++;
        }
        return i > first && skipSpace(in, i, to) == to ? number : -1;
    }

    private static int skipSpace(byte[] in, int from, int to) {
        int i = from;
        while (i < to && (in[i] == ' ' || in[i] == '\t' || in[i] == '\r' || in[i] == '\n')) {
            i++;
        }
        return i;
    }
}
