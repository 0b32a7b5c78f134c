package jackfield.server.api;

import jackfield.server.identity.SessionTokens;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Lets users in who have signed in: `Authorization: Bearer TOKEN` with what `POST /api/session`
/// gave.
public final class UserAccess {
    private final SessionTokens tokens;
    private final SessionView node;

    /// @param tokens signed the tokens
    /// @param node knows the time
    public UserAccess(SessionTokens tokens, SessionView node) {
        this.tokens = tokens;
        this.node = node;
    }

    /// The answer for the account that has the token; 401 for everybody else.
    ///
    /// @param authorization the Authorization header field; null where there is none
    public Answer guarded(@Nullable String authorization, Function<String, Answer> answer) {
        String account = account(authorization);
        if (account != null) {
            return answer.apply(account);
        }
        Answer refused = Answer.error(401, "sign in first: POST /api/session gives the token");
        Map<String, String> headers = new LinkedHashMap<>(refused.headers());
        headers.put("www-authenticate", "Bearer realm=\"jackfield\"");
        return new Answer(401, headers, refused.body());
    }

    /// The account whose token this is; null where it is nobody's, or its user is gone.
    public @Nullable String account(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return null;
        }
        return tokens.user(authorization.substring(7).strip(), node.seconds());
    }
}
