package jackfield.roles.sbc;

/// What an operator may change about who is let in.
///
/// @param outsideCallers true to let callers from other domains, whom nobody here knows, call local
///   users; false refuses them
public record AdmissionPolicy(boolean outsideCallers) {
    /// Only our own users may call.
    public static final AdmissionPolicy DEFAULT = new AdmissionPolicy(false);
}
