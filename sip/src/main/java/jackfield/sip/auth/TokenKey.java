package jackfield.sip.auth;

import jackfield.base.Parsed;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECParameterSpec;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// A key that tokens are signed with, and the one algorithm it is good for: a token that names
/// another for it is refused, so that nobody signs with a public key as if it were a secret (RFC
/// 8725 section 3.1).
public final class TokenKey {
    private static final int LEAST_SECRET_BYTES = 32;
    private static final int LEAST_RSA_BITS = 2048;

    /// The order of P-256 (FIPS 186-5), by which the curve is known.
    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private enum Kind {
        HS256("HmacSHA256"),
        RS256("SHA256withRSA"),
        ES256("SHA256withECDSAinP1363Format");

        private final String javaName;

        Kind(String javaName) {
            this.javaName = javaName;
        }
    }

    private final Kind kind;
    private final Key key;
    private final @Nullable String id;

    private TokenKey(Kind kind, Key key, @Nullable String id) {
        this.kind = kind;
        this.key = key;
        this.id = id;
    }

    /// A secret that the issuer shares with us: HS256. `Bad` where it is shorter than 32 bytes (RFC
    /// 7518 section 3.2).
    public static Parsed<TokenKey> shared(byte[] secret) {
        return secret.length < LEAST_SECRET_BYTES
                ? new Parsed.Bad<>("secret", secret.length + " bytes: 32 are the least")
                : new Parsed.Ok<>(
                        new TokenKey(
                                Kind.HS256, new SecretKeySpec(secret, Kind.HS256.javaName), null));
    }

    /// An issuer's public key: RS256 for RSA of 2048 bits and more, ES256 for P-256; `Bad` for any
    /// other.
    ///
    /// @param id its `kid`, by which tokens may name it; null where it has none
    public static Parsed<TokenKey> of(PublicKey key, @Nullable String id) {
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            return bits < LEAST_RSA_BITS
                    ? new Parsed.Bad<>("RSA key", bits + " bits: 2048 are the least")
                    : new Parsed.Ok<>(new TokenKey(Kind.RS256, key, id));
        }
        ECParameterSpec curve = key instanceof ECPublicKey ec ? ec.getParams() : null;
        return curve != null && curve.getOrder().equals(P256_ORDER)
                ? new Parsed.Ok<>(new TokenKey(Kind.ES256, key, id))
                : new Parsed.Bad<>("key", "neither RSA nor EC on P-256");
    }

    /// True where a token with this `alg`, and this `kid` if it has one, may be signed by this key.
    boolean fits(String algorithm, @Nullable String keyId) {
        return kind.name().equals(algorithm) && (id == null || keyId == null || id.equals(keyId));
    }

    /// True where `signature` is this key's, of `signed`.
    boolean verifies(byte[] signed, byte[] signature) {
        try {
            if (kind == Kind.HS256) {
                Mac mac = Mac.getInstance(kind.javaName);
                mac.init(key);
                return MessageDigest.isEqual(mac.doFinal(signed), signature);
            }
            Signature verifier = Signature.getInstance(kind.javaName);
            verifier.initVerify((PublicKey) key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (SignatureException notEvenOne) {
            return false;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has " + kind.javaName, missing);
        }
    }

    /// Without the key.
    @Override
    public String toString() {
        return "TokenKey[" + kind + (id == null ? "" : ", " + id) + "]";
    }
}
