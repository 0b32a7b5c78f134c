package jackfield.server.identity;

import jackfield.sip.auth.BearerAuthenticator;
import jackfield.sip.auth.TokenVerdict;
import jackfield.sip.auth.TokenVerdict.Fault;
import jackfield.sip.auth.TokenVerdict.Invalid;
import jackfield.sip.auth.TokenVerdict.Valid;
import jackfield.sip.auth.Tokens;
import java.time.InstantSource;
import java.util.Optional;

/// Takes session tokens in SIP too (RFC 8898): a page that has signed in needs no password to
/// register and to call.
public final class SessionBearer implements Tokens {
    private final SessionTokens sessions;
    private final String home;

    /// @param home the domain of accounts that name none
    public SessionBearer(SessionTokens sessions, String home) {
        this.sessions = sessions;
        this.home = home;
    }

    /// What takes the node's own tokens, and those of an issuer where there is one.
    public static BearerAuthenticator besides(
            Optional<BearerAuthenticator> issuer, SessionTokens sessions, String home) {
        SessionBearer own = new SessionBearer(sessions, home);
        return issuer.map(theirs -> theirs.besides(own))
                .orElseGet(() -> BearerAuthenticator.own(own, InstantSource.system()));
    }

    @Override
    public TokenVerdict verify(String token, long epochMs) {
        if (!token.startsWith(SessionTokens.VERSION + ".")) {
            return new Invalid(Fault.MALFORMED);
        }
        String account = sessions.user(token, epochMs / 1_000);
        if (account != null) {
            // With its domain always: the same name in another domain is somebody else.
            return new Valid(account.indexOf('@') < 0 ? account + "@" + home : account);
        }
        return new Invalid(sessions.isOurs(token) ? Fault.EXPIRED : Fault.FORGED);
    }
}
