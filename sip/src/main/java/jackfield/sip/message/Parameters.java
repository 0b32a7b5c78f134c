package jackfield.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The `;name=value` parameters of a URI or a header field, in order, as they were written (quotes
/// and escapes included). Names are compared without regard to case.
///
/// @param entries the parameters
public record Parameters(List<Entry> entries) {
    /// No parameters.
    public static final Parameters NONE = new Parameters(List.of());

    /// One parameter; a flag such as `lr` has no value.
    public record Entry(String name, @Nullable String value) {
        @Override
        public String toString() {
            return value == null ? name : name + "=" + value;
        }
    }

    public Parameters {
        entries = List.copyOf(entries);
    }

    /// The value of the first parameter called `name`: empty for a flag, null where it is missing.
    public @Nullable String get(String name) {
        int place = place(name);
        if (place == entries.size()) {
            return null;
        }
        String value = entries.get(place).value;
        return value == null ? "" : value;
    }

    public boolean has(String name) {
        return get(name) != null;
    }

    /// The value of `name` without its quotes and their escapes: `+sip.instance`, `reg-id`; null
    /// where it is missing.
    public @Nullable String unquoted(String name) {
        String value = get(name);
        return value == null ? null : QuotedText.undo(value);
    }

    /// The number `name` holds, such as `expires` in seconds, 2^31-1 at most; -1 where it is
    /// missing or no number.
    public int number(String name) {
        String value = get(name);
        if (value == null) {
            return -1;
        }
        byte[] in = value.getBytes(StandardCharsets.UTF_8);
        return (int) Math.min(Integer.MAX_VALUE, Octets.number(in, 0, in.length));
    }

    /// These parameters with `name` set to `value` (null: a flag), in its old place or at the end.
    public Parameters with(String name, @Nullable String value) {
        int place = place(name);
        int size = entries.size();
        Entry[] next = entries.toArray(new Entry[place < size ? size : size + 1]);
        next[place] = new Entry(name, value);
        return new Parameters(List.of(next));
    }

    /// These parameters without `name`.
    public Parameters without(String name) {
        if (place(name) == entries.size()) {
            return this;
        }
        return new Parameters(
                entries.stream().filter(entry -> !entry.name.equalsIgnoreCase(name)).toList());
    }

    /// Where the first parameter called `name` is; behind the last where there is none.
    private int place(String name) {
        int i = 0;
        while (i < entries.size() && !entries.get(i).name.equalsIgnoreCase(name)) {
            i++;
        }
        return i;
    }

    /// As on the wire: `;lr;transport=ws`, empty when there is none.
    @Override
    public String toString() {
        if (entries.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(80);
        appendTo(text);
        return text.toString();
    }

    void appendTo(StringBuilder text) {
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            text.append(';').append(entry.name);
            if (entry.value != null) {
                text.append('=').append(entry.value);
            }
        }
    }
}
