package jackfield.roles.proxy;

/// How an attempt to reach somebody ended, other than by a 2xx: what decides whether the next one
/// in a [TargetSet] is tried.
public enum Outcome {
    /// Somebody is there and has no time: 486, 600.
    BUSY,
    /// It rang for as long as it may, or 408 after a sign of life.
    NO_ANSWER,
    /// Nobody could be asked: no response, no way, 480, 404, 410, 430.
    UNREACHABLE,
    /// The server has trouble: 500 to 599, or it did not respond at all.
    FAILED,
    /// Somebody said no: 603 and every other refusal.
    REFUSED
}
