package jackfield.sip.message;

import java.util.ArrayList;
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
        for (Entry entry : entries) {
            if (entry.name.equalsIgnoreCase(name)) {
                return entry.value == null ? "" : entry.value;
            }
        }
        return null;
    }

    public boolean has(String name) {
        return get(name) != null;
    }

    /// These parameters with `name` set to `value` (null: a flag), in its old place or at the end.
    public Parameters with(String name, @Nullable String value) {
        List<Entry> next = new ArrayList<>(entries);
        for (int i = 0; i < next.size(); i++) {
            if (next.get(i).name.equalsIgnoreCase(name)) {
                next.set(i, new Entry(name, value));
                return new Parameters(next);
            }
        }
        next.add(new Entry(name, value));
        return new Parameters(next);
    }

    /// These parameters without `name`.
    public Parameters without(String name) {
        return new Parameters(
                entries.stream().filter(entry -> !entry.name.equalsIgnoreCase(name)).toList());
    }

    /// As on the wire: `;lr;transport=ws`, empty when there is none.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        entries.forEach(entry -> text.append(';').append(entry));
        return text.toString();
    }
}
