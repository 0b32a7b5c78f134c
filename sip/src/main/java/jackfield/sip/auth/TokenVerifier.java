package jackfield.sip.auth;

import jackfield.sip.auth.FlatJson.Numeric;
import jackfield.sip.auth.FlatJson.Text;
import jackfield.sip.auth.FlatJson.Texts;
import jackfield.sip.auth.FlatJson.Value;
import jackfield.sip.auth.TokenVerdict.Fault;
import jackfield.sip.auth.TokenVerdict.Invalid;
import jackfield.sip.auth.TokenVerdict.Valid;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Checks JSON Web Tokens in their compact form (RFC 7519, RFC 7515), as strictly as RFC 8725 asks:
/// the algorithm is the key's, never the token's choice, and no claim is read before the signature
/// is right. Keeps nothing.
public final class TokenVerifier implements Tokens {
    /// The longest token (bytes).
    public static final int LONGEST = 8_192;

    /// What the header's `typ` may be: the token itself, or an OAuth access token (RFC 9068). A
    /// token that was made for something else says so there (RFC 8725 section 3.11).
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

    private static final Pattern USER = Pattern.compile("[A-Za-z0-9._+@-]{1,255}");

    private final List<TokenKey> keys;
    private final TokenPolicy policy;

    /// @param keys those of the issuer; one is enough
    public TokenVerifier(List<TokenKey> keys, TokenPolicy policy) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("without a key no token is good");
        }
        this.keys = List.copyOf(keys);
        this.policy = policy;
    }

    @Override
    public TokenVerdict verify(String token, long epochMs) {
        if (token.length() > LONGEST) {
            return new Invalid(Fault.MALFORMED);
        }
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (first < 0 || second < 0) {
            return new Invalid(Fault.MALFORMED);
        }
        byte[] header = decoded(token.substring(0, first));
        byte[] claims = decoded(token.substring(first + 1, second));
        byte[] signature = decoded(token.substring(second + 1));
        Map<String, Value> fields = header == null ? null : FlatJson.read(header);
        if (fields == null || claims == null || signature == null) {
            return new Invalid(Fault.MALFORMED);
        }
        byte[] signed = token.substring(0, second).getBytes(StandardCharsets.US_ASCII);
        Fault fault = signature(fields, signed, signature);
        if (fault != null) {
            return new Invalid(fault);
        }
        Map<String, Value> said = FlatJson.read(claims);
        return said == null ? new Invalid(Fault.MALFORMED) : claims(said, epochMs);
    }

    private @Nullable Fault signature(Map<String, Value> header, byte[] signed, byte[] signature) {
        if (!(header.get("alg") instanceof Text(String algorithm))
                || header.containsKey("crit")
                || !isKnownType(header.get("typ"))) {
            return Fault.OTHER_ALGORITHM;
        }
        String keyId = header.get("kid") instanceof Text(String id) ? id : null;
        List<TokenKey> fitting = keys.stream().filter(key -> key.fits(algorithm, keyId)).toList();
        if (fitting.isEmpty()) {
            return Fault.OTHER_ALGORITHM;
        }
        return fitting.stream().anyMatch(key -> key.verifies(signed, signature))
                ? null
                : Fault.FORGED;
    }

    private static boolean isKnownType(@Nullable Value type) {
        return type == null
                || type instanceof Text(String said)
                        && TYPES.contains(said.toLowerCase(Locale.ROOT));
    }

    private TokenVerdict claims(Map<String, Value> claims, long epochMs) {
        if (!(claims.get("exp") instanceof Numeric(double expires))) {
            return new Invalid(Fault.MALFORMED);
        }
        if (epochMs >= expires * 1000 + policy.leewayMs()) {
            return new Invalid(Fault.EXPIRED);
        }
        if (claims.containsKey("nbf")) {
            if (!(claims.get("nbf") instanceof Numeric(double from))) {
                return new Invalid(Fault.MALFORMED);
            }
            if (epochMs < from * 1000 - policy.leewayMs()) {
                return new Invalid(Fault.EARLY);
            }
        }
        if (policy.issuer() != null
                && !(claims.get("iss") instanceof Text(String issuer)
                        && issuer.equals(policy.issuer()))) {
            return new Invalid(Fault.OTHER_ISSUER);
        }
        if (!isForUs(claims.get("aud"))) {
            return new Invalid(Fault.OTHER_AUDIENCE);
        }
        if (policy.scope() != null
                && !(claims.get("scope") instanceof Text(String scopes)
                        && Arrays.asList(scopes.split(" ")).contains(policy.scope()))) {
            return new Invalid(Fault.SCOPE);
        }
        return claims.get(policy.userClaim()) instanceof Text(String user)
                        && USER.matcher(user).matches()
                ? new Valid(user)
                : new Invalid(Fault.NO_USER);
    }

    private boolean isForUs(@Nullable Value audience) {
        String us = policy.audience();
        return us == null
                ? audience == null
                : switch (audience) {
                    case Text(String one) -> one.equals(us);
                    case Texts(List<String> several) -> several.contains(us);
                    case null, default -> false;
                };
    }

    /// Base64url without padding (RFC 7515 section 2); null where it is anything else, or where
    /// another text would give the same bytes.
    private static byte @Nullable [] decoded(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
            if (!letter && (c < '0' || c > '9') && c != '-' && c != '_') {
                return null;
            }
        }
        if (text.length() % 4 == 1) {
            return null;
        }
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)
                ? bytes
                : null;
    }
}
