package jackfield.server.recording;

/// What a recording is written as.
public enum RecordingFormat {
    /// One WAV file: the caller left, the callee right.
    WAV,
    /// One Ogg Opus file for each side that speaks Opus, as it came; a WAV file for one that does
    /// not.
    OGG,
    /// A capture of the packets, without their encryption.
    PCAP
}
