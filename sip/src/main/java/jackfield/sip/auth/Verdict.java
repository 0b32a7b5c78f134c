package jackfield.sip.auth;

import jackfield.sip.message.Headers;
import java.util.List;

/// What [DigestAuthenticator] thinks of a request.
public sealed interface Verdict {
    /// The sender has the password.
    ///
    /// @param user the user, without a domain
    record Authenticated(String user) implements Verdict {}

    /// The sender has to prove itself first, or again.
    ///
    /// @param status 401 or 407
    /// @param fields the header fields to add to that response, best kept in this order
    /// @param stale true where the sender need not be asked for its password again
    record Challenged(int status, List<Headers.Field> fields, boolean stale) implements Verdict {
        public Challenged {
            fields = List.copyOf(fields);
        }
    }

    /// The sender tried and failed. Unknown users look like wrong passwords.
    ///
    /// @param user the user it claims to be, without a domain: for [FailureBackoff], not for logs
    ///   that strangers can fill
    record Refused(Reason reason, String user) implements Verdict {}

    /// Why credentials are refused.
    enum Reason {
        /// The password is wrong, or there is no such user.
        WRONG_CREDENTIALS(403),
        /// The credentials cannot be read.
        MALFORMED(400),
        /// Without qop=auth (RFC 2069) there is no protection against repetition.
        NO_QOP(403),
        /// The proof was made for a request to somewhere else.
        OTHER_URI(403);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        /// What to answer with.
        public int status() {
            return status;
        }
    }
}
