package jackfield.roles.sbc;

/// What an operator may change about who is let in.
///
/// @param outsideCallers true to let callers from other domains, whom nobody here knows, call local
///   users; false refuses them
/// @param wrongPasswordsPerMinute how many one address may send, for all users together, before its
///   passwords are no longer looked at
public record AdmissionPolicy(boolean outsideCallers, int wrongPasswordsPerMinute) {
    /// Only our own users may call; 20 wrong passwords.
    public static final AdmissionPolicy DEFAULT = new AdmissionPolicy(false, 20);
}
