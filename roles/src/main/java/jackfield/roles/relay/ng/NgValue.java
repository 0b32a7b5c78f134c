package jackfield.roles.relay.ng;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value of an NG message, however it was encoded. Text is bytes, one to a `char` (ISO 8859-1):
/// an SDP passes as it is.
public sealed interface NgValue {
    /// A string.
    record Text(String text) implements NgValue {}

    /// An integer.
    record Whole(long number) implements NgValue {}

    /// A list.
    record Items(List<NgValue> items) implements NgValue {
        public Items {
            items = List.copyOf(items);
        }
    }

    /// A dictionary, in the order it was written; not to be changed.
    record Dictionary(Map<String, NgValue> entries) implements NgValue {
        /// The same with one entry more, or another one in the place of it.
        Dictionary with(String key, NgValue value) {
            Map<String, NgValue> more = new LinkedHashMap<>(entries);
            more.put(key, value);
            return new Dictionary(more);
        }
    }
}
