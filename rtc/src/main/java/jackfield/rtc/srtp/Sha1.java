package jackfield.rtc.srtp;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// SHA-1's compression function with its state in our hands, so that a keyed hash begins where its
/// key left it. For one thread.
///
/// The JDK's own, on the processor's instructions, behind a door that the node's launcher opens
/// (`--add-opens java.base/sun.security.provider=ALL-UNNAMED`); where that is shut, [#open] has
/// nothing, and HMAC goes the public way (docs/adr/0127-gcm-without-garbage.md).
final class Sha1 {
    /// Bytes the function takes at a time.
    static final int BLOCK = 64;

    /// Words of state, and of output.
    static final int WORDS = 5;

    private static final int[] START = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};

    /// `SHA.implCompress0(block, offset)`; null where it is out of reach.
    private static final @Nullable MethodHandle COMPRESS = compression();

    private final Object jdk;
    private final int[] state;

    private Sha1(Object jdk, int[] state) {
        this.jdk = jdk;
        this.state = state;
    }

    /// One of its own for this thread; null where the JDK's is out of reach.
    static @Nullable Sha1 open() {
        return COMPRESS == null ? null : made();
    }

    /// Begins anew.
    void start() {
        load(START, 0);
    }

    /// Goes on from the state at place `at` of `states`.
    void load(int[] states, int at) {
        System.arraycopy(states, at, state, 0, WORDS);
    }

    /// Where it is.
    int[] state() {
        return state;
    }

    /// Takes whole blocks: from the beginning of `data` to before `end`.
    void compress(byte[] data, int end) {
        MethodHandle compress = COMPRESS;
        if (compress == null || end > data.length) {
            throw new IllegalStateException("SHA-1 up to " + end); // the JDK's does not look
        }
        try {
            for (int at = 0; at < end; at += BLOCK) {
                compress.invokeExact(jdk, data, at);
            }
        } catch (Throwable bug) {
            throw new IllegalStateException(bug);
        }
    }

    private static @Nullable Sha1 made() {
        try {
            Class<?> type = Class.forName("sun.security.provider.SHA");
            MethodHandles.Lookup inside =
                    MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            Object made = inside.findConstructor(type, MethodType.methodType(void.class)).invoke();
            return new Sha1(
                    made, (int[]) inside.findGetter(type, "state", int[].class).invoke(made));
        } catch (Throwable outOfReach) {
            return null;
        }
    }

    private static @Nullable MethodHandle compression() {
        try {
            Class<?> type = Class.forName("sun.security.provider.SHA");
            MethodHandle found =
                    MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                            .findVirtual(
                                    type,
                                    "implCompress0",
                                    MethodType.methodType(void.class, byte[].class, int.class))
                            .asType(
                                    MethodType.methodType(
                                            void.class, Object.class, byte[].class, int.class));
            Sha1 one = made();
            return one != null && agrees(one, found) ? found : null;
        } catch (Throwable outOfReach) {
            return null;
        }
    }

    /// Whether that does what SHA-1 does: it is the JDK's own business, and may change.
    private static boolean agrees(Sha1 one, MethodHandle compress) throws Throwable {
        byte[] block = new byte[BLOCK];
        block[0] = (byte) 0x80; // the empty message, padded
        one.start();
        compress.invokeExact(one.jdk, block, 0);
        byte[] out = new byte[WORDS * Integer.BYTES];
        for (int i = 0; i < WORDS; i++) {
            SrtpWorkspace.U32.set(out, i * Integer.BYTES, one.state[i]);
        }
        return MessageDigest.isEqual(out, jdkDigest().digest());
    }

    /// The public way.
    static MessageDigest jdkDigest() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
