package jackfield.server.config;

import jackfield.base.Parsed;
import jackfield.sip.message.SipUri;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The keys of one structured value, such as a route: each is taken by its name, and what nobody
/// took is a mistake of its writer.
final class Fields {
    /// A value is wrong; with the line.
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        final transient Problem problem;

        Wrong(Where where, String message) {
            super(message, null, false, false);
            problem = new Problem(where, message);
        }
    }

    /// Reads one value.
    @FunctionalInterface
    interface Reader<T> {
        T read(Value value) throws Wrong;
    }

    private final String what;
    private final Where where;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Map<String, Where> keys = new LinkedHashMap<>();
    private final List<String> known = new ArrayList<>();

    private Fields(String what, Value.Entries entries) {
        this.what = what;
        where = entries.where();
        entries.entries()
                .forEach((key, value) -> {
                    values.put(key.name(), value);
                    keys.put(key.name(), key.where());
                });
    }

    /// The keys of `value`.
    ///
    /// @param what what it is, for messages: `a route`
    static Fields of(String what, Value value) throws Wrong {
        if (value instanceof Value.Entries entries) {
            return new Fields(what, entries);
        }
        throw new Wrong(value.where(), what + " is lines like `key: value`");
    }

    Where where() {
        return where;
    }

    /// The place of a key that is there.
    Where where(String key) {
        return keys.getOrDefault(key, where);
    }

    /// Takes a key; null where it is missing.
    @Nullable Value take(String key) {
        known.add(key);
        return values.get(key);
    }

    boolean has(String key) {
        known.add(key);
        return values.containsKey(key);
    }

    /// A text; null where it is missing.
    @Nullable String text(String key) throws Wrong {
        Value value = take(key);
        return value == null ? null : text(key, value);
    }

    static String text(String key, Value value) throws Wrong {
        if (value instanceof Value.Text text && !text.text().isBlank()) {
            return text.text().strip();
        }
        throw new Wrong(value.where(), key + " must be text that is not empty");
    }

    /// A text that must be there.
    String needed(String key) throws Wrong {
        String text = text(key);
        if (text == null) {
            throw new Wrong(where, what + " needs " + key);
        }
        return text;
    }

    int integer(String key, int least, int most, int ifAbsent) throws Wrong {
        String text = text(key);
        if (text == null) {
            return ifAbsent;
        }
        if (!text.matches("\\d{1,9}")
                || Integer.parseInt(text) < least
                || Integer.parseInt(text) > most) {
            throw new Wrong(
                    where(key),
                    key + ": \"" + text + "\" is not a number from " + least + " to " + most);
        }
        return Integer.parseInt(text);
    }

    /// A time in nanoseconds.
    long duration(String key, long ifAbsent) throws Wrong {
        Value value = take(key);
        if (value == null) {
            return ifAbsent;
        }
        return switch (Kinds.DURATION.read(new Kind.Given(value))) {
            case Kind.Read.Ok<Duration>(Duration duration) -> duration.toNanos();
            case Kind.Read.Bad<Duration>(Problem problem) ->
                    throw new Wrong(problem.where(), key + ": " + problem.message());
        };
    }

    /// One value or a list of them; none where the key is missing.
    <T> List<T> all(String key, Reader<T> reader) throws Wrong {
        Value value = take(key);
        if (value == null) {
            return List.of();
        }
        List<T> all = new ArrayList<>();
        for (Value item : items(value)) {
            all.add(reader.read(item));
        }
        if (all.isEmpty()) {
            throw new Wrong(value.where(), key + " is empty");
        }
        return all;
    }

    /// Words: a list, or text with commas between.
    <T> List<T> words(String key, String kind, Function<String, @Nullable T> reader) throws Wrong {
        Value value = take(key);
        if (value == null) {
            return List.of();
        }
        List<T> all = new ArrayList<>();
        for (Value.Text word : Value.words(value)) {
            T read = reader.apply(word.text().strip());
            if (read == null) {
                throw new Wrong(word.where(), key + ": \"" + word.text() + "\" is not " + kind);
            }
            all.add(read);
        }
        if (all.isEmpty()) {
            throw new Wrong(value.where(), key + ": write " + kind + ", or a list of such");
        }
        return all;
    }

    /// A choice by its words.
    <T> T choice(String key, Map<String, T> choices, T ifAbsent) throws Wrong {
        String text = text(key);
        T chosen = text == null ? ifAbsent : choices.get(text);
        if (chosen == null) {
            throw new Wrong(
                    where(key),
                    key + ": \"" + text + "\" is none of " + String.join(", ", choices.keySet()));
        }
        return chosen;
    }

    /// Refuses what nobody took.
    void done() throws Wrong {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw new Wrong(
                        where(key),
                        "unknown key \""
                                + key
                                + "\" of "
                                + what
                                + ": known are "
                                + String.join(", ", known));
            }
        }
    }

    /// The items of a list; a single value is a list of one.
    static List<Value> items(Value value) {
        return switch (value) {
            case Value.Items items -> items.items();
            case Value.Text text -> text.text().isBlank() ? List.of() : List.of(text);
            case Value.Entries entries -> List.of(entries);
        };
    }

    /// A SIP URI.
    static SipUri uri(String key, Value value) throws Wrong {
        String text = text(key, value);
        String whole = text.startsWith("sip:") || text.startsWith("sips:") ? text : "";
        if (SipUri.parse(whole) instanceof Parsed.Ok<SipUri>(SipUri uri)) {
            return uri;
        }
        throw new Wrong(
                value.where(),
                key + ": \"" + text + "\" is not a SIP URI, like sip:192.0.2.10:5060");
    }

    /// A kind whose values are read so.
    static <T> Kind<T> kind(String name, Reader<T> reader) {
        return new Kind<>() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Read<T> read(Given given) {
                try {
                    return new Read.Ok<>(reader.read(given.value()));
                } catch (Wrong e) {
                    return new Read.Bad<>(e.problem);
                }
            }
        };
    }

    /// A kind for a list of such values: empty where nothing is given.
    static <T> Kind<List<T>> list(String name, Reader<T> reader) {
        return kind(
                name,
                value -> {
                    List<T> all = new ArrayList<>();
                    for (Value item : items(value)) {
                        all.add(reader.read(item));
                    }
                    return List.copyOf(all);
                });
    }
}
