package jackfield.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value as it was given, before anyone knows what it should be: text, a list or a mapping, with
/// its place.
sealed interface Value {
    /// The place of its first character.
    Where where();

    /// A scalar, as it was written.
    record Text(Where where, String text) implements Value {}

    /// A list.
    record Items(Where where, List<Value> items) implements Value {
        public Items {
            items = List.copyOf(items);
        }
    }

    /// A mapping, in the order it was written; every key with its own place.
    record Entries(Where where, Map<Key, Value> entries) implements Value {
        public Entries {
            entries = new LinkedHashMap<>(entries);
        }
    }

    /// A key of a mapping. Equal by its name alone, so that a mapping can refuse a second one.
    record Key(Where where, String name) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.name.equals(name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    /// The words of a list, written as a list or with commas; empty when a part is not text.
    static List<Text> words(Value value) {
        List<Text> words = new ArrayList<>();
        switch (value) {
            case Text(Where where, String text) -> {
                for (String word : text.split(",")) {
                    if (!word.isBlank()) {
                        words.add(new Text(where, word.strip()));
                    }
                }
            }
            case Items(Where _, List<Value> items) -> {
                for (Value item : items) {
                    if (!(item instanceof Text word)) {
                        return List.of();
                    }
                    words.add(word);
                }
            }
            case Entries _ -> {}
        }
        return words;
    }
}
