package jackfield.roles.trace;

import java.util.List;

/// The messages of one Call-ID that are kept.
///
/// @param callId the Call-ID
/// @param kind what it turned out to be
/// @param messages in the order they came and went
/// @param dropped how many between the first ones and the last ones were not kept
public record CallTrace(String callId, Kind kind, List<TracedMessage> messages, long dropped) {
    /// What a trace is of; each kind is bounded apart, so that registrations and strangers can't
    /// push calls out.
    public enum Kind {
        /// A call that somebody was let in with: an INVITE went on, or was answered here.
        CALL,
        /// An INVITE that was refused, or not let in yet.
        ATTEMPT,
        /// Everything else: registrations, OPTIONS, MESSAGE.
        OTHER
    }

    public CallTrace {
        messages = List.copyOf(messages);
    }

    /// When the first message came or went.
    public long began() {
        return messages.getFirst().at();
    }

    /// When the last one did.
    public long last() {
        return messages.getLast().at();
    }
}
