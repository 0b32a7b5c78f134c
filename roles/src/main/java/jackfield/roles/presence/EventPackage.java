package jackfield.roles.presence;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What can be subscribed to.
enum EventPackage {
    /// RFC 3856.
    PRESENCE("presence", "application/pidf+xml"),
    /// RFC 4235: busy lamps.
    DIALOG("dialog", "application/dialog-info+xml"),
    /// RFC 3842: messages waiting; of oneself only.
    MESSAGE_SUMMARY("message-summary", "application/simple-message-summary");

    /// What Allow-Events says.
    static final String ALL = "presence, dialog, message-summary";

    final String token;
    final String type;

    EventPackage(String token, String type) {
        this.token = token;
        this.type = type;
    }

    /// The package that an Event header field names, its parameters aside; null for any other.
    static @Nullable EventPackage of(@Nullable String event) {
        String said = event == null ? "" : event.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        for (EventPackage each : values()) {
            if (each.token.equals(said)) {
                return each;
            }
        }
        return null;
    }

    /// True where somebody who accepts `accept` can read it: an empty Accept means the package's
    /// own type (RFC 6665 section 3.1.3).
    boolean isAccepted(java.util.List<String> accept) {
        if (accept.isEmpty()) {
            return true;
        }
        for (String range : accept) {
            String bare = range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            if (bare.equals(type) || bare.equals("*/*") || bare.equals("application/*")) {
                return true;
            }
        }
        return false;
    }
}
