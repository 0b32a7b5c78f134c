package jackfield.server.identity;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// What a page holds instead of a password once its user has signed in: the user's name and an end,
/// signed by this node. Nothing is kept of a token; the same node key gives the same tokens their
/// worth after a restart.
///
/// The form is `js1.NAME.END.SIGNATURE`: base64url of the name, decimal seconds since 1970,
/// base64url of HMAC-SHA256 over all before it.
public final class SessionTokens {
    /// What every token begins with.
    static final String VERSION = "js1";

    private static final int LONGEST = 1_024;

    private final SecretKeySpec key;

    /// @param nodeKey what only this node knows
    public SessionTokens(byte[] nodeKey) {
        // A key of its own: what is signed here must be worth nothing as a flow token.
        key =
                new SecretKeySpec(
                        mac(new SecretKeySpec(nodeKey, "HmacSHA256"), "sessions"), "HmacSHA256");
    }

    /// A token for `user` (the name in an account, as it was stored) that ends at `end`, seconds
    /// since 1970.
    public String make(String user, long end) {
        String signed = VERSION + "." + text(user.getBytes(StandardCharsets.UTF_8)) + "." + end;
        return signed + "." + text(mac(key, signed));
    }

    /// Whose token this is at `now`, seconds since 1970; null where it is none of ours, or is over.
    public @Nullable String user(String token, long now) {
        int last = token.lastIndexOf('.');
        if (token.length() > LONGEST || last < 0) {
            return null;
        }
        String signed = token.substring(0, last);
        byte[] said = token.substring(last + 1).getBytes(StandardCharsets.UTF_8);
        byte[] due = text(mac(key, signed)).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(said, due)) {
            return null;
        }
        // Signed by us, so it has our form.
        String[] fields = signed.split("\\.", -1);
        return Long.parseLong(fields[2]) <= now
                ? null
                : new String(Base64.getUrlDecoder().decode(fields[1]), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "SessionTokens";
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] mac(SecretKeySpec key, String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
