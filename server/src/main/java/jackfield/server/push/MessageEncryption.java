package jackfield.server.push;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts what a push service must not read: for one page, by a fresh key each time (RFC 8291),
/// as one record of `aes128gcm` (RFC 8188).
final class MessageEncryption {
    /// The longest plaintext: a push service need not take a body above 4096 bytes (RFC 8030
    /// section 7.2), of which the header takes 86 and the record 17.
    static final int LONGEST = 4096 - 86 - 17;

    private static final int RECORD_SIZE = 4096;
    private static final int SALT_BYTES = 16;
    private static final int TAG_BITS = 128;
    private static final byte LAST_RECORD = 2;

    private MessageEncryption() {}

    /// The body of a push message.
    ///
    /// @param page the page's public key (`p256dh`)
    /// @param secret its authentication secret (`auth`), 16 bytes
    static byte[] encrypt(byte[] plaintext, ECPublicKey page, byte[] secret, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return encrypt(plaintext, page, secret, P256.generate(random), salt);
    }

    /// The same with a key and a salt that are known: for vectors only.
    static byte[] encrypt(
            byte[] plaintext, ECPublicKey page, byte[] secret, KeyPair ours, byte[] salt) {
        if (plaintext.length > LONGEST) {
            throw new IllegalArgumentException("a push message of " + plaintext.length + " bytes");
        }
        try {
            byte[] own = P256.point((ECPublicKey) ours.getPublic());
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(ours.getPrivate());
            agreement.doPhase(page, true);
            byte[] info = join(ascii("WebPush: info\0"), P256.point(page), own);
            byte[] keying = derive(secret, agreement.generateSecret(), info, 32);
            byte[] key = derive(salt, keying, ascii("Content-Encoding: aes128gcm\0"), 16);
            byte[] nonce = derive(salt, keying, ascii("Content-Encoding: nonce\0"), 12);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new GCMParameterSpec(TAG_BITS, nonce));
            byte[] record = cipher.doFinal(join(plaintext, new byte[] {LAST_RECORD}));
            return ByteBuffer.allocate(salt.length + 5 + own.length + record.length)
                    .put(salt)
                    .putInt(RECORD_SIZE)
                    .put((byte) own.length)
                    .put(own)
                    .put(record)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java can't encrypt push messages", e);
        }
    }

    private static byte[] derive(byte[] salt, byte[] keying, byte[] info, int length)
            throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveData(
                        HKDFParameterSpec.ofExtract()
                                .addSalt(salt)
                                .addIKM(keying)
                                .thenExpand(info, length));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
