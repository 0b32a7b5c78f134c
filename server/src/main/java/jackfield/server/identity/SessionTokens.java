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
/// worth after a restart. A new password ends every token made before.
///
/// The form is `js2.NAME.END.STAMP.SIGNATURE`: base64url of the name, decimal seconds since 1970, a
/// mark of the password, base64url of HMAC-SHA256 over all before it.
public final class SessionTokens {
    /// What every token begins with.
    static final String VERSION = "js2";

    private static final int LONGEST = 1_024;

    /// Base64url of 9 bytes: a guess at the node's key is all that could make the same.
    private static final int STAMP = 12;

    private final SecretKeySpec key;
    private final Digests digests;

    /// What tells an account's password from its last.
    public interface Digests {
        /// Another text with another password; null where there is no such account.
        @Nullable String of(String account);
    }

    /// @param nodeKey what only this node knows
    public SessionTokens(byte[] nodeKey, Digests digests) {
        this.digests = digests;
        // A key of its own: what is signed here must be worth nothing as a flow token.
        key =
                new SecretKeySpec(
                        mac(new SecretKeySpec(nodeKey, "HmacSHA256"), "sessions"), "HmacSHA256");
    }

    /// A token for `user` (the name in an account, as it was stored) that ends at `end`, seconds
    /// since 1970. Worth nothing where there is no such account.
    public String make(String user, long end) {
        String name = text(user.getBytes(StandardCharsets.UTF_8));
        String digest = digests.of(user);
        String signed =
                VERSION + "." + name + "." + end + "." + (digest == null ? "" : stamp(digest));
        return signed + "." + text(mac(key, signed));
    }

    /// Whose token this is at `now`, seconds since 1970; null where it is none of ours, is over, or
    /// its user has another password by now or is gone.
    public @Nullable String user(String token, long now) {
        if (!isOurs(token)) {
            return null;
        }
        // Signed by us, so it has our form.
        String[] fields = token.split("\\.", -1);
        String user = new String(Base64.getUrlDecoder().decode(fields[1]), StandardCharsets.UTF_8);
        String digest = digests.of(user);
        boolean lasts = now < Long.parseLong(fields[2]);
        return lasts && digest != null && stamp(digest).equals(fields[3]) ? user : null;
    }

    /// True for what this node once signed: no guesser has such a thing, even when it is over.
    public boolean isOurs(String token) {
        int last = token.lastIndexOf('.');
        if (token.length() > LONGEST || last < 0) {
            return false;
        }
        String signed = token.substring(0, last);
        byte[] said = token.substring(last + 1).getBytes(StandardCharsets.UTF_8);
        byte[] due = text(mac(key, signed)).getBytes(StandardCharsets.UTF_8);
        return signed.startsWith(VERSION + ".") && MessageDigest.isEqual(said, due);
    }

    private String stamp(String digest) {
        return text(mac(key, "password " + digest)).substring(0, STAMP);
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
