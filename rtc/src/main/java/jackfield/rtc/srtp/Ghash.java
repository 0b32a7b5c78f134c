package jackfield.rtc.srtp;

import static jackfield.rtc.srtp.SrtpWorkspace.U64;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/// GHASH (NIST SP 800-38D section 6.4) with one key, without garbage and in constant time.
///
/// The JDK has it on the processor's own instructions, behind a door that the node's launcher opens
/// (`--add-opens java.base/com.sun.crypto.provider=ALL-UNNAMED`); Java code cannot reach them
/// otherwise. Where the door is shut, or opens on something else, we multiply with 64-bit integers
/// (docs/adr/0127-gcm-without-garbage.md).
final class Ghash {
    private static final int BLOCK = 16;

    /// The JDK keeps the powers of the key behind the key itself.
    private static final int JDK_TABLE = 18;

    /// The JDK's `processBlocks(data, offset, blocks, state, key)`; null where it is out of reach.
    private static final @Nullable MethodHandle JDK = jdk();

    private final boolean fast;
    private final long[] key = new long[JDK_TABLE];
    private final long[] state = new long[2];

    /// @param h the hash key: a block of zeros encrypted
    Ghash(byte[] h) {
        this(h, true);
    }

    /// @param fast false to leave the JDK's out of it
    Ghash(byte[] h, boolean fast) {
        this.fast = fast;
        key[0] = (long) U64.get(h, 0);
        key[1] = (long) U64.get(h, 8);
    }

    /// True where the JDK's own is in reach.
    static boolean isFast() {
        return JDK != null;
    }

    /// The hash of `count` blocks at the beginning of `data`; read it by [#high] and [#low].
    void compute(byte[] data, int count) {
        state[0] = 0;
        state[1] = 0;
        // A constant, so that the compiler sees through it.
        MethodHandle jdk = JDK;
        if (!fast || jdk == null) {
            byIntegers(data, count);
            return;
        }
        if (count < 0 || count * BLOCK > data.length) {
            throw new IndexOutOfBoundsException(count); // the JDK's does not look
        }
        try {
            jdk.invokeExact(data, 0, count, state, key);
        } catch (Throwable bug) {
            throw new IllegalStateException(bug);
        }
    }

    /// The first half of the last hash.
    long high() {
        return state[0];
    }

    /// The second half of the last hash.
    long low() {
        return state[1];
    }

    private void byIntegers(byte[] data, int count) {
        // The field's bits run from left to right; multiplication is the same in the mirror.
        long h1 = key[0];
        long h0 = key[1];
        long h0r = Long.reverse(h0);
        long h1r = Long.reverse(h1);
        long h2 = h0 ^ h1;
        long h2r = h0r ^ h1r;
        long y1 = 0;
        long y0 = 0;
        for (int i = 0; i < count * BLOCK; i += BLOCK) {
            y1 ^= (long) U64.get(data, i);
            y0 ^= (long) U64.get(data, i + 8);
            // Karatsuba: three products for four; each one's upper half is the mirrored product.
            long y0r = Long.reverse(y0);
            long y1r = Long.reverse(y1);
            long z0 = low(y0, h0);
            long z1 = low(y1, h1);
            long z2 = low(y0 ^ y1, h2) ^ z0 ^ z1;
            long z0h = low(y0r, h0r);
            long z1h = low(y1r, h1r);
            long z2h = low(y0r ^ y1r, h2r) ^ z0h ^ z1h;
            z0h = Long.reverse(z0h) >>> 1;
            z1h = Long.reverse(z1h) >>> 1;
            z2h = Long.reverse(z2h) >>> 1;
            // 256 bits, moved by the one that mirroring costs, then reduced.
            long v0 = z0;
            long v1 = z0h ^ z2;
            long v2 = z1 ^ z2h;
            long v3 = z1h;
            v3 = v3 << 1 | v2 >>> 63;
            v2 = v2 << 1 | v1 >>> 63;
            v1 = v1 << 1 | v0 >>> 63;
            v0 <<= 1;
            v2 ^= v0 ^ v0 >>> 1 ^ v0 >>> 2 ^ v0 >>> 7;
            v1 ^= v0 << 63 ^ v0 << 62 ^ v0 << 57;
            v3 ^= v1 ^ v1 >>> 1 ^ v1 >>> 2 ^ v1 >>> 7;
            v2 ^= v1 << 63 ^ v1 << 62 ^ v1 << 57;
            y0 = v2;
            y1 = v3;
        }
        state[0] = y1;
        state[1] = y0;
    }

    /// The lower half of a carry-less product. Each factor is cut into four with three empty bits
    /// between any two, where the carries of an integer product go; the mask takes them away.
    private static long low(long x, long y) {
        long x0 = x & 0x1111111111111111L;
        long x1 = x & 0x2222222222222222L;
        long x2 = x & 0x4444444444444444L;
        long x3 = x & 0x8888888888888888L;
        long y0 = y & 0x1111111111111111L;
        long y1 = y & 0x2222222222222222L;
        long y2 = y & 0x4444444444444444L;
        long y3 = y & 0x8888888888888888L;
        long z0 = x0 * y0 ^ x1 * y3 ^ x2 * y2 ^ x3 * y1;
        long z1 = x0 * y1 ^ x1 * y0 ^ x2 * y3 ^ x3 * y2;
        long z2 = x0 * y2 ^ x1 * y1 ^ x2 * y0 ^ x3 * y3;
        long z3 = x0 * y3 ^ x1 * y2 ^ x2 * y1 ^ x3 * y0;
        return z0 & 0x1111111111111111L
                | z1 & 0x2222222222222222L
                | z2 & 0x4444444444444444L
                | z3 & 0x8888888888888888L;
    }

    private static @Nullable MethodHandle jdk() {
        MethodHandle found;
        try {
            Class<?> ghash = Class.forName("com.sun.crypto.provider.GHASH");
            found =
                    MethodHandles.privateLookupIn(ghash, MethodHandles.lookup())
                            .findStatic(
                                    ghash,
                                    "processBlocks",
                                    MethodType.methodType(
                                            void.class,
                                            byte[].class,
                                            int.class,
                                            int.class,
                                            long[].class,
                                            long[].class));
        } catch (ReflectiveOperationException | RuntimeException outOfReach) {
            return null;
        }
        return agrees(found) ? found : null;
    }

    /// Whether the JDK's does what ours does: it is the JDK's own business, and may change.
    private static boolean agrees(MethodHandle jdk) {
        byte[] data = new byte[20 * BLOCK];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i * i + 7 * i + 1);
        }
        Ghash ours = new Ghash(data, false);
        long[] state = new long[2];
        long[] key = ours.key.clone();
        try {
            jdk.invokeExact(data, 0, data.length / BLOCK, state, key);
        } catch (Throwable somethingElse) {
            return false;
        }
        ours.compute(data, data.length / BLOCK);
        return state[0] == ours.high() && state[1] == ours.low();
    }

    long fetch() {
        return key[0] + key[8] + key[16] + state[0];
    }
}
