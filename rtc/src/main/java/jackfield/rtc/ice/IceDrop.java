package jackfield.rtc.ice;

/// Why an agent paid no attention to a STUN message. Counted; never answered, so that nobody can
/// use us to reach someone else.
public enum IceDrop {
    /// Not a Binding message.
    NOT_BINDING,
    /// A request whose USERNAME does not begin with a ufrag of ours.
    UNKNOWN_USER,
    /// A request or response without the right MESSAGE-INTEGRITY.
    UNAUTHENTICATED,
    /// A response to no request of ours, or one that came too late.
    UNKNOWN_TRANSACTION,
    /// A response that is an error, has no address in it, or came from elsewhere than it should.
    USELESS_RESPONSE,
    /// It came in on a socket the agent does not know.
    UNKNOWN_BASE,
    /// It wanted one pair more than an agent keeps.
    TOO_MANY_PAIRS
}
