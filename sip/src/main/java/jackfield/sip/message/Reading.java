package jackfield.sip.message;

import org.jspecify.annotations.Nullable;

/// What [Parser#read] makes of a stranger's bytes.
public sealed interface Reading {
    /// A valid message.
    record Whole(Message message) implements Reading {}

    /// Not a valid message.
    ///
    /// @param status what a request like this is answered with: 400, 505 or 513
    /// @param what the part that is wrong: a header field's name, `Request-URI`, `SIP version`
    /// @param got what stood there, for a log
    /// @param answer the response to send back to where the bytes came from, without a transaction
    ///   (RFC 3261 section 8.2.7), with a reason phrase that names what is wrong. Its top Via can
    ///   be read; From, To, Call-ID and CSeq are as they came, if they came. Null where there is
    ///   nobody to answer: a response, an ACK, no usable Via.
    record Malformed(int status, String what, String got, @Nullable Response answer)
            implements Reading {}
}
