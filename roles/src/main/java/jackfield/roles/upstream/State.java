package jackfield.roles.upstream;

/// Where a registration at a registrar stands.
public enum State {
    /// There is none.
    UNREGISTERED,
    /// A REGISTER is on its way.
    REGISTERING,
    /// The registrar asks for a password, and has not had it yet.
    CHALLENGED,
    /// It is good.
    REGISTERED,
    /// It is good, and a REGISTER is on its way to keep it so.
    REFRESHING,
    /// It was refused, or nobody answered.
    FAILED
}
