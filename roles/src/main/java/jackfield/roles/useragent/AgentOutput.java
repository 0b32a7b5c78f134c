package jackfield.roles.useragent;

import jackfield.base.Flow;
import jackfield.roles.location.Binding;
import jackfield.roles.transactionuser.CallLog;
import java.util.function.Consumer;

/// What the user agent wants done.
public sealed interface AgentOutput {
    /// Give one message to the node's signalling, as if it came in on `flow`.
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
    record Send(Flow flow, byte[] bytes) implements AgentOutput {}

    /// A user is to be found here from now on.
    record Place(Binding binding) implements AgentOutput {}

    /// A user is no longer to be found here.
    record Withdraw(Binding binding) implements AgentOutput {}

    /// Something for the asker of calls to know.
    record Tell(Consumer<SipCalls.Events> event) implements AgentOutput {}

    /// A line for the log.
    ///
    /// @param callId the call it is about
    record Log(String callId, CallLog.Level level, String text) implements AgentOutput {}
}
