package jackfield.rtc.srtp;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// AES on whole blocks, with the expanded keys in our hands: one cipher of the JDK's serves all
/// contexts of a thread, and what a context keeps of its key is one array. A `Cipher` for each
/// context is six objects, none of which is near when its next packet comes. For one thread.
///
/// The JDK's own, on the processor's instructions, behind a door that the node's launcher opens
/// (`--add-opens java.base/com.sun.crypto.provider=ALL-UNNAMED`); where that is shut, [#open] has
/// nothing (docs/adr/0127-gcm-without-garbage.md).
final class AesBlocks {
    private static final int BLOCK = 16;
    private static final int[] KEY_BYTES = {16, 24, 32};
    private static final Lookup LOOKUP = MethodHandles.lookup();

    // Null where they are out of reach: all or none.
    private static final @Nullable MethodHandle NEW_AES;
    private static final @Nullable MethodHandle INIT;
    private static final @Nullable MethodHandle NEW_ECB;
    private static final @Nullable MethodHandle ENCRYPT;
    private static final @Nullable MethodHandle KEY_OF;
    private static final @Nullable MethodHandle TAKE_KEY;

    static {
        MethodHandle newAes = null;
        MethodHandle init = null;
        MethodHandle newEcb = null;
        MethodHandle encrypt = null;
        MethodHandle keyOf = null;
        MethodHandle takeKey = null;
        try {
            Class<?> aes = Class.forName("com.sun.crypto.provider.AESCrypt");
            Class<?> base = Class.forName("com.sun.crypto.provider.SymmetricCipher");
            Class<?> ecb = Class.forName("com.sun.crypto.provider.ElectronicCodeBook");
            Lookup inAes = MethodHandles.privateLookupIn(aes, LOOKUP);
            Lookup inEcb = MethodHandles.privateLookupIn(ecb, LOOKUP);
            newAes = inAes.findConstructor(aes, type(void.class)).asType(type(Object.class));
            init =
                    inAes.findVirtual(
                                    aes,
                                    "init",
                                    type(void.class, boolean.class, String.class, byte[].class))
                            .asType(
                                    type(
                                            void.class,
                                            Object.class,
                                            boolean.class,
                                            String.class,
                                            byte[].class));
            newEcb =
                    inEcb.findConstructor(ecb, type(void.class, base))
                            .asType(type(Object.class, Object.class));
            encrypt =
                    inEcb.findVirtual(
                                    ecb,
                                    "implECBEncrypt",
                                    type(
                                            int.class,
                                            byte[].class,
                                            int.class,
                                            int.class,
                                            byte[].class,
                                            int.class))
                            .asType(
                                    type(
                                            int.class,
                                            Object.class,
                                            byte[].class,
                                            int.class,
                                            int.class,
                                            byte[].class,
                                            int.class));
            keyOf = inAes.findGetter(aes, "K", int[].class).asType(type(int[].class, Object.class));
            takeKey =
                    inAes.findSetter(aes, "K", int[].class)
                            .asType(type(void.class, Object.class, int[].class));
        } catch (ReflectiveOperationException | RuntimeException outOfReach) {
            newAes = null;
        }
        boolean all = newAes != null && takeKey != null;
        NEW_AES = all ? newAes : null;
        INIT = all ? init : null;
        NEW_ECB = all ? newEcb : null;
        ENCRYPT = all ? encrypt : null;
        KEY_OF = all ? keyOf : null;
        TAKE_KEY = all ? takeKey : null;
    }

    private static final boolean AGREES = agrees();

    /// The JDK's ciphers, one for each length of key, and the modes around them.
    private final Object[] ciphers = new Object[KEY_BYTES.length];

    private final Object[] modes = new Object[KEY_BYTES.length];

    private AesBlocks() throws Throwable {
        if (NEW_AES == null || INIT == null || NEW_ECB == null) {
            throw new IllegalStateException("out of reach");
        }
        for (int i = 0; i < KEY_BYTES.length; i++) {
            Object cipher = NEW_AES.invokeExact();
            INIT.invokeExact(cipher, false, "AES", new byte[KEY_BYTES[i]]);
            ciphers[i] = cipher;
            modes[i] = NEW_ECB.invokeExact(cipher);
        }
    }

    private static MethodType type(Class<?> result, Class<?>... parameters) {
        return MethodType.methodType(result, parameters);
    }

    /// One of its own for this thread; null where the JDK's is out of reach.
    static @Nullable AesBlocks open() {
        return AGREES ? made() : null;
    }

    private static @Nullable AesBlocks made() {
        try {
            return NEW_AES == null ? null : new AesBlocks();
        } catch (Throwable outOfReach) {
            return null;
        }
    }

    /// A key of 16, 24 or 32 bytes, expanded: 44, 52 or 60 words.
    int[] expanded(byte[] key) {
        if (NEW_AES == null || INIT == null || KEY_OF == null) {
            throw new IllegalStateException("out of reach");
        }
        try {
            Object cipher = NEW_AES.invokeExact();
            INIT.invokeExact(cipher, false, "AES", key);
            return (int[]) KEY_OF.invokeExact(cipher);
        } catch (Throwable bug) {
            throw new IllegalStateException("AES with a key of " + key.length + " bytes", bug);
        }
    }

    /// Encrypts the first `length` bytes of `from`, whole blocks, into `to`.
    void encrypt(int[] expanded, byte[] from, int length, byte[] to) {
        // Constants, so that the compiler sees through them.
        MethodHandle takeKey = TAKE_KEY;
        MethodHandle encrypt = ENCRYPT;
        if (takeKey == null
                || encrypt == null
                || length % BLOCK != 0
                || length > from.length
                || length > to.length) {
            throw new IllegalStateException("AES over " + length); // the JDK's does not look
        }
        int which = (expanded.length - 44) >> 3;
        try {
            takeKey.invokeExact(ciphers[which], expanded);
            int ignored = (int) encrypt.invokeExact(modes[which], from, 0, length, to, 0);
        } catch (Throwable bug) {
            throw new IllegalStateException(bug);
        }
    }

    /// Whether that does what AES does: it is the JDK's own business, and may change.
    private static boolean agrees() {
        AesBlocks one = made();
        if (one == null) {
            return false;
        }
        try {
            for (int bytes : KEY_BYTES) {
                byte[] key = new byte[bytes];
                for (int i = 0; i < bytes; i++) {
                    key[i] = (byte) (7 * i + bytes);
                }
                byte[] text = new byte[3 * BLOCK];
                Arrays.fill(text, (byte) bytes);
                byte[] ours = new byte[text.length];
                one.encrypt(one.expanded(key), text, text.length, ours);
                Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
                cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
                if (!Arrays.equals(ours, cipher.doFinal(text))) {
                    return false;
                }
            }
            return true;
        } catch (GeneralSecurityException | RuntimeException somethingElse) {
            return false;
        }
    }
}
