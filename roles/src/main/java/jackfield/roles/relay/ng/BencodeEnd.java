package jackfield.roles.relay.ng;

/// Looks for the end of a dictionary in bencode that comes piece by piece: what was looked at once
/// is not looked at again, however small the pieces.
final class BencodeEnd {
    /// The dictionary goes on beyond what is there.
    static final int INCOMPLETE = -1;

    /// This is no dictionary, whatever follows.
    static final int BROKEN = -2;

    private static final int LONGEST_NUMBER = 20;
    private static final int LONGEST_LENGTH = 9;

    private final int from;
    private int at;
    private int open;

    /// @param from where the dictionary begins
    BencodeEnd(int from) {
        this.from = from;
        at = from;
    }

    /// Where it ends, [#INCOMPLETE] or [#BROKEN].
    ///
    /// @param bytes the same as before, and more
    /// @param length how much of `bytes` is there
    int find(byte[] bytes, int length) {
        if (at == from && from < length && bytes[from] != 'd') {
            return BROKEN;
        }
        while (at < length) {
            byte b = bytes[at];
            if (b == 'd' || b == 'l') {
                open++;
                at++;
            } else if (b == 'e') {
                at++;
                if (--open == 0) {
                    return at;
                }
            } else {
                int next =
                        b == 'i'
                                ? afterNumber(bytes, at + 1, length)
                                : afterText(bytes, at, length);
                if (next < 0) {
                    return next;
                }
                at = next;
            }
            if (open > Bencode.DEEPEST + 1) {
                return BROKEN;
            }
        }
        return INCOMPLETE;
    }

    private static int afterNumber(byte[] bytes, int from, int length) {
        for (int i = from; i < length && i - from < LONGEST_NUMBER; i++) {
            if (bytes[i] == 'e') {
                return i + 1;
            }
            if (bytes[i] != '-' && (bytes[i] < '0' || bytes[i] > '9')) {
                return BROKEN;
            }
        }
        return length - from < LONGEST_NUMBER ? INCOMPLETE : BROKEN;
    }

    private static int afterText(byte[] bytes, int from, int length) {
        int text = 0;
        for (int i = from; i < length && i - from < LONGEST_LENGTH; i++) {
            if (bytes[i] == ':' && i > from) {
                int end = i + 1 + text;
                return end <= length ? end : INCOMPLETE;
            }
            if (bytes[i] < '0' || bytes[i] > '9') {
                return BROKEN;
            }
            text = text * 10 + bytes[i] - '0';
        }
        return length - from < LONGEST_LENGTH ? INCOMPLETE : BROKEN;
    }
}
