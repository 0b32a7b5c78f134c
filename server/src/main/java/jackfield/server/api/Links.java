package jackfield.server.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Links that sign a user in once, without its password: made for an administrator, used by the
/// page. Only a digest of a link's code is kept.
public final class Links {
    private static final int CODE_BYTES = 18;

    private final LinksView kept;
    private final SessionView node;
    private final Duration lifetime;
    private final SecureRandom random;

    /// @param lifetime how long a link can be used
    public Links(LinksView kept, SessionView node, Duration lifetime, SecureRandom random) {
        this.kept = kept;
        this.node = node;
        this.lifetime = lifetime;
        this.random = random;
    }

    /// `POST /api/users/{name}/provisioning`: a link for this user.
    ///
    /// @param origin the node as the administrator reaches it: `https://sip.example.org:8443`; null
    ///   where the request does not say
    public Answer make(
            AdminAccess access,
            @Nullable String authorization,
            String name,
            @Nullable String origin) {
        return access.guarded(
                authorization,
                () -> {
                    String account = SessionApi.account(name, node.home());
                    if (!node.isUser(account)) {
                        return Answer.error(404, "there is no user " + name);
                    }
                    byte[] bytes = new byte[CODE_BYTES];
                    random.nextBytes(bytes);
                    String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
                    long end = node.seconds() + lifetime.toSeconds();
                    kept.put(digest(code), account, end * 1_000);
                    Map<String, Object> body = new LinkedHashMap<>();
                    body.put("account", account);
                    body.put("code", code);
                    body.put("link", (origin == null ? "" : origin) + "/#provision=" + code);
                    body.put("expires", end);
                    return Answer.ok(body);
                });
    }

    /// The account that a code signs in; it does so once.
    Optional<String> use(String code) {
        return kept.use(digest(code));
    }

    private static String digest(String code) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(code.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
