package jackfield.roles.forwarding;

/// Where the calls of one user go. A target is a user (`bob`, `bob@example.org`), a number or a
/// URI; empty for none.
///
/// @param always every call, without ringing here
/// @param busy a call that finds the user busy
/// @param noAnswer a call that nobody answers
/// @param afterSeconds how long it rings before that
/// @param offline a call that finds no device
public record Forwarding(
        String always, String busy, String noAnswer, int afterSeconds, String offline) {
    /// Calls stay where they are.
    public static final Forwarding NONE = new Forwarding("", "", "", 20, "");

    /// The longest target.
    public static final int LONGEST = 256;

    /// True where no call goes elsewhere.
    public boolean isOff() {
        return always.isEmpty() && busy.isEmpty() && noAnswer.isEmpty() && offline.isEmpty();
    }
}
