package jackfield.media.jitter;

/// What became of a packet that came.
public enum Arrival {
    /// It is the next one: use it now. It was not kept.
    NEXT,
    /// It is the first of a source, or of one that began anew: use it now. It was not kept, and
    /// what waited is gone.
    FIRST,
    /// It waits.
    HELD,
    /// It came after its time.
    LATE,
    /// It came before.
    DOUBLE,
    /// It is far from the others and no other has followed yet.
    STRAY
}
