package jackfield.roles.transactionuser;

/// Where signalling writes a line about a call. Lines carry no body, no credential and no token.
@FunctionalInterface
public interface CallLog {
    /// How much a line matters.
    enum Level {
        /// For one who looks for a fault.
        DEBUG,
        /// The story of a call.
        INFO,
        /// Something is wrong and somebody should know.
        WARN
    }

    /// One line.
    ///
    /// @param callId the Call-ID, empty where none is known
    void line(String callId, Level level, String text);
}
