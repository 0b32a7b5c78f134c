package jackfield.roles.proxy;

/// How an attempt to reach somebody ended, other than by a 2xx: what decides whether the next one
/// in a [TargetSet] is tried. Of several ends in one attempt the first in this order counts: what a
/// person did says more than what a device or a server could not do.
public enum Outcome {
    /// Somebody is there and has no time: 486, 600.
    BUSY,
    /// It rang for as long as it may, or 408 or 480 after a sign of life.
    NO_ANSWER,
    /// Somebody said no: 603 and every other refusal, a redirection too.
    REFUSED,
    /// The server has trouble: 500 to 599, or a server outside did not respond at all.
    FAILED,
    /// Nobody could be asked: no response of a user's device, no way to it, 480, 404, 410, 430.
    UNREACHABLE;

    /// What a final response says.
    ///
    /// @param status 300 to 699
    /// @param alive true where there was a sign of life before it
    /// @param user true for a device of a user of ours, false for a place outside
    static Outcome of(int status, boolean alive, boolean user) {
        return switch (status) {
            case 486, 600 -> BUSY;
            case 408 -> alive ? NO_ANSWER : user ? UNREACHABLE : FAILED;
            case 480 -> alive ? NO_ANSWER : UNREACHABLE;
            case 404, 410, 430 -> UNREACHABLE;
            default -> status / 100 == 5 ? FAILED : REFUSED;
        };
    }
}
