package jackfield.roles.p2p;

import jackfield.base.Flow;

/// What `/signal` wants done.
public sealed interface SignalOutput {
    /// Send one message.
    record Send(Flow flow, String text) implements SignalOutput {}

    /// Close a connection behind what was sent.
    ///
    /// @param code why, as a WebSocket says it (4000 and above are ours)
    record Close(Flow flow, int code, String reason) implements SignalOutput {}

    /// A call is for somebody none of whose devices is there: who can wake one, should.
    ///
    /// @param fromName as the caller wants to be called
    record Wanted(String user, String from, String fromName, String callId, boolean video)
            implements SignalOutput {}

    /// Something for the log.
    ///
    /// @param callId empty where it is about no call
    record Log(String callId, String text) implements SignalOutput {}
}
