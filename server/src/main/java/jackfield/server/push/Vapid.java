package jackfield.server.push;

import jackfield.store.OwnerOnly;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Says to push services who we are (RFC 8292): a key of the node's own, which each subscription is
/// bound to, and tokens that it signs.
final class Vapid {
    /// RFC 8292 section 2 allows 24 hours; clocks differ.
    private static final long TOKEN_SECONDS = 12 * 3600;

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair keys;
    private final String contact;
    private final String publicKey;

    /// @param contact whom a push service may turn to: `mailto:` or `https:`
    Vapid(KeyPair keys, String contact) {
        this.keys = keys;
        this.contact = contact;
        publicKey = BASE64.encodeToString(P256.point((ECPublicKey) keys.getPublic()));
    }

    /// With the key of `file`, which is made where there is none.
    static Vapid of(Path file, String contact, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            KeyPair made = P256.generate(random);
            String text =
                    BASE64.encodeToString(P256.number(((ECPrivateKey) made.getPrivate()).getS()))
                            + "\n"
                            + BASE64.encodeToString(P256.point((ECPublicKey) made.getPublic()))
                            + "\n";
            OwnerOnly.write(file, text.getBytes(StandardCharsets.US_ASCII));
        }
        return new Vapid(read(file), contact);
    }

    private static KeyPair read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
        try {
            byte[] number = Base64.getUrlDecoder().decode(lines.get(0));
            ECPublicKey point = P256.key(Base64.getUrlDecoder().decode(lines.get(1)));
            if (point != null && number.length == 32) {
                return P256.pair(number, point);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException damaged) {
            // said below
        }
        throw new IOException(
                file
                        + " is damaged: delete it, and a new one is made at the next start; pages"
                        + " subscribe to push messages again when they are opened");
    }

    /// The public key as pages need it (`applicationServerKey`), base64url.
    String publicKey() {
        return publicKey;
    }

    /// The Authorization header field for one push resource.
    ///
    /// @param nowSeconds since 1970
    String authorization(URI endpoint, long nowSeconds) {
        String origin =
                endpoint.getScheme()
                        + "://"
                        + endpoint.getHost()
                        + (endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort());
        Map<String, Object> claims =
                Map.of("aud", origin, "exp", nowSeconds + TOKEN_SECONDS, "sub", contact);
        String signed = part(Map.of("typ", "JWT", "alg", "ES256")) + "." + part(claims);
        return "vapid t=" + signed + "." + signature(signed) + ", k=" + publicKey;
    }

    private static String part(Map<String, Object> claims) {
        return BASE64.encodeToString(JsonMapper.shared().writeValueAsBytes(claims));
    }

    private String signature(String signed) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java can't sign by ES256", e);
        }
    }

    /// Without the key.
    @Override
    public String toString() {
        return "Vapid";
    }
}
