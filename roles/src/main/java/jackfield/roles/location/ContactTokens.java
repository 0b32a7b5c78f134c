package jackfield.roles.location;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Makes addresses that lead back to a contact of a user, and reads them: there is no table of
/// them, and a stranger can neither make one nor see whose it is (RFC 5627 appendix A.2). One
/// writer.
///
/// ```
/// tag(128) | AES-CTR with the tag as its counter, of:
///     version(8) purpose(8) salt(32) contact(64) registration(64) user 0 domain
/// ```
///
/// The tag is HMAC-SHA256 of the plain text, 128 bits of it: the same text gives the same token. In
/// base64url without padding, which a user part need not escape.
public final class ContactTokens {
    private static final byte VERSION = 1;
    private static final int TAG = 16;
    private static final int HEAD = 2 + Integer.BYTES + 2 * Long.BYTES;
    private static final int LONGEST = 512;

    private final Mac tags;
    private final SecretKeySpec sealing;
    private final Cipher cipher;

    /// @param key 32 secret bytes, the same over restarts; other uses of the same key do no harm
    public ContactTokens(byte[] key) {
        if (key.length != 32) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes");
        }
        try {
            tags = Mac.getInstance("HmacSHA256");
            sealing =
                    new SecretKeySpec(Arrays.copyOf(derived(key, "contact token seal"), 16), "AES");
            tags.init(new SecretKeySpec(derived(key, "contact token tag"), "HmacSHA256"));
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java has AES and HmacSHA256", impossible);
        }
    }

    private byte[] derived(byte[] key, String what) throws GeneralSecurityException {
        tags.init(new SecretKeySpec(key, "HmacSHA256"));
        return tags.doFinal(what.getBytes(StandardCharsets.US_ASCII));
    }

    /// What tells one instance, contact or registration from another in a token: 64 bits of its
    /// name's SHA-256.
    public static long mark(String name) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(name.getBytes(StandardCharsets.UTF_8));
            long mark = ByteBuffer.wrap(hash).getLong();
            return mark == 0 ? 1 : mark;
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java has SHA-256", impossible);
        }
    }

    /// The token as a user part.
    ///
    /// @param salt another one gives another token that says the same
    public String seal(ContactToken token, int salt) {
        byte[] user = token.aor().user().getBytes(StandardCharsets.UTF_8);
        byte[] domain = token.aor().domain().getBytes(StandardCharsets.UTF_8);
        byte[] plain =
                ByteBuffer.allocate(HEAD + user.length + 1 + domain.length)
                        .put(VERSION)
                        .put(code(token.purpose()))
                        .putInt(salt)
                        .putLong(token.contact())
                        .putLong(token.registration())
                        .put(user)
                        .put((byte) 0)
                        .put(domain)
                        .array();
        byte[] tag = Arrays.copyOf(tags.doFinal(plain), TAG);
        byte[] whole = Arrays.copyOf(tag, TAG + plain.length);
        System.arraycopy(crypt(tag, plain), 0, whole, TAG, plain.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /// What a user part says; null where it is not one that we made for this purpose.
    public @Nullable ContactToken open(String user, ContactToken.Purpose purpose) {
        ContactToken token = open(user);
        return token != null && token.purpose() == purpose ? token : null;
    }

    /// What a user part says; null where it is not one that we made.
    public @Nullable ContactToken open(String user) {
        if (user.length() < 4 * (TAG + HEAD) / 3 || user.length() > LONGEST) {
            return null;
        }
        byte[] whole;
        try {
            whole = Base64.getUrlDecoder().decode(user);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
        if (whole.length <= TAG + HEAD) {
            return null;
        }
        byte[] tag = Arrays.copyOf(whole, TAG);
        byte[] plain = crypt(tag, Arrays.copyOfRange(whole, TAG, whole.length));
        byte[] wanted = Arrays.copyOf(tags.doFinal(plain), TAG);
        return MessageDigest.isEqual(tag, wanted) && plain[0] == VERSION ? read(plain) : null;
    }

    /// Reads what our key signed: it is well formed, or it is a bug.
    private static ContactToken read(byte[] plain) {
        ByteBuffer in = ByteBuffer.wrap(plain).position(1);
        ContactToken.Purpose purpose = purpose(in.get());
        in.getInt();
        long contact = in.getLong();
        long registration = in.getLong();
        int zero = HEAD;
        while (plain[zero] != 0) {
            zero++;
        }
        return new ContactToken(
                purpose,
                new AddressOfRecord(
                        new String(plain, HEAD, zero - HEAD, StandardCharsets.UTF_8),
                        new String(
                                plain, zero + 1, plain.length - zero - 1, StandardCharsets.UTF_8)),
                contact,
                registration);
    }

    private byte[] crypt(byte[] tag, byte[] text) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, sealing, new IvParameterSpec(tag));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("AES-CTR takes every text", impossible);
        }
    }

    // Written out, because tokens outlive a restart and with it an order of constants.

    private static byte code(ContactToken.Purpose purpose) {
        return switch (purpose) {
            case TEMPORARY_GRUU -> 0;
            case UPSTREAM -> 1;
            case MIRROR -> 2;
        };
    }

    private static ContactToken.Purpose purpose(int code) {
        return switch (code) {
            case 0 -> ContactToken.Purpose.TEMPORARY_GRUU;
            case 1 -> ContactToken.Purpose.UPSTREAM;
            case 2 -> ContactToken.Purpose.MIRROR;
            default -> throw new IllegalStateException("we sealed purpose " + code);
        };
    }

    @Override
    public String toString() {
        return "ContactTokens";
    }
}
