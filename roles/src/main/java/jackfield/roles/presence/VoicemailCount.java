package jackfield.roles.presence;

import jackfield.roles.location.AddressOfRecord;

/// How many voice messages a user has (RFC 3842). A node without voicemail has [#NONE]. Called on
/// the signalling shard's thread; it must answer at once.
@FunctionalInterface
public interface VoicemailCount {
    /// Nobody has any.
    VoicemailCount NONE = _ -> new Counts(0, 0);

    /// @param fresh those not heard yet
    /// @param old those heard
    record Counts(int fresh, int old) {}

    /// The messages of `user`.
    Counts of(AddressOfRecord user);
}
