package jackfield.roles.p2p;

import jackfield.base.Flow;
import jackfield.roles.records.CallRecord;
import jackfield.roles.records.SaidSide;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /// A call between pages has begun.
    record Began(SignalCallView call) implements SignalOutput {}

    /// A call between pages is further.
    record Changed(SignalCallView call) implements SignalOutput {}

    /// A call between pages is over. Those that SIP had a part in are its to tell of, unless a page
    /// took them.
    ///
    /// @param callId as its maker named it
    /// @param caller a user
    /// @param callee a user, or what the caller wrote
    /// @param source where the caller was: `wss 192.0.2.7:40112`
    /// @param destination where the one was who took it; null where nobody did
    /// @param said what its pages have said of its media
    record Ended(
            String callId,
            String caller,
            String callee,
            String source,
            @Nullable String destination,
            CallRecord.Times times,
            CallRecord.Ending ending,
            List<SaidSide> said)
            implements SignalOutput {}

    /// Something for the log.
    ///
    /// @param callId empty where it is about no call
    record Log(String callId, String text) implements SignalOutput {}
}
