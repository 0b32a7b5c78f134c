package jackfield.server.api;

import org.jspecify.annotations.Nullable;

/// Reads the parameters of a query, which strangers write.
final class Query {
    private Query() {}

    /// The number, `otherwise` where it is none, `most` at most.
    static int number(@Nullable String text, int otherwise, int most) {
        return text != null && text.matches("\\d{1,9}")
                ? Math.min(Integer.parseInt(text), most)
                : Math.min(otherwise, most);
    }

    /// The moment in ms since 1970: an ISO instant, or an age such as `90s`, `15m`, `1h`, `7d`
    /// before `nowMs`; `otherwise` where it is neither.
    static long moment(@Nullable String text, long nowMs, long otherwise) {
        if (text == null) {
            return otherwise;
        }
        if (text.matches("\\d{1,6}[smhd]")) {
            long count = Long.parseLong(text.substring(0, text.length() - 1));
            long unit =
                    switch (text.charAt(text.length() - 1)) {
                        case 's' -> 1_000L;
                        case 'm' -> 60_000L;
                        case 'h' -> 3_600_000L;
                        default -> 86_400_000L;
                    };
            return nowMs - count * unit;
        }
        try {
            return java.time.Instant.parse(text).toEpochMilli();
        } catch (java.time.DateTimeException notATime) {
            return otherwise;
        }
    }
}
