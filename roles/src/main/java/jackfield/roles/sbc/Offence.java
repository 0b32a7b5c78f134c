package jackfield.roles.sbc;

/// What a stranger may do that counts against its address, and how much: [Bans#LIMIT] points lead
/// to a ban, and five points are forgiven each second.
public enum Offence {
    /// A program that calls itself a scanner.
    SCANNER(1000, "a scanner by its User-Agent"),
    /// A user that does not exist, and that this source has not named lately: an unknown name on a
    /// phone that was set up wrongly is one name, a scan is many.
    UNKNOWN_USER(40, "tries names of users"),
    /// The same unknown user again.
    UNKNOWN_USER_AGAIN(2, "tries names of users"),
    /// A password that was looked at and is wrong.
    WRONG_PASSWORD(20, "guesses passwords"),
    /// A password that was not looked at, because too many before it were wrong.
    GUESSING(3, "guesses passwords"),
    /// What cannot be read as SIP.
    MALFORMED(10, "sends what is no SIP"),
    /// A request more than the source may send.
    FLOOD(1, "sends too many requests");

    private final int points;
    private final String words;

    Offence(int points, String words) {
        this.points = points;
        this.words = words;
    }

    int points() {
        return points;
    }

    /// For people: the reason of a ban.
    public String words() {
        return words;
    }
}
