package jackfield.rtc.ice;

import jackfield.base.Endpoint;

/// What an [IceAgent] wants done or known.
public sealed interface IceOutput {
    /// A datagram to send.
    ///
    /// @param bytes a STUN message; handed over
    /// @param local the socket to send it from
    /// @param remote where to
    @SuppressWarnings("ArrayRecordComponent") // a datagram on its way out, never compared
    record Send(byte[] bytes, Endpoint local, Endpoint remote) implements IceOutput {}

    /// The agent is in another state now.
    record StateChanged(IceState state) implements IceOutput {}

    /// From now on data goes from `local` to `remote`.
    record Selected(Endpoint local, Endpoint remote) implements IceOutput {}

    /// The peer did not renew its consent on the selected pair for 30 s: nothing may be sent there
    /// any more (RFC 7675 section 5.1).
    record ConsentLost(Endpoint local, Endpoint remote) implements IceOutput {}
}
