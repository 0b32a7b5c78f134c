package jackfield.roles.turn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Credentials that run out by themselves, as web applications make them for their users (the "REST
/// API for access to TURN services"): the username is `expiry:user`, the password an HMAC of it
/// that whoever knows the secret can make. Nothing is stored of them.
public final class TimeLimited {
    private static final Pattern USERNAME = Pattern.compile("(\\d{9,11})(?::(.{0,200}))?");

    private final byte[] secret;

    /// How the password is made.
    public enum Hash {
        /// What coturn takes, and most applications make.
        SHA1("HmacSHA1"),
        SHA256("HmacSHA256");

        private final String algorithm;

        Hash(String algorithm) {
            this.algorithm = algorithm;
        }
    }

    /// A credential.
    ///
    /// @param username `expiry:user`
    /// @param password as good as long as the username says
    public record Credential(String username, String password) {
        @Override
        public String toString() {
            return "Credential[" + username + "]";
        }
    }

    /// A username taken apart.
    ///
    /// @param expires seconds since 1970
    /// @param user whose it is; the whole username where it names nobody
    record Name(long expires, String user) {}

    /// @param secret shared with those who make credentials
    public TimeLimited(String secret) {
        this.secret = secret.getBytes(UTF_8);
    }

    /// A new credential.
    ///
    /// @param expires seconds since 1970
    public Credential make(String user, long expires, Hash hash) {
        String username = expires + ":" + user;
        return new Credential(username, password(username, hash));
    }

    /// The one password that is right for a username.
    String password(String username, Hash hash) {
        try {
            Mac mac = Mac.getInstance(hash.algorithm);
            mac.init(new SecretKeySpec(secret, hash.algorithm));
            return Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(UTF_8)));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new AssertionError(everyJdkHasIt);
        }
    }

    /// What a username says; null where it is none of these.
    static @Nullable Name name(String username) {
        Matcher matcher = USERNAME.matcher(username);
        if (!matcher.matches()) {
            return null;
        }
        String user = matcher.group(2);
        return new Name(
                Long.parseLong(matcher.group(1)), user == null || user.isEmpty() ? username : user);
    }

    @Override
    public String toString() {
        return "TimeLimited";
    }
}
