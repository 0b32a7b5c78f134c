package jackfield.sip.auth;

import org.jspecify.annotations.Nullable;

/// What a token must say, beside being signed and in time.
///
/// @param issuer what `iss` must be; null where any will do
/// @param audience what `aud` must hold; null where a token must have none (RFC 7519 section 4.1.3)
/// @param userClaim the claim that names the user
/// @param scope what the list in `scope` must hold; null where nothing is asked
/// @param leewayMs how far the issuer's clock and ours may be apart (ms)
public record TokenPolicy(
        @Nullable String issuer,
        @Nullable String audience,
        String userClaim,
        @Nullable String scope,
        long leewayMs) {
    /// A minute's leeway.
    public static final long LEEWAY_MS = 60_000;
}
