package jackfield.roles.relay;

/// Whether voices are translated, and at what price.
///
/// @param on whether a call whose parties have no codec in common is translated; what a controller
///   asks for is done anyway
/// @param opusComplexity 0 to 10, of our Opus encoders; less where many run
public record TranscodeSettings(boolean on, int opusComplexity) {
    /// The usual ones.
    public static final TranscodeSettings DEFAULT = new TranscodeSettings(true, 5);
}
