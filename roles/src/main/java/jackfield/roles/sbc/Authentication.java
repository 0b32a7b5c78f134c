package jackfield.roles.sbc;

import jackfield.base.Flow;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Request;
import java.util.List;

/// How a request proves who sent it. Digest is one way, behind this seam.
public interface Authentication {
    /// What the credentials in a request prove.
    sealed interface Result {
        /// The sender is this user of the domain.
        record Proven(String user) implements Result {}

        /// Nothing is proved yet.
        ///
        /// @param status 401 or 407
        /// @param challenges the header fields that ask for proof
        /// @param failed true where credentials were given and were wrong, not only missing or
        ///   stale
        record Challenge(int status, List<Headers.Field> challenges, boolean failed)
                implements Result {
            public Challenge {
                challenges = List.copyOf(challenges);
            }
        }

        /// Too many wrong answers came from there: not even asked for more.
        ///
        /// @param retryAfterSeconds when to try again
        record Barred(int retryAfterSeconds) implements Result {}
    }

    /// Judges the credentials. An unknown user is challenged like a known one.
    ///
    /// @param proxy true to ask as a proxy (407), false as the one addressed (401)
    Result check(Request request, Flow flow, boolean proxy, long now);
}
