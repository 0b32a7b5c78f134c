package jackfield.roles.p2p;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON value (RFC 8259) as a message of `/signal` has it. Numbers stay the text they came as, so
/// that what is passed on is what was said. Never null: JSON's `null` is [Word#NULL].
public sealed interface Json {
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

        /// A number; null where the member is none, or one without bounds.
        @Nullable Double number(String name) {
            return members.get(name) instanceof Numeric(String digits)
                            && digits.matches("-?\\d{1,15}(\\.\\d{1,30})?([eE][+-]?\\d{1,2})?")
                    ? Double.valueOf(digits)
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
    }

    /// A message of this type, with nothing in it yet.
    static Members message(String type) {
        return new Members(Map.of("type", new Text(type)));
    }

    /// Items of texts.
    static Items texts(List<String> texts) {
        List<Json> items = new ArrayList<>();
        texts.forEach(text -> items.add(new Text(text)));
        return new Items(items);
    }
}
