package jackfield.store;

/// A ban as it is stored.
///
/// @param network in CIDR notation
/// @param reason why, for people
/// @param sinceEpochMs when it began, in milliseconds since 1970
/// @param untilEpochMs when it ends
/// @param times how often the network was banned; 0 for a ban that an operator made
public record SavedBan(
        String network, String reason, long sinceEpochMs, long untilEpochMs, int times) {}
