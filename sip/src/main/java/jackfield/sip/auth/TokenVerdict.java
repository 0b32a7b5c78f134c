package jackfield.sip.auth;

/// What [TokenVerifier] thinks of a token.
public sealed interface TokenVerdict {
    /// It is the issuer's, for us, and in time.
    ///
    /// @param user whom its claim names: `alice` or `alice@example.org`, of the characters that
    ///   users' names have
    record Valid(String user) implements TokenVerdict {}

    /// It is not.
    record Invalid(Fault fault) implements TokenVerdict {}

    /// What is wrong with a token.
    enum Fault {
        /// It cannot be read, or is longer than 8 kB.
        MALFORMED("Malformed Token"),
        /// Its algorithm is none that a key of ours has, or it needs what we do not know.
        OTHER_ALGORITHM("Token Signed In Another Way"),
        /// The signature is not that of the issuer.
        FORGED("Token Not Signed By Issuer"),
        /// It was good, and is no longer.
        EXPIRED("Token Expired"),
        /// It is not good yet.
        EARLY("Token Not Valid Yet"),
        /// Somebody else issued it.
        OTHER_ISSUER("Token Of Another Issuer"),
        /// It was issued for another service.
        OTHER_AUDIENCE("Token For Another Audience"),
        /// It does not allow what is asked here.
        SCOPE("Token Without Scope"),
        /// The claim that names the user is missing, or no user can have such a name.
        NO_USER("Token Names No User");

        private final String words;

        Fault(String words) {
            this.words = words;
        }

        /// For the reason phrase of an answer.
        public String words() {
            return words;
        }

        /// True for a token that the issuer did hand out to somebody and that time alone is
        /// against: nobody guesses such a thing.
        public boolean isHonest() {
            return this == EXPIRED || this == EARLY;
        }
    }
}
