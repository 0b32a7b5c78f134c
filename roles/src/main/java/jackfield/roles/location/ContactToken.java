package jackfield.roles.location;

/// What the user part of one of our own contact addresses says: whose it is, and of which contact.
///
/// @param purpose what it was made for: a token made for one is not taken for another
/// @param aor the user
/// @param contact tells the contacts of the user apart, as [ContactTokens#mark] gives it; 0 for all
///   of them
/// @param registration tells the registrations of a contact apart, 0 for any
public record ContactToken(Purpose purpose, AddressOfRecord aor, long contact, long registration) {
    /// What a token is for.
    public enum Purpose {
        /// A temporary GRUU (RFC 5627 section 3.1.2).
        TEMPORARY_GRUU,
        /// The Contact of one binding at an upstream registrar.
        UPSTREAM,
        /// The Contact of a user at a second upstream registrar.
        MIRROR
    }
}
