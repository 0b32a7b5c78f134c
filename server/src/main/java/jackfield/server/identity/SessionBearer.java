package jackfield.server.identity;

import jackfield.sip.auth.BearerAuthenticator;
import jackfield.sip.auth.TokenVerdict;
import jackfield.sip.auth.TokenVerdict.Fault;
import jackfield.sip.auth.TokenVerdict.Invalid;
import jackfield.sip.auth.TokenVerdict.Valid;
import jackfield.sip.auth.Tokens;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/// Takes session tokens in SIP too (RFC 8898): a page that has signed in needs no password to
/// register and to call.
public final class SessionBearer implements Tokens {
    private final SessionTokens sessions;
    private final Predicate<String> users;
    private final String home;

    /// @param users true while there is an account of this name
    /// @param home the domain of accounts that name none
    public SessionBearer(SessionTokens sessions, Predicate<String> users, String home) {
        this.sessions = sessions;
        this.users = users;
        this.home = home;
    }

    /// What takes the node's own tokens, and those of an issuer where there is one.
    public static BearerAuthenticator besides(
            Optional<BearerAuthenticator> issuer,
            Secrets secrets,
            Predicate<String> users,
            String home) {
        SessionBearer own = new SessionBearer(new SessionTokens(secrets.nodeKey()), users, home);
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
            return users.test(account)
                    ? new Valid(account.indexOf('@') < 0 ? account + "@" + home : account)
                    : new Invalid(Fault.NO_USER);
        }
        // Ours once, and over: no guesser has such a thing.
        return new Invalid(sessions.user(token, 0) != null ? Fault.EXPIRED : Fault.FORGED);
    }
}
