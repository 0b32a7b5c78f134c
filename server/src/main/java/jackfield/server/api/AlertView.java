package jackfield.server.api;

import java.util.Map;

/// Something an operator should know now.
///
/// @param code one word for machines, which never changes: `certificate`, `database`
/// @param severity `bad` where calls suffer, `warn` where they will
/// @param text what it is and what to do, in English
/// @param facts what the text names, for those who say it in another language: `name`, `days`
/// @param since ms since 1970
public record AlertView(
        String code, String severity, String text, Map<String, String> facts, long since) {
    public AlertView {
        facts = Map.copyOf(facts);
    }
}
