package jackfield.sip.message;

import java.util.ArrayList;
import java.util.List;

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
}
