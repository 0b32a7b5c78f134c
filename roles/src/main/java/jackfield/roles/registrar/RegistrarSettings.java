package jackfield.roles.registrar;

/// What an operator may change about the registrar.
///
/// @param lifetimes how long registrations are good for
/// @param limits how often a user may be registered
/// @param gruu true to give GRUUs to clients that know them (RFC 5627)
/// @param strictPath true to refuse a Path that the client does not know of (RFC 3327 section 5.3)
/// @param serviceRoute true to tell clients the way for their requests (RFC 3608)
/// @param flowTimerSeconds how often a client must keep its flow alive (RFC 5626 section 4.4), 0 to
///   leave it that
/// @param probeSeconds how often contacts over UDP are asked by OPTIONS, 0 for never
public record RegistrarSettings(
        Lifetimes lifetimes,
        RegistrationLimits limits,
        boolean gruu,
        boolean strictPath,
        boolean serviceRoute,
        int flowTimerSeconds,
        int probeSeconds) {
    /// Without questions to contacts.
    public RegistrarSettings(
            Lifetimes lifetimes,
            RegistrationLimits limits,
            boolean gruu,
            boolean strictPath,
            boolean serviceRoute,
            int flowTimerSeconds) {
        this(lifetimes, limits, gruu, strictPath, serviceRoute, flowTimerSeconds, 0);
    }

    /// The same with contacts over UDP asked every so many seconds.
    public RegistrarSettings probing(int seconds) {
        return new RegistrarSettings(
                lifetimes, limits, gruu, strictPath, serviceRoute, flowTimerSeconds, seconds);
    }

    /// GRUUs for those who know them, and nothing else that a client must obey.
    public static final RegistrarSettings DEFAULT =
            new RegistrarSettings(
                    Lifetimes.DEFAULT, RegistrationLimits.DEFAULT, true, false, false, 0, 0);
}
