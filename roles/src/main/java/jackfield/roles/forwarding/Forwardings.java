package jackfield.roles.forwarding;

import jackfield.roles.location.AddressOfRecord;

/// Who forwards calls. Asked on the signalling shard: it answers from memory.
@FunctionalInterface
public interface Forwardings {
    /// Nobody does.
    Forwardings NONE = _ -> Forwarding.NONE;

    /// What this user wants.
    Forwarding of(AddressOfRecord user);
}
