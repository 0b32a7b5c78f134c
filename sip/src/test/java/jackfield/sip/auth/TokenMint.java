package jackfield.sip.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Issues tokens in tests, good ones and others.
final class TokenMint {
    private TokenMint() {}

    static KeyPair rsa(int bits) throws GeneralSecurityException {
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("RSA");
        pairs.initialize(bits);
        return pairs.generateKeyPair();
    }

    static KeyPair ec(String curve) throws GeneralSecurityException {
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
        pairs.initialize(new ECGenParameterSpec(curve));
        return pairs.generateKeyPair();
    }

    static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String unsigned(String header, String claims) {
        return text(header.getBytes(StandardCharsets.UTF_8))
                + "."
                + text(claims.getBytes(StandardCharsets.UTF_8));
    }

    static String hs256(byte[] secret, String header, String claims)
            throws GeneralSecurityException {
        String signed = unsigned(header, claims);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return signed + "." + text(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    static String rs256(PrivateKey key, String header, String claims)
            throws GeneralSecurityException {
        return signed("SHA256withRSA", key, header, claims);
    }

    static String es256(PrivateKey key, String header, String claims)
            throws GeneralSecurityException {
        return signed("SHA256withECDSAinP1363Format", key, header, claims);
    }

    static String signed(String algorithm, PrivateKey key, String header, String claims)
            throws GeneralSecurityException {
        String signed = unsigned(header, claims);
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + text(signature.sign());
    }
}
