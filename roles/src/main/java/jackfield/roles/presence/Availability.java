package jackfield.roles.presence;

import org.jspecify.annotations.Nullable;

/// How a user is to be reached, from all that is known of it.
///
/// @param state in one word
/// @param note in the user's own words; empty for none
public record Availability(State state, String note) {
    /// In one word, the strongest first.
    public enum State {
        /// No device is there, or the user wants it to seem so.
        OFFLINE("", ""),
        /// It does not want to be called.
        DO_NOT_DISTURB("busy", "Do not disturb"),
        /// It is in a call.
        ON_THE_PHONE("on-the-phone", "On the phone"),
        /// It may not answer.
        AWAY("away", "Away"),
        /// It can be called.
        ONLINE("", "");

        /// The activity of RFC 4480; empty for none.
        final String activity;

        final String words;

        State(String activity, String words) {
            this.activity = activity;
            this.words = words;
        }
    }

    /// Composes what is known.
    ///
    /// @param registered a device of the user is there
    /// @param talking it calls somebody or is in a call
    /// @param quiet it has told the node that it is not to be disturbed
    /// @param said what it published last; null for nothing
    static Availability of(
            boolean registered, boolean talking, boolean quiet, @Nullable Published said) {
        String note = said == null ? "" : said.note();
        if (!registered || said != null && !said.open()) {
            return new Availability(State.OFFLINE, note);
        }
        if (quiet || said != null && !said.disturb()) {
            return new Availability(State.DO_NOT_DISTURB, note);
        }
        if (talking) {
            return new Availability(State.ON_THE_PHONE, note);
        }
        return new Availability(said != null && said.away() ? State.AWAY : State.ONLINE, note);
    }
}
