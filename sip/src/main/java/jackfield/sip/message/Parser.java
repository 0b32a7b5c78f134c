package jackfield.sip.message;

import jackfield.base.Parsed;
import java.util.Arrays;

/// Reads one whole SIP message (RFC 3261 section 7): lenient in what it takes, and what it gives is
/// valid: every typed reader of [Headers] works on it without a further check.
public final class Parser {
    /// How large a message may be. Whatever a stranger can make grow has a limit.
    ///
    /// @param bytes the whole message; 2^20 at most
    /// @param fields how many header fields
    /// @param fieldBytes one header field, folded lines together
    public record Limits(int bytes, int fields, int fieldBytes) {
        public Limits {
            if (bytes > Entries.MOST_BYTES) {
                throw new IllegalArgumentException("messages of " + bytes + " bytes");
            }
        }

        /// The largest datagram, more fields than any message needs, and a field that would fill
        /// several packets.
        public static final Limits USUAL = new Limits(65_535, 256, 8_192);
    }

    private final MessageScan scan;

    /// A parser to be used again and again by one thread: all it makes is the message.
    public Parser(Limits limits) {
        scan = new MessageScan(limits);
    }

    /// Reads the next message, as [#read(byte\[\])].
    public Reading next(byte[] bytes) {
        return scan.read(bytes);
    }

    /// Reads the message that `bytes` hold: a datagram, a WebSocket message, or what stream framing
    /// cut out. The message keeps the array: the caller hands it over. `Bad` names the header field
    /// that is wrong.
    public static Parsed<Message> parse(byte[] bytes) {
        return parsed(read(bytes));
    }

    /// Reads the message from index `from` up to `to` of `buffer`, which is copied out and may be
    /// used again.
    public static Parsed<Message> parse(byte[] buffer, int from, int to) {
        return parse(Arrays.copyOfRange(buffer, from, to));
    }

    /// As [#parse(byte\[\])], and tells how to answer a request that is malformed.
    public static Reading read(byte[] bytes) {
        return read(bytes, Limits.USUAL);
    }

    /// As [#read(byte\[\])], with other limits.
    public static Reading read(byte[] bytes, Limits limits) {
        return new MessageScan(limits).read(bytes);
    }

    /// What [#read] would say of a message that begins with `head` if `what` were wrong with it:
    /// for framing, which knows before the whole message is there.
    public static Reading.Malformed refuse(byte[] head, int status, String what) {
        return new MessageScan(Limits.USUAL).refuse(head, status, what);
    }

    private static Parsed<Message> parsed(Reading reading) {
        return switch (reading) {
            case Reading.Whole(Message message) -> new Parsed.Ok<>(message);
            case Reading.Malformed bad -> new Parsed.Bad<>(bad.what(), bad.got());
        };
    }
}
