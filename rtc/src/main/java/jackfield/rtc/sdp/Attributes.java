package jackfield.rtc.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The `a=` lines of a session or a media description, in order.
///
/// @param list the lines
public record Attributes(List<Attribute> list) {
    /// No attributes.
    public static final Attributes NONE = new Attributes(List.of());

    public Attributes {
        list = List.copyOf(list);
    }

    /// True when there is an attribute `name`, with or without a value.
    public boolean has(String name) {
        for (Attribute each : list) {
            if (each.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /// The value of the first attribute `name` that has one; null without.
    public @Nullable String first(String name) {
        for (Attribute each : list) {
            if (each.name().equals(name) && each.value() != null) {
                return each.value();
            }
        }
        return null;
    }

    /// The values of all attributes `name`, in order.
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (Attribute each : list) {
            if (each.name().equals(name) && each.value() != null) {
                values.add(each.value());
            }
        }
        return values;
    }

    /// These and one more at the end.
    public Attributes with(String name, String value) {
        return with(new Attribute(name, value));
    }

    /// These and one more at the end.
    public Attributes with(Attribute attribute) {
        List<Attribute> longer = new ArrayList<>(list);
        longer.add(attribute);
        return new Attributes(longer);
    }

    /// Those that `keep` accepts.
    public Attributes keeping(Predicate<Attribute> keep) {
        return new Attributes(list.stream().filter(keep).toList());
    }

    /// All but those called `name`.
    public Attributes without(String name) {
        return keeping(each -> !each.name().equals(name));
    }
}
