package jackfield.sip.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The characters of SIP's grammar (RFC 3261 section 25.1), looked at as bytes, so that a message
/// can be checked before any text is made of it.
final class Octets {
    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH = 0x8080_8080_8080_8080L;
    private static final boolean[] TOKEN = new boolean[256];
    private static final boolean[] HOST = new boolean[256];

    static {
        for (int c = 0; c < 128; c++) {
            boolean alphanum = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
            TOKEN[c] = alphanum || "-.!%*_+`'~".indexOf(c) >= 0;
            HOST[c] = alphanum || "-._".indexOf(c) >= 0;
        }
    }

    private Octets() {}

    static boolean isToken(byte b) {
        return TOKEN[b & 0xff];
    }

    static boolean isToken(byte[] in, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isToken(in[i])) {
                return false;
            }
        }
        return from < to;
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /// True for what no URI and no unquoted parameter holds: blanks, controls, `<`, `>` and `"`.
    static boolean isDelimiter(byte b) {
        return b >= 0 && b <= ' ' || b == '<' || b == '>' || b == '"' || b == 0x7f;
    }

    static int skipSpace(byte[] in, int at, int to) {
        int i = at;
        while (i < to && isSpace(in[i])) {
            i++;
        }
        return i;
    }

    /// The end of what begins at `from`, without the space before `to`.
    static int trimEnd(byte[] in, int from, int to) {
        int end = to;
        while (end > from && isSpace(in[end - 1])) {
            end--;
        }
        return end;
    }

    static int skipToken(byte[] in, int at, int to) {
        int i = at;
        while (i < to && isToken(in[i])) {
            i++;
        }
        return i;
    }

    /// The index behind the closing quote of the quoted string that begins at `at`; -1 where it
    /// does not close.
    static int skipQuoted(byte[] in, int at, int to) {
        for (int i = at + 1; i < to; i++) {
            if (in[i] == '\\') {
                i++;
            } else if (in[i] == '"') {
                return i + 1;
            }
        }
        return -1;
    }

    /// The index behind a host name, an IPv4 address, or an IPv6 address in brackets; -1 where none
    /// begins at `at`.
    static int skipHost(byte[] in, int at, int to) {
        int i = at;
        if (i < to && in[i] == '[') {
            i++;
            while (i < to && (Character.digit(in[i], 16) >= 0 || in[i] == ':' || in[i] == '.')) {
                i++;
            }
            return i < to && in[i] == ']' && i > at + 1 ? i + 1 : -1;
        }
        while (i < to && HOST[in[i] & 0xff]) {
            i++;
        }
        return i > at ? i : -1;
    }

    /// The port written in exactly these bytes; -1 where it is none.
    static int port(byte[] in, int from, int to) {
        long port = to - from > 5 ? -1 : number(in, from, to);
        return port > 0xffff ? -1 : (int) port;
    }

    /// The number written in exactly these bytes, at most `Long.MAX_VALUE`; -1 where a byte is no
    /// digit or there is none.
    static long number(byte[] in, int from, int to) {
        if (from >= to) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(in[i])) {
                return -1;
            }
            int digit = in[i] - '0';
            number = number > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : number * 10 + digit;
        }
        return number;
    }

    static String text(byte[] in, int from, int to) {
        return new String(in, from, to - from, StandardCharsets.UTF_8);
    }

    static boolean same(byte[] in, int from, int to, String text) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (in[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// As [#same], for text in lower case.
    static boolean sameIgnoringCase(byte[] in, int from, int to, String lower) {
        if (to - from != lower.length()) {
            return false;
        }
        for (int i = 0; i < lower.length(); i++) {
            byte b = in[from + i];
            if ((b >= 'A' && b <= 'Z' ? b | 0x20 : b) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// The index of the next CR or LF, or `to`. Eight bytes a step, because every byte of every
    /// message goes through here.
    static int lineBreak(byte[] in, int at, int to) {
        int i = at;
        while (i + 8 <= to) {
            long word = (long) EIGHT.get(in, i);
            long lf = word ^ ONES * '\n';
            long cr = word ^ ONES * '\r';
            long hit = ((lf - ONES & ~lf) | (cr - ONES & ~cr)) & HIGH;
            if (hit != 0) {
                return i + (Long.numberOfTrailingZeros(hit) >>> 3);
            }
            i += 8;
        }
        while (i < to && in[i] != '\n' && in[i] != '\r') {
            i++;
        }
        return i;
    }
}
