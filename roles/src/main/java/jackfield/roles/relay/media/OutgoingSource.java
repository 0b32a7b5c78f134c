package jackfield.roles.relay.media;

/// One source that goes out on a stream: its numbers, and how often it has told its stream's name.
final class OutgoingSource {
    /// So many packets tell the name: until the peer's ears, DTLS and ICE are surely there.
    private static final int FIRST = 128;

    /// After that one in so many does, for who joins or forgets.
    private static final int SELDOM = 64;

    final OutgoingSequence numbers = new OutgoingSequence();
    private int packets;

    /// True where the packet that goes out now has to tell which stream it belongs to (RFC 9143
    /// section 15: until the peer knows, and it never says when that is).
    boolean tells() {
        int before = packets;
        boolean seldom = before == FIRST + SELDOM - 1;
        packets = seldom ? FIRST : before + 1;
        return before < FIRST || seldom;
    }

    /// Begins to tell anew: the name has changed.
    void again() {
        packets = 0;
    }
}
