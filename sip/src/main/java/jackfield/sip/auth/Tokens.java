package jackfield.sip.auth;

/// Judges what came as a Bearer token.
@FunctionalInterface
public interface Tokens {
    /// Whether `token` is good at `epochMs`, in milliseconds since 1970.
    TokenVerdict verify(String token, long epochMs);
}
