package jackfield.roles.registrar;

/// How long and how often a user may be registered.
///
/// @param defaultSeconds the lifetime of a contact that asks for none
/// @param minSeconds the shortest that is granted; shorter ones are told so by 423
/// @param maxSeconds the longest that is granted; longer ones are cut to it
/// @param contactsPerUser the number of devices one user may have
public record RegistrationLimits(
        int defaultSeconds, int minSeconds, int maxSeconds, int contactsPerUser) {
    /// An hour unless asked, a minute at least, two hours at most, ten devices.
    public static final RegistrationLimits DEFAULT = new RegistrationLimits(3600, 60, 7200, 10);

    public RegistrationLimits {
        if (minSeconds < 1 || maxSeconds < minSeconds || contactsPerUser < 1) {
            throw new IllegalArgumentException("limits out of order");
        }
        defaultSeconds = Math.clamp(defaultSeconds, minSeconds, maxSeconds);
    }
}
