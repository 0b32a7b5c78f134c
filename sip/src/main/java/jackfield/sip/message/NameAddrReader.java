package jackfield.sip.message;

import jackfield.base.Parsed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads name-addr values, and the `;name=value` lists behind header field values.
final class NameAddrReader {
    private NameAddrReader() {}

    static Parsed<NameAddr> read(String raw) {
        String text = raw.strip();
        int open = openBracket(text);
        String display = null;
        String address;
        String rest;
        if (open >= 0) {
            int close = text.indexOf('>', open);
            if (close < 0) {
                return new Parsed.Bad<>("address", raw);
            }
            display = open == 0 ? null : text.substring(0, open).strip();
            address = text.substring(open + 1, close).strip();
            rest = text.substring(close + 1).strip();
        } else {
            int semicolon = text.indexOf(';');
            address = semicolon < 0 ? text : text.substring(0, semicolon).strip();
            rest = semicolon < 0 ? "" : text.substring(semicolon);
        }
        Parameters parameters = parameters(rest);
        if (parameters == null) {
            return new Parsed.Bad<>("address parameters", raw);
        }
        String shown = display != null && display.isEmpty() ? null : display;
        return switch (Uri.parse(address)) {
            case Parsed.Ok<Uri>(Uri uri) -> new Parsed.Ok<>(new NameAddr(shown, uri, parameters));
            case Parsed.Bad<Uri> bad -> bad.as();
        };
    }

    /// Reads `;a=b;c="d;e"`, as it stands behind a header field value; null when malformed.
    static @Nullable Parameters parameters(String raw) {
        String text = raw.strip();
        if (text.isEmpty()) {
            return Parameters.NONE;
        }
        if (text.charAt(0) != ';') {
            return null;
        }
        List<Parameters.Entry> entries = new ArrayList<>(4);
        int at = 1;
        while (at < text.length()) {
            int end = at;
            boolean quoted = false;
            while (end < text.length() && (quoted || text.charAt(end) != ';')) {
                char c = text.charAt(end);
                if (quoted && c == '\\') {
                    end++;
                } else if (c == '"') {
                    quoted = !quoted;
                }
                end++;
            }
            if (quoted) {
                return null;
            }
            String part = text.substring(at, Math.min(end, text.length())).strip();
            int equals = part.indexOf('=');
            if (!part.isEmpty()) {
                String name = (equals < 0 ? part : part.substring(0, equals)).strip();
                if (name.isEmpty()) {
                    return null;
                }
                entries.add(
                        new Parameters.Entry(
                                name, equals < 0 ? null : part.substring(equals + 1).strip()));
            }
            at = end + 1;
        }
        return new Parameters(entries);
    }

    private static int openBracket(String text) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '<' && !quoted) {
                return i;
            }
        }
        return -1;
    }
}
