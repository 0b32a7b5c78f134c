package jackfield.sip.event;

import jackfield.base.Parsed;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The Subscription-State of a NOTIFY (RFC 6665 section 4.1.3).
///
/// @param state `active`, `pending`, `terminated`, or a word of an extension, in lower case
/// @param expires seconds left; -1 where it is not said
/// @param reason why it ended, in lower case; null where it is not said
/// @param retryAfter seconds to wait before another try; -1 where it is not said
public record SubscriptionState(
        String state, long expires, @Nullable String reason, long retryAfter) {
    /// Active, with so many seconds left.
    public static SubscriptionState active(long expires) {
        return new SubscriptionState("active", expires, null, -1);
    }

    /// Waiting for somebody's consent.
    public static SubscriptionState pending(long expires) {
        return new SubscriptionState("pending", expires, null, -1);
    }

    /// Over, and why: `timeout`, `deactivated`, `noresource`, `rejected`, `giveup`.
    public static SubscriptionState terminated(String reason) {
        return new SubscriptionState("terminated", -1, reason, -1);
    }

    /// Reads `active;expires=60`.
    public static Parsed<SubscriptionState> parse(String text) {
        String[] parts = text.strip().split(";", -1);
        String state = parts[0].strip().toLowerCase(Locale.ROOT);
        if (!state.matches("[a-z0-9.!%*_+`'~-]{1,64}")) {
            return new Parsed.Bad<>("Subscription-State", text);
        }
        long expires = -1;
        long retryAfter = -1;
        String reason = null;
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String name = equals < 0 ? "" : parts[i].substring(0, equals).strip();
            String value = parts[i].substring(equals + 1).strip();
            switch (name.toLowerCase(Locale.ROOT)) {
                case "expires" -> expires = seconds(value);
                case "retry-after" -> retryAfter = seconds(value);
                case "reason" -> reason = value.toLowerCase(Locale.ROOT);
                default -> {
                    // means nothing here
                }
            }
        }
        return new Parsed.Ok<>(new SubscriptionState(state, expires, reason, retryAfter));
    }

    private static long seconds(String text) {
        return text.matches("\\d{1,10}") ? Long.parseLong(text) : -1;
    }

    /// True where no further NOTIFY comes.
    public boolean isTerminated() {
        return state.equals("terminated");
    }

    /// As on the wire.
    @Override
    public String toString() {
        return state
                + (expires < 0 ? "" : ";expires=" + expires)
                + (reason == null ? "" : ";reason=" + reason)
                + (retryAfter < 0 ? "" : ";retry-after=" + retryAfter);
    }
}
