package jackfield.server.records;

import jackfield.base.Endpoint;
import jackfield.roles.relay.LegReport;
import jackfield.roles.relay.media.StreamSnapshot;
import jackfield.roles.relay.media.Verdict;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a verdict on media names, for those who say it in another language: the parts of its record
/// by name, `{"peer":"phone","told":"192.0.2.1:30000"}`.
public final class VerdictFacts {
    private VerdictFacts() {}

    /// The parts of `verdict` by name, those that are there.
    public static Map<String, Object> of(Verdict verdict) {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (RecordComponent part : verdict.getClass().getRecordComponents()) {
            Object value = value(part, verdict);
            if (value != null) {
                facts.put(part.getName(), value);
            }
        }
        return facts;
    }

    /// What the verdict on a leg names: it is that of one of its streams.
    public static Map<String, Object> of(LegReport leg) {
        return leg.details().streams().stream()
                .map(StreamSnapshot::verdict)
                .filter(verdict -> verdict.code().equals(leg.details().verdictCode()))
                .findFirst()
                .map(VerdictFacts::of)
                .orElse(Map.of());
    }

    private static @Nullable Object value(RecordComponent part, Verdict verdict) {
        try {
            return switch (part.getAccessor().invoke(verdict)) {
                case null -> null;
                case Enum<?> word -> word.name().toLowerCase(Locale.ROOT).replace('_', '-');
                case Endpoint endpoint -> endpoint.toString();
                case List<?> list -> String.join(", ", list.stream().map(String::valueOf).toList());
                case Double number -> Math.rint(number * 10) / 10;
                case Object other -> other;
            };
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("every record shows its parts", e);
        }
    }
}
