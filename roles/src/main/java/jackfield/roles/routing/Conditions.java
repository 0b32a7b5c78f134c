package jackfield.roles.routing;

import jackfield.sip.message.Method;
import java.util.List;
import java.util.Set;

/// When a rule matches: every kind of condition that it names must hold, by one of its values.
///
/// @param domains of the Request-URI: a domain of ours by its name, another host, or [#OUTSIDE];
///   lower case
/// @param prefixes what the number begins with
/// @param numbers the whole number
/// @param patterns what the whole number matches
/// @param methods of the request
/// @param from who sent it
public record Conditions(
        Set<String> domains,
        List<String> prefixes,
        Set<String> numbers,
        List<NumberPattern> patterns,
        Set<Method> methods,
        List<Origin> from) {
    /// The word for every domain that is not ours.
    public static final String OUTSIDE = "outside";

    /// Everything matches.
    public static final Conditions NONE =
            new Conditions(Set.of(), List.of(), Set.of(), List.of(), Set.of(), List.of());

    public Conditions {
        domains = Set.copyOf(domains);
        prefixes = List.copyOf(prefixes);
        numbers = Set.copyOf(numbers);
        patterns = List.copyOf(patterns);
        methods = Set.copyOf(methods);
        from = List.copyOf(from);
    }

    /// True where it says something about the number.
    boolean namesNumbers() {
        return !prefixes.isEmpty() || !numbers.isEmpty() || !patterns.isEmpty();
    }

    /// True where the trie can find it: each number it matches has one of its prefixes, or is one
    /// of its numbers.
    boolean isIndexed() {
        return patterns.isEmpty() && namesNumbers();
    }
}
