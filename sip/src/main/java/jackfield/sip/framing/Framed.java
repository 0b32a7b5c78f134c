package jackfield.sip.framing;

import jackfield.sip.message.Response;
import org.jspecify.annotations.Nullable;

/// What framing finds in a connection's bytes.
public sealed interface Framed {
    /// One whole SIP message, for [jackfield.sip.message.Parser#read], which may keep the array.
    @SuppressWarnings("ArrayRecordComponent") // handed over, and never compared
    record Message(byte[] bytes) implements Framed {}

    /// The peer asks whether we live: answer [#pong()] (RFC 5626 section 4.4.1).
    record Ping() implements Framed {}

    /// The peer lives, or sent an empty line for no reason.
    record Pong() implements Framed {}

    /// Nothing on this connection can be understood any more: send the answer where there is one,
    /// then close it.
    ///
    /// @param what what was wrong, in the protocol's word: `Content-Length`
    /// @param answer the response to the request that broke it; null where it is none that can be
    ///   answered
    record Broken(String what, @Nullable Response answer) implements Framed {}

    /// What answers a [Ping]: one CRLF.
    static byte[] pong() {
        return new byte[] {'\r', '\n'};
    }

    /// What asks a peer whether it lives: two CRLFs, between messages.
    static byte[] ping() {
        return new byte[] {'\r', '\n', '\r', '\n'};
    }
}
