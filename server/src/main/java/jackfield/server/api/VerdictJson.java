package jackfield.server.api;

import jackfield.base.Endpoint;
import jackfield.roles.relay.media.Verdict;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a verdict on media names, for those who say it in another language: the parts of its record
/// by name, `{"peer":"phone","told":"192.0.2.1:30000"}`.
final class VerdictJson {
    private VerdictJson() {}

    static Map<String, Object> facts(Verdict verdict) {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (RecordComponent part : verdict.getClass().getRecordComponents()) {
            Object value = value(part, verdict);
            if (value != null) {
                facts.put(part.getName(), value);
            }
        }
        return facts;
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
