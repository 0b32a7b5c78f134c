package jackfield.roles.p2p;

import jackfield.base.Parsed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON value (RFC 8259) as a message of `/signal` has it. Numbers stay the text they came as, so
/// that what is passed on is what was said. Never null: JSON's `null` is [Word#NULL].
sealed interface Json {
    /// A string.
    record Text(String text) implements Json {}

    /// A number, as it was written.
    record Numeric(String digits) implements Json {}

    /// `true`, `false`, `null`.
    enum Word implements Json {
        TRUE,
        FALSE,
        NULL
    }

    /// An array.
    record Items(List<Json> items) implements Json {
        public Items {
            items = List.copyOf(items);
        }
    }

    /// An object: its members in their order.
    record Members(Map<String, Json> members) implements Json {
        /// The text of a member; null where it is missing or something else.
        @Nullable String text(String name) {
            return members.get(name) instanceof Text(String text) ? text : null;
        }

        /// The text of a member, or this one.
        String text(String name, String otherwise) {
            String text = text(name);
            return text == null ? otherwise : text;
        }

        /// Whether a member says `true`.
        boolean isTrue(String name) {
            return members.get(name) == Word.TRUE;
        }

        /// A whole number that fits into a long; null where the member is none.
        @Nullable Long whole(String name) {
            return members.get(name) instanceof Numeric(String digits)
                            && digits.matches("-?\\d{1,18}")
                    ? Long.valueOf(digits)
                    : null;
        }

        @Nullable Json get(String name) {
            return members.get(name);
        }

        /// The same with `name` set, in its old place or last.
        Members with(String name, Json value) {
            Map<String, Json> more = new LinkedHashMap<>(members);
            more.put(name, value);
            return new Members(more);
        }

        Members with(String name, String text) {
            return with(name, new Text(text));
        }

        Members with(String name, long number) {
            return with(name, new Numeric(Long.toString(number)));
        }

        Members with(String name, boolean truth) {
            return with(name, truth ? Word.TRUE : Word.FALSE);
        }

        Members without(String name) {
            Map<String, Json> fewer = new LinkedHashMap<>(members);
            fewer.remove(name);
            return new Members(fewer);
        }

        /// As one line of JSON text.
        String write() {
            StringBuilder out = new StringBuilder(128);
            Json.write(this, out);
            return out.toString();
        }
    }

    /// A message of this type, with nothing in it yet.
    static Members message(String type) {
        return new Members(Map.of("type", new Text(type)));
    }

    /// Reads one object: nothing before it or behind it but blanks, no name twice, no deeper than
    /// 16, no more than 4096 values.
    static Parsed<Members> read(String text) {
        return new JsonReader(text).read();
    }

    private static void write(Json value, StringBuilder out) {
        switch (value) {
            case Text(String text) -> quote(text, out);
            case Numeric(String digits) -> out.append(digits);
            case Word word ->
                    out.append(
                            switch (word) {
                                case TRUE -> "true";
                                case FALSE -> "false";
                                case NULL -> "null";
                            });
            case Items(List<Json> items) -> {
                char before = '[';
                for (Json item : items) {
                    out.append(before);
                    write(item, out);
                    before = ',';
                }
                out.append(items.isEmpty() ? "[]" : "]");
            }
            case Members(Map<String, Json> members) -> {
                char before = '{';
                for (Map.Entry<String, Json> member : members.entrySet()) {
                    out.append(before);
                    quote(member.getKey(), out);
                    out.append(':');
                    write(member.getValue(), out);
                    before = ',';
                }
                out.append(members.isEmpty() ? "{}" : "}");
            }
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    // A lone half of a pair has no UTF-8: it goes on as it came, escaped.
                    if (c < 0x20 || c >= 0xd800 && c <= 0xdfff && !isPaired(text, i)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isPaired(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }

    /// Items of texts.
    static Items texts(List<String> texts) {
        List<Json> items = new ArrayList<>();
        texts.forEach(text -> items.add(new Text(text)));
        return new Items(items);
    }
}
