package jackfield.sip.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Parts a header field value at the commas that are neither in quotes nor in angle brackets (RFC
/// 3261 section 7.3.1).
final class CommaList {
    private CommaList() {}

    static List<String> split(String value) {
        if (value.indexOf(',') < 0) {
            return value.isBlank() ? List.of() : List.of(value.strip());
        }
        List<String> values = new ArrayList<>(4);
        boolean quoted = false;
        boolean bracketed = false;
        int from = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '<') {
                bracketed = true;
            } else if (c == '>') {
                bracketed = false;
            } else if (c == ',' && !bracketed) {
                add(values, value.substring(from, i));
                from = i + 1;
            }
        }
        add(values, value.substring(Math.min(from, value.length())));
        return values;
    }

    private static void add(List<String> values, String value) {
        if (!value.isBlank()) {
            values.add(value.strip());
        }
    }

    /// The field without its first value, over the same bytes where it came from the wire; null
    /// where that was its only one.
    static Headers.@Nullable Field withoutFirst(Headers.Field field) {
        byte[] in = field.in();
        if (in == null) {
            List<String> values = split(field.value());
            return values.size() < 2
                    ? null
                    : new Headers.Field(
                            field.name(), String.join(", ", values.subList(1, values.size())));
        }
        int rest = second(in, field.from(), field.to());
        return rest == field.to() ? null : new Headers.Field(field.name(), in, rest, field.to());
    }

    /// Where the second value begins in these bytes; `to` where there is only one.
    static int second(byte[] in, int from, int to) {
        return skipEmpty(in, valueEnd(in, skipEmpty(in, from, to), to), to);
    }

    /// The index of what is neither a comma nor space from `at` on.
    static int skipEmpty(byte[] in, int at, int to) {
        int i = at;
        while (i < to && (in[i] == ',' || Octets.isSpace(in[i]))) {
            i++;
        }
        return i;
    }

    private static int valueEnd(byte[] in, int at, int to) {
        boolean bracketed = false;
        int i = at;
        while (i < to && (bracketed || in[i] != ',')) {
            if (in[i] == '"' && !bracketed) {
                int close = Octets.skipQuoted(in, i, to);
                i = close < 0 ? to : close;
                continue;
            }
            bracketed = in[i] == '<' || bracketed && in[i] != '>';
            i++;
        }
        return i;
    }
}
