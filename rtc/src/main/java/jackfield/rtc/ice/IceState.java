package jackfield.rtc.ice;

/// Where an agent is, in the words of the browsers' API.
public enum IceState {
    /// The peer's credentials are not known yet.
    NEW,
    /// There is no selected pair yet.
    CHECKING,
    /// There is a selected pair, and the peer consents.
    CONNECTED,
    /// The peer's consent ran out (RFC 7675); another path or a restart may follow.
    DISCONNECTED,
    /// No pair works. A check from the peer revives the agent.
    FAILED,
    /// Closed by its owner.
    CLOSED
}
