package jackfield.server.api;

import jackfield.base.Endpoint;
import jackfield.server.identity.SessionTokens;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `/api/session`: a page changes a password for a token, once.
public final class SessionApi {
    private static final int LONGEST_NAME = 320;
    private static final int LONGEST_PASSWORD = 1_024;

    private final SessionTokens tokens;
    private final SessionView node;
    private final GuessLimit guesses;
    private final Duration lifetime;

    /// @param lifetime how long a token is good for
    /// @param guesses wrong passwords of one address in a minute
    public SessionApi(SessionTokens tokens, SessionView node, Duration lifetime, int guesses) {
        this.tokens = tokens;
        this.node = node;
        this.lifetime = lifetime;
        this.guesses = new GuessLimit(guesses);
    }

    /// `POST /api/session` with `{"user": "alice", "password": "..."}`.
    ///
    /// @param remote who asks
    public Answer signIn(@Nullable String contentType, byte[] body, Endpoint remote) {
        return JsonBody.read(contentType, body, json -> byPassword(json, remote));
    }

    private Answer byPassword(JsonNode json, Endpoint remote) {
        String said = json.path("user").asString("").strip();
        String password = json.path("password").asString("");
        if (said.isEmpty() || password.isEmpty()) {
            return Answer.error(400, "send user and password");
        }
        if (!guesses.mayTry(remote, node.now())) {
            return Answer.error(429, "too many wrong passwords: wait a minute");
        }
        String account = account(said, node.home());
        if (said.length() > LONGEST_NAME
                || password.length() > LONGEST_PASSWORD
                || !node.isPassword(account, password)) {
            guesses.wasWrong(remote, node.now());
            return Answer.error(401, "a wrong name or password");
        }
        return made(account);
    }

    private Answer made(String account) {
        long end = node.seconds() + lifetime.toSeconds();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("token", tokens.make(account, end));
        body.put("account", account);
        body.put("user", user(account));
        body.put("domain", domain(account, node.home()));
        body.put("expires", end);
        body.put("expiresIn", lifetime.toSeconds());
        return Answer.ok(body);
    }

    /// `DELETE /api/session`: nothing was kept, so there is nothing to forget; the page forgets its
    /// token.
    public Answer signOut() {
        return new Answer(204, Map.of("cache-control", "no-store"), "");
    }

    /// The account of what a user writes: `alice`, `alice@home`, `sip:alice@other.example`.
    static String account(String said, String home) {
        String name = said.regionMatches(true, 0, "sip:", 0, 4) ? said.substring(4) : said;
        int at = name.lastIndexOf('@');
        if (at < 0) {
            return name;
        }
        String domain = name.substring(at + 1).toLowerCase(Locale.ROOT);
        return domain.equals(home) ? name.substring(0, at) : name.substring(0, at + 1) + domain;
    }

    /// The user part of an account's address.
    static String user(String account) {
        int at = account.lastIndexOf('@');
        return at < 0 ? account : account.substring(0, at);
    }

    /// The domain of an account's address.
    static String domain(String account, String home) {
        int at = account.lastIndexOf('@');
        return at < 0 ? home : account.substring(at + 1);
    }
}
