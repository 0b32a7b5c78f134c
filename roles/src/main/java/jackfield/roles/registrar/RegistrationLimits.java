package jackfield.roles.registrar;

/// How often a user may be registered.
///
/// @param contactsPerUser the number of devices one user may have
/// @param contactsPerInstance the number of contacts one device may have: flows of its own (RFC
///   5626), or what an earlier start of it left
/// @param whenFull what becomes of one more
public record RegistrationLimits(int contactsPerUser, int contactsPerInstance, WhenFull whenFull) {
    /// What becomes of a contact too many. One that waits for its client to come back makes room in
    /// either case.
    public enum WhenFull {
        /// It is refused: 403.
        REFUSE,
        /// It takes the place of the one not heard of for longest.
        REPLACE
    }

    /// Ten devices with two contacts each.
    public static final RegistrationLimits DEFAULT = new RegistrationLimits(10, 2, WhenFull.REFUSE);

    public RegistrationLimits {
        if (contactsPerUser < 1 || contactsPerInstance < 1) {
            throw new IllegalArgumentException("no room for any contact");
        }
    }
}
