package jackfield.rtc.ice;

/// How much of ICE an agent does (RFC 8445 section 2.5).
public enum IceMode {
    /// Checks its own paths: knows that the peer hears it, and has its consent.
    FULL,
    /// Only answers; the peer does the work.
    LITE
}
