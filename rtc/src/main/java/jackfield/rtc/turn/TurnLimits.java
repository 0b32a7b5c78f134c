package jackfield.rtc.turn;

/// What clients may take.
///
/// @param allocations at once, all users together
/// @param allocationsPerUser at once, for one user
/// @param permissions of one allocation
/// @param channels of one allocation
/// @param bytesPerSecond of one allocation, both directions together; 0 for any
/// @param totalBytesPerSecond of all together; 0 for any
/// @param challengesPerMinute answers 401 and 438 for one source before it is not answered any more
/// @param failuresPerMinute wrong passwords of one source before it is not answered any more
/// @param longestLifetime of an allocation, in ns
/// @param nonceLifetime in ns
public record TurnLimits(
        int allocations,
        int allocationsPerUser,
        int permissions,
        int channels,
        long bytesPerSecond,
        long totalBytesPerSecond,
        int challengesPerMinute,
        int failuresPerMinute,
        long longestLifetime,
        long nonceLifetime) {
    private static final long SECOND = 1_000_000_000L;

    /// 20,000 allocations, 100 of a user, 256 permissions and channels each, any throughput, 600
    /// challenges and 20 wrong passwords a minute, an hour, ten minutes.
    public static final TurnLimits DEFAULT =
            new TurnLimits(20_000, 100, 256, 256, 0, 0, 600, 20, 3_600 * SECOND, 600 * SECOND);
}
