package jackfield.roles.forwarding;

import jackfield.base.Parsed;
import jackfield.sip.message.SipUri;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the calls of one user go, and whether it wants any. A target is a user (`bob`,
/// `bob@example.org`), a number or a URI; empty for none.
///
/// @param always every call, without ringing here
/// @param busy a call that finds the user busy
/// @param noAnswer a call that nobody answers
/// @param afterSeconds how long it rings before that
/// @param offline a call that finds no device
/// @param quiet the user is not to be disturbed: no device rings, and calls go where they go when
///   it is busy
public record Forwarding(
        String always,
        String busy,
        String noAnswer,
        int afterSeconds,
        String offline,
        boolean quiet) {
    /// Calls stay where they are.
    public static final Forwarding NONE = new Forwarding("", "", "", 20, "");

    /// The longest target.
    public static final int LONGEST = 256;

    /// Of a user who may be disturbed.
    public Forwarding(
            String always, String busy, String noAnswer, int afterSeconds, String offline) {
        this(always, busy, noAnswer, afterSeconds, offline, false);
    }

    /// True where no call goes elsewhere.
    public boolean isOff() {
        return always.isEmpty() && busy.isEmpty() && noAnswer.isEmpty() && offline.isEmpty();
    }

    /// True where the user wants nothing at all.
    public boolean isNone() {
        return isOff() && !quiet;
    }

    /// The same, and the user is to be disturbed or not.
    public Forwarding quiet(boolean on) {
        return new Forwarding(always, busy, noAnswer, afterSeconds, offline, on);
    }

    /// True where what becomes of a call is known only when the user's devices have rung.
    public boolean isAfterRinging() {
        return !busy.isEmpty() || !noAnswer.isEmpty();
    }

    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9._+*#-]{1,64}(@[A-Za-z0-9][A-Za-z0-9.-]{0,252})?");

    private static final int LONGEST_RING = 600;

    /// What is wrong with it, in words; null where nothing is.
    public @Nullable String problem() {
        for (String target : List.of(always, busy, noAnswer, offline)) {
            if (!target.isEmpty() && !isTarget(target)) {
                return "\""
                        + target
                        + "\" is no target: write a user, a number or a SIP URI, like bob,"
                        + " 0049301234 or sip:bob@example.net";
            }
        }
        return afterSeconds < 1 || afterSeconds > LONGEST_RING
                ? "it may ring from 1 to " + LONGEST_RING + " seconds, not " + afterSeconds
                : null;
    }

    private static boolean isTarget(String target) {
        if (target.length() > LONGEST) {
            return false;
        }
        return target.startsWith("sip:") || target.startsWith("sips:")
                ? SipUri.parse(target) instanceof Parsed.Ok<SipUri>
                : NAME.matcher(target).matches();
    }
}
