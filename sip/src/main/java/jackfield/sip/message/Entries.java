package jackfield.sip.message;

/// One header field of a message, in 32 bits: where its value begins in the message's bytes, or
/// which of our own fields it is.
///
/// ```
/// |0| name (10) |as written (1)| where the value begins (20) |      on the wire
/// |1| which of our own fields (31)                           |      ours
/// ```
///
/// The name is [HeaderName#id()], 0 for a name we do not know. `As written` marks a line that the
/// writer would write byte for byte the same. Where the value ends is not kept: it is the end of
/// the line.
final class Entries {
    /// The largest message whose fields can be pointed at.
    static final int MOST_BYTES = 1 << 20;

    /// How many names can have an id.
    static final int MOST_NAMES = 1 << 10;

    private static final int PLACE = MOST_BYTES - 1;
    private static final int AS_WRITTEN = 1 << 20;
    private static final int NAME_SHIFT = 21;
    private static final int OWN = 1 << 31;

    private Entries() {}

    static int wire(int name, boolean asWritten, int from) {
        return name << NAME_SHIFT | (asWritten ? AS_WRITTEN : 0) | from;
    }

    /// The same field with its value beginning further on, behind values that were taken off.
    static int movedTo(int entry, int from) {
        return entry & ~(PLACE | AS_WRITTEN) | from;
    }

    static int own(int which) {
        return OWN | which;
    }

    static boolean isOwn(int entry) {
        return entry < 0;
    }

    static int which(int entry) {
        return entry & ~OWN;
    }

    static int name(int entry) {
        return entry >>> NAME_SHIFT;
    }

    static int from(int entry) {
        return entry & PLACE;
    }

    static boolean isAsWritten(int entry) {
        return (entry & AS_WRITTEN) != 0;
    }

    /// Where the value of a field on the wire ends: the line without the blanks at its end.
    static int to(byte[] in, int entry) {
        int from = from(entry);
        return Octets.trimEnd(in, from, Octets.lineBreak(in, from, in.length));
    }

    /// Where the line of a field on the wire begins.
    static int line(byte[] in, int entry) {
        int at = from(entry);
        while (at > 0 && in[at - 1] != '\n') {
            at--;
        }
        return at;
    }
}
