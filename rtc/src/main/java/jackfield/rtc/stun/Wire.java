package jackfield.rtc.stun;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Numbers in network order within a byte array, and the two checksums of STUN.
final class Wire {
    /// The fixed header: type, length, magic cookie, transaction id (RFC 8489 section 5).
    static final int HEADER_BYTES = 20;

    static final int COOKIE = 0x2112A442;

    /// MESSAGE-INTEGRITY's value: an HMAC-SHA1.
    static final int HMAC_BYTES = 20;

    /// MESSAGE-INTEGRITY-SHA256's value, where it is whole.
    static final int HMAC256_BYTES = 32;

    private static final int FINGERPRINT_XOR = 0x5354554e;
    private static final VarHandle U16 =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle U32 =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle U64 =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Wire() {}

    static int u16(byte[] b, int at) {
        return (short) U16.get(b, at) & 0xffff;
    }

    static int u32(byte[] b, int at) {
        return (int) U32.get(b, at);
    }

    static long u64(byte[] b, int at) {
        return (long) U64.get(b, at);
    }

    static void u16(byte[] b, int at, int value) {
        U16.set(b, at, (short) value);
    }

    static void u32(byte[] b, int at, int value) {
        U32.set(b, at, value);
    }

    static void u64(byte[] b, int at, long value) {
        U64.set(b, at, value);
    }

    /// The HMAC-SHA1 over the bytes before the MESSAGE-INTEGRITY attribute at `end`, with the
    /// header's length as if that attribute were the last (RFC 8489 section 14.5).
    static byte[] hmac(byte[] message, int end, byte[] key) {
        return hmac("HmacSHA1", message, end, HMAC_BYTES, key);
    }

    /// The same with SHA-256 for an attribute of `length` bytes (RFC 8489 section 14.6).
    static byte[] hmac256(byte[] message, int end, int length, byte[] key) {
        return hmac("HmacSHA256", message, end, length, key);
    }

    private static byte[] hmac(String algorithm, byte[] message, int end, int length, byte[] key) {
        byte[] adjusted = new byte[2];
        u16(adjusted, 0, end - HEADER_BYTES + 4 + length);
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            mac.update(message, 0, 2);
            mac.update(adjusted);
            mac.update(message, 4, end - 4);
            return mac.doFinal();
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new AssertionError(everyJdkHasIt);
        }
    }

    /// FINGERPRINT over the bytes before its attribute at `end` (RFC 8489 section 14.7). The
    /// header's length must already count it.
    static int fingerprint(byte[] message, int end) {
        CRC32 crc = new CRC32();
        crc.update(message, 0, end);
        return (int) crc.getValue() ^ FINGERPRINT_XOR;
    }
}
