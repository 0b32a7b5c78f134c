package jackfield.roles.sbc;

import jackfield.roles.location.AddressOfRecord;

/// Who is a user here. Asked on the signalling shard: it answers from memory.
@FunctionalInterface
public interface Users {
    /// True where the user exists, registered or not.
    boolean exists(AddressOfRecord aor);
}
