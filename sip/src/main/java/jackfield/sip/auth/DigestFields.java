package jackfield.sip.auth;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads and writes `Digest a=b, c="d"` (RFC 7616 sections 3.3 and 3.4).
final class DigestFields {
    private static final String SCHEME = "Digest";
    private static final int MOST = 32;

    private DigestFields() {}

    /// The parameters by lower-case name, unquoted; null where the text is another scheme or
    /// malformed, or says one thing twice.
    static @Nullable Map<String, String> read(String text) {
        int at = SCHEME.length();
        if (!text.regionMatches(true, 0, SCHEME, 0, at)
                || at < text.length() && !isBlank(text.charAt(at))) {
            return null;
        }
        Map<String, String> fields = new LinkedHashMap<>();
        while (true) {
            at = skip(text, at, true);
            if (at == text.length()) {
                return fields;
            }
            int equals = text.indexOf('=', at);
            if (equals < 0 || fields.size() == MOST) {
                return null;
            }
            String name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
            int value = skip(text, equals + 1, false);
            int end = valueEnd(text, value);
            if (name.isEmpty() || end < 0) {
                return null;
            }
            if (fields.put(name, unquote(text.substring(value, end).strip())) != null) {
                return null;
            }
            at = skip(text, end, false);
            if (at < text.length() && text.charAt(at) != ',') {
                return null;
            }
        }
    }

    private static int skip(String text, int from, boolean commas) {
        int i = from;
        while (i < text.length() && (isBlank(text.charAt(i)) || commas && text.charAt(i) == ',')) {
            i++;
        }
        return i;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static int valueEnd(String text, int from) {
        if (from < text.length() && text.charAt(from) == '"') {
            for (int i = from + 1; i < text.length(); i++) {
                if (text.charAt(i) == '\\') {
                    i++;
                } else if (text.charAt(i) == '"') {
                    return i + 1;
                }
            }
            return -1;
        }
        int comma = text.indexOf(',', from);
        return comma < 0 ? text.length() : comma;
    }

    private static String unquote(String value) {
        if (value.length() < 2 || value.charAt(0) != '"') {
            return value;
        }
        if (value.indexOf('\\') < 0) {
            return value.substring(1, value.length() - 1);
        }
        StringBuilder text = new StringBuilder(value.length());
        for (int i = 1; i < value.length() - 1; i++) {
            if (value.charAt(i) == '\\' && i + 1 < value.length() - 1) {
                i++;
            }
            text.append(value.charAt(i));
        }
        return text.toString();
    }

    /// A value in quotes.
    static String quote(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
