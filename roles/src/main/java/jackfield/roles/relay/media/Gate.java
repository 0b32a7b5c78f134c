package jackfield.roles.relay.media;

/// Whether what a stream's peer sends goes on to others.
public enum Gate {
    /// It does.
    OPEN,
    /// It goes nowhere. Taps still hear it.
    BLOCKED,
    /// Silence goes in its place. Taps still hear it.
    SILENCED
}
