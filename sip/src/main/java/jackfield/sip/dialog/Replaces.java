package jackfield.sip.dialog;

import jackfield.base.Parsed;
import java.util.Locale;

/// The dialog that a new one takes the place of (RFC 3891).
///
/// @param callId its Call-ID
/// @param toTag the tag of the one who is asked to replace it
/// @param fromTag the tag of its peer
/// @param earlyOnly true to replace it only while it is early
public record Replaces(String callId, String toTag, String fromTag, boolean earlyOnly) {
    /// The state of the dialog that was found.
    public enum Found {
        /// There is none.
        NOTHING,
        /// It is early, and the one who is asked sent its INVITE.
        EARLY_OURS,
        /// It is early, and the one who is asked was called.
        EARLY_THEIRS,
        /// It is confirmed.
        CONFIRMED,
        /// It is over.
        TERMINATED
    }

    /// Reads a Replaces header field, or the value of one in a Refer-To once its escapes are
    /// undone.
    public static Parsed<Replaces> parse(String text) {
        String[] parts = text.strip().split(";", -1);
        String to = "";
        String from = "";
        boolean early = false;
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            int equals = part.indexOf('=');
            String name = (equals < 0 ? part : part.substring(0, equals)).strip();
            String value = equals < 0 ? "" : part.substring(equals + 1).strip();
            switch (name.toLowerCase(Locale.ROOT)) {
                case "to-tag" -> {
                    if (!to.isEmpty()) {
                        return new Parsed.Bad<>("Replaces", text);
                    }
                    to = value;
                }
                case "from-tag" -> {
                    if (!from.isEmpty()) {
                        return new Parsed.Bad<>("Replaces", text);
                    }
                    from = value;
                }
                case "early-only" -> early = true;
                default -> {
                    // unknown parameters mean nothing
                }
            }
        }
        String callId = parts[0].strip();
        return callId.isEmpty() || to.isEmpty() || from.isEmpty()
                ? new Parsed.Bad<>("Replaces", text)
                : new Parsed.Ok<>(new Replaces(callId, to, from, early));
    }

    /// The dialog it names, seen from the one who is asked. A tag of `0` also stands for none (RFC
    /// 3891 section 3).
    public DialogId dialog() {
        return new DialogId(callId, toTag, fromTag);
    }

    /// What to answer to an INVITE with this Replaces (section 3): 200 where it may take the
    /// dialog's place, 481 where there is nothing to replace, 486 where the dialog is confirmed and
    /// only an early one may be replaced, 603 where it is over.
    public int judge(Found found) {
        return switch (found) {
            case NOTHING, EARLY_THEIRS -> 481;
            case TERMINATED -> 603;
            case EARLY_OURS -> 200;
            case CONFIRMED -> earlyOnly ? 486 : 200;
        };
    }

    /// As on the wire.
    @Override
    public String toString() {
        return callId
                + ";to-tag="
                + toTag
                + ";from-tag="
                + fromTag
                + (earlyOnly ? ";early-only" : "");
    }
}
