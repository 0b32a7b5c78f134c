package jackfield.sip.message;

import jackfield.base.Endpoint;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// When two SIP URIs are the same (RFC 3261 section 19.1.4).
final class UriEquality {
    /// Parameters that must stand in both or in neither.
    private static final List<String> NEVER_IGNORED =
            List.of("transport", "user", "method", "ttl", "maddr");

    private UriEquality() {}

    static boolean same(SipUri a, SipUri b) {
        return a.secure() == b.secure()
                && sameUser(a.user(), b.user())
                && sameHost(a.host(), b.host())
                && a.port() == b.port()
                && sameParameters(a.parameters(), b.parameters())
                && headers(a.query()).equals(headers(b.query()));
    }

    private static boolean sameUser(@Nullable String a, @Nullable String b) {
        if (a == null || b == null) {
            return a == null && b == null;
        }
        return a.equals(b) || Escapes.undo(a).equals(Escapes.undo(b));
    }

    private static boolean sameHost(String a, String b) {
        if (a.equalsIgnoreCase(b)) {
            return true;
        }
        Endpoint address = a.startsWith("[") ? Endpoint.literal(a, 0) : null;
        return address != null && address.equals(Endpoint.literal(b, 0));
    }

    private static boolean sameParameters(Parameters a, Parameters b) {
        for (Parameters.Entry entry : a.entries()) {
            String other = b.get(Escapes.undo(entry.name()));
            String value = entry.value() == null ? "" : entry.value();
            if (other != null && !Escapes.undo(other).equalsIgnoreCase(Escapes.undo(value))) {
                return false;
            }
        }
        for (String name : NEVER_IGNORED) {
            if (a.has(name) != b.has(name)) {
                return false;
            }
        }
        return true;
    }

    /// The header fields of a URI in one order, names in lower case.
    private static List<String> headers(@Nullable String query) {
        if (query == null) {
            return List.of();
        }
        return List.of(query.split("&")).stream()
                .map(field -> {
                    int equals = Math.max(field.indexOf('='), 0);
                    return field.substring(0, equals).toLowerCase(Locale.ROOT)
                            + Escapes.undo(field.substring(equals));
                })
                .sorted()
                .toList();
    }
}
