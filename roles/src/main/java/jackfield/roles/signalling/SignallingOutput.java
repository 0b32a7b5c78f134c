package jackfield.roles.signalling;

import jackfield.base.Flow;
import jackfield.roles.transactionuser.CallLog;

/// What signalling wants done.
public sealed interface SignallingOutput {
    /// Put one message on a flow. Where it turns out to be gone, tell [SignallingCore#flowLost].
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way out, never compared
    record Send(Flow flow, byte[] bytes) implements SignallingOutput {}

    /// A line for the log.
    ///
    /// @param callId the call it is about, empty for none
    record Log(String callId, CallLog.Level level, String text) implements SignallingOutput {}
}
