package jackfield.server.kamailio;

/// What the operator should know about the translation.
///
/// @param kind what sort of news it is
/// @param line the line of the configuration it is about; 0 for none
/// @param text for people
public record Note(Kind kind, int line, String text) {
    /// What sort of news a note is.
    public enum Kind {
        /// Works here without a setting.
        BUILT_IN,
        /// Was not taken over: somebody has to decide.
        LEFT_OUT
    }
}
