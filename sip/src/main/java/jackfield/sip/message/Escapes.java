package jackfield.sip.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The `%41` escapes of URIs (RFC 3261 section 25.1, escaped).
public final class Escapes {
    private Escapes() {}

    /// The text with every escape read once. What is no escape, such as `%zz`, stays as it is.
    public static String undo(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            int value = in[i] == '%' && i + 2 < in.length ? hex(in[i + 1], in[i + 2]) : -1;
            out.write(value < 0 ? in[i] : value);
            i += value < 0 ? 0 : 2;
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /// The text as the user part of a URI: what may not stand there is escaped.
    public static String user(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain =
                    b >= '0' && b <= '9'
                            || b >= 'A' && b <= 'Z'
                            || b >= 'a' && b <= 'z'
                            || b > 0 && "-_.!~*'()&=+$,;?/".indexOf(b) >= 0;
            if (plain) {
                out.append((char) b);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
        return out.toString();
    }

    private static int hex(byte high, byte low) {
        int h = Character.digit(high, 16);
        int l = Character.digit(low, 16);
        return h < 0 || l < 0 ? -1 : h << 4 | l;
    }
}
