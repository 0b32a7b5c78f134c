package jackfield.rtc.turn;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jackfield.base.Endpoint;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Nonces without a table: the time they were made and a signature that is good for one client (RFC
/// 8489 section 9.2). Each begins with the cookie that tells of the password algorithms, so that
/// nobody on the way can hide that we offer them (section 9.2.1).
final class Nonces {
    private static final String COOKIE = "obMatJos2";
    private static final int FEATURES = 4;

    /// Bit 0 of the security features: password algorithms. Bit 1, usernames as hashes, stays off
    /// (docs/adr/0171-credentials-of-turn.md).
    private static final byte[] PASSWORD_ALGORITHMS = {(byte) 0x80, 0, 0};

    private static final int SIGNATURE = 12;
    private static final String PREFIX =
            COOKIE + Base64.getEncoder().encodeToString(PASSWORD_ALGORITHMS);

    private final SecretKeySpec key;
    private final long lifetime;

    /// @param random makes the key, a strong source
    /// @param lifetime in ns
    Nonces(RandomGenerator random, long lifetime) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        key = new SecretKeySpec(secret, "HmacSHA256");
        this.lifetime = lifetime;
    }

    /// A fresh one for a client.
    String make(Endpoint client, long now) {
        byte[] signature = signature(client, now);
        byte[] body = ByteBuffer.allocate(8 + SIGNATURE).putLong(now).put(signature).array();
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(body);
    }

    /// Whether it is one of ours for this client, and not too old.
    boolean isGood(String nonce, Endpoint client, long now) {
        if (!nonce.startsWith(PREFIX) || nonce.length() > 2 * (PREFIX.length() + 8 + SIGNATURE)) {
            return false;
        }
        byte[] body;
        try {
            body =
                    Base64.getUrlDecoder()
                            .decode(nonce.substring(PREFIX.length()).getBytes(US_ASCII));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
        if (body.length != 8 + SIGNATURE) {
            return false;
        }
        long made = ByteBuffer.wrap(body).getLong();
        byte[] claimed = Arrays.copyOfRange(body, 8, body.length);
        return made <= now
                && now - made < lifetime
                && MessageDigest.isEqual(claimed, signature(client, made));
    }

    /// Whether a nonce says that passwords may be hashed in several ways.
    static boolean offersAlgorithms(String nonce) {
        return nonce.startsWith(COOKIE) && nonce.length() >= COOKIE.length() + FEATURES;
    }

    private byte[] signature(Endpoint client, long made) {
        // Without the port: a connection for data comes with the nonce of another (RFC 6062).
        ByteBuffer text = ByteBuffer.allocate(8 + 16);
        text.putLong(made).putLong(client.high()).putLong(client.low());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Arrays.copyOf(mac.doFinal(text.array()), SIGNATURE);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new AssertionError(everyJdkHasIt);
        }
    }
}
