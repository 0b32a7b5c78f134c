package jackfield.server.push;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Keys of the curve P-256 as Web Push writes them: a point as 65 bytes, uncompressed (RFC 8291
/// section 3.2), a private key as 32.
final class P256 {
    static final int POINT_BYTES = 65;
    private static final int NUMBER_BYTES = 32;
    private static final ECParameterSpec CURVE = curve();
    private static final BigInteger PRIME = ((ECFieldFp) CURVE.getCurve().getField()).getP();

    private P256() {}

    private static ECParameterSpec curve() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java knows no P-256", e);
        }
    }

    /// A fresh pair.
    static KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(CURVE, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java knows no P-256", e);
        }
    }

    /// The point as 65 bytes.
    static byte[] point(ECPublicKey key) {
        byte[] bytes = new byte[POINT_BYTES];
        bytes[0] = 4;
        put(key.getW().getAffineX(), bytes, 1);
        put(key.getW().getAffineY(), bytes, 1 + NUMBER_BYTES);
        return bytes;
    }

    /// A number as 32 bytes.
    static byte[] number(BigInteger number) {
        byte[] bytes = new byte[NUMBER_BYTES];
        put(number, bytes, 0);
        return bytes;
    }

    private static void put(BigInteger number, byte[] into, int at) {
        byte[] bytes = number.toByteArray(); // perhaps with a zero in front, perhaps short
        int length = Math.min(bytes.length, NUMBER_BYTES);
        System.arraycopy(bytes, bytes.length - length, into, at + NUMBER_BYTES - length, length);
    }

    /// The key that 65 bytes of a stranger are; null where they are no point of the curve: one of
    /// another curve would give our private key away.
    static @Nullable ECPublicKey key(byte[] bytes) {
        if (bytes.length != POINT_BYTES || bytes[0] != 4) {
            return null;
        }
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(bytes, 1, 1 + NUMBER_BYTES));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(bytes, 1 + NUMBER_BYTES, POINT_BYTES));
        if (x.compareTo(PRIME) >= 0 || y.compareTo(PRIME) >= 0) {
            return null;
        }
        BigInteger right =
                x.pow(3)
                        .add(CURVE.getCurve().getA().multiply(x))
                        .add(CURVE.getCurve().getB())
                        .mod(PRIME);
        if (!y.pow(2).mod(PRIME).equals(right)) {
            return null;
        }
        try {
            return (ECPublicKey)
                    KeyFactory.getInstance("EC")
                            .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), CURVE));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a point of the curve is no key", e);
        }
    }

    /// The pair of a private key and its point.
    static KeyPair pair(byte[] number, ECPublicKey point) {
        try {
            return new KeyPair(
                    point,
                    KeyFactory.getInstance("EC")
                            .generatePrivate(
                                    new ECPrivateKeySpec(new BigInteger(1, number), CURVE)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("32 bytes are no key", e);
        }
    }
}
