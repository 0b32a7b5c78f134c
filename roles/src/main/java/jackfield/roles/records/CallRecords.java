package jackfield.roles.records;

/// Takes the record of each call that is over, once, and hears of calls before that; on the
/// signalling shard's thread. It must return at once. The relay still knows the call's media when
/// its end is told.
@FunctionalInterface
public interface CallRecords {
    /// Keeps nothing.
    CallRecords NONE = record -> {};

    /// A call, or an attempt to make one, has ended.
    void ended(CallRecord record);

    /// A call has begun: its INVITE came and was not refused at once.
    ///
    /// @param callId its Call-ID
    /// @param from the caller's URI
    /// @param to the URI that was called
    /// @param began when (ns)
    default void began(String callId, String from, String to, long began) {}

    /// A call is in another state now: `ringing`, `answered`.
    default void changed(String callId, String state) {}
}
