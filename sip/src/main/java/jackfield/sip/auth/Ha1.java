package jackfield.sip.auth;

import org.jspecify.annotations.Nullable;

/// What is stored of a password: H(user:realm:password) by each algorithm (RFC 7616 section 3.4.2).
/// As good as the password for this realm, so it is never shown.
///
/// @param md5Hex 32 hex digits in lower case
/// @param sha256Hex 64 hex digits in lower case; empty where only the MD5 hash is known, as after
///   an import: such a user can't prove a password by SHA-256
public record Ha1(String md5Hex, String sha256Hex) {
    public Ha1 {
        if (md5Hex.length() != Algorithm.MD5.hexDigits()
                || !sha256Hex.isEmpty() && sha256Hex.length() != Algorithm.SHA_256.hexDigits()) {
            throw new IllegalArgumentException("HA1 of a wrong length");
        }
    }

    /// The hashes of a password. `user` is exactly what the phone will send as its username:
    /// `alice`, or `alice@example.com`.
    public static Ha1 of(String user, String realm, String password) {
        String text = user + ":" + realm + ":" + password;
        return new Ha1(Algorithm.MD5.hash(text), Algorithm.SHA_256.hash(text));
    }

    /// The hash of a password that nobody knows any more, as another server kept it.
    public static Ha1 md5Only(String md5Hex) {
        return new Ha1(md5Hex, "");
    }

    /// The hash by one algorithm; null where it is not known.
    @Nullable String by(Algorithm algorithm) {
        return switch (algorithm) {
            case MD5 -> md5Hex;
            case SHA_256 -> sha256Hex.isEmpty() ? null : sha256Hex;
        };
    }

    @Override
    public String toString() {
        return "Ha1[hidden]";
    }
}
