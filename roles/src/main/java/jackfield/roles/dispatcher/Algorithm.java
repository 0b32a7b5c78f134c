package jackfield.roles.dispatcher;

import java.util.Locale;

/// How a group chooses among its members. What comes after the first is the order of failover.
public enum Algorithm {
    /// One after the other.
    ROUND_ROBIN,
    /// By chance, in proportion to the weights.
    WEIGHT,
    /// By the Call-ID: the same call always the same member, and where a member leaves, only its
    /// calls move.
    HASH,
    /// The one with the fewest calls for its weight.
    LEAST_CALLS,
    /// The lowest priority value that is up, in the order of the list among equals.
    PRIORITY,
    /// As RFC 2782 has it: the lowest priority value, among equals by weight.
    SRV;

    /// As it is written in settings: `round-robin`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
