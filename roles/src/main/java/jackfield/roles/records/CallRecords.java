package jackfield.roles.records;

/// Takes the record of each call that is over, once, on the signalling shard's thread. It must
/// return at once. The relay still knows the call's media when it is called.
@FunctionalInterface
public interface CallRecords {
    /// Keeps nothing.
    CallRecords NONE = record -> {};

    /// A call, or an attempt to make one, has ended.
    void ended(CallRecord record);
}
