package jackfield.server.config;

import java.util.List;
import java.util.Optional;

/// The part of the table of settings that is about Bearer tokens (RFC 8898).
public final class TokenSettings {
    static final Section SECTION = new Section();

    public static final Setting<Optional<String>> SECRET_FILE =
            SECTION.add(
                    "auth.jwt.secret-file",
                    Kinds.textOr("none"),
                    "none",
                    "A file with the secret that the issuer of tokens signs them with (HS256): 32"
                            + " bytes and more; a line end behind them does not count. With this"
                            + " or auth.jwt.keys a [token](security.md#tokens-instead-of-passwords)"
                            + " is as good as a password.");

    public static final Setting<Optional<String>> KEYS =
            SECTION.add(
                    "auth.jwt.keys",
                    Kinds.textOr("none"),
                    "none",
                    "The issuer's public keys: a PEM file or a JWKS file (RSA for RS256, EC on P-256"
                            + " for ES256). Read at the start.");

    public static final Setting<Optional<String>> ISSUER =
            SECTION.add(
                    "auth.jwt.issuer", Kinds.textOr("any"), "any", "What a token's `iss` must be.");

    public static final Setting<Optional<String>> AUDIENCE =
            SECTION.add(
                    "auth.jwt.audience",
                    Kinds.textOr("none"),
                    "none",
                    "What a token's `aud` must hold; with `none` tokens that have one are refused.");

    public static final Setting<String> USER_CLAIM =
            SECTION.add(
                    "auth.jwt.user-claim",
                    Kinds.TEXT,
                    "sub",
                    "The claim that names the user: `alice`, or `alice@` and the domain.");

    public static final Setting<Optional<String>> SCOPE =
            SECTION.add(
                    "auth.jwt.scope",
                    Kinds.textOr("none"),
                    "none",
                    "What a token's `scope` must hold; challenges name it.");

    public static final Setting<Optional<String>> SERVER =
            SECTION.add(
                    "auth.jwt.authz-server",
                    Kinds.textOr("none"),
                    "none",
                    "Where tokens are to be had, an https URL: challenges name it, behind the Digest"
                            + " one. With `none` they ask for a password only, and tokens are taken"
                            + " all the same.");

    private TokenSettings() {}

    /// True where tokens are taken.
    public static boolean isOn(Config config) {
        return config.get(SECRET_FILE).isPresent() || config.get(KEYS).isPresent();
    }

    /// What must fit together.
    static void check(Config config, List<Problem> problems) {
        Optional<String> server = config.get(SERVER);
        if (server.isPresent() && !server.get().matches("https://[!-~&&[^\"\\\\]]+")) {
            problems.add(
                    new Problem(
                            config.where(SERVER),
                            "auth.jwt.authz-server: \""
                                    + server.get()
                                    + "\" is no URL that begins with https://"));
        }
        if (isOn(config)) {
            return;
        }
        for (Setting<Optional<String>> setting : List.of(ISSUER, AUDIENCE, SCOPE, SERVER)) {
            if (config.get(setting).isPresent()) {
                problems.add(
                        new Problem(
                                config.where(setting),
                                setting.key()
                                        + ": no token is taken without a key to check it: set"
                                        + " auth.jwt.keys or auth.jwt.secret-file"));
            }
        }
    }
}
