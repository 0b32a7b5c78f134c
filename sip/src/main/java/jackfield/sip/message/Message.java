package jackfield.sip.message;

/// A SIP message (RFC 3261 section 7). Messages do not change; the next one is derived.
public sealed interface Message permits Request, Response {
    /// The header fields, in their order on the wire.
    Headers headers();

    /// The body as bytes; [Body#NONE] where there is none.
    Body body();
}
