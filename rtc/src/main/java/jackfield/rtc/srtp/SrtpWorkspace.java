package jackfield.rtc.srtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Scratch memory and the digest that all contexts of one thread may share. Holds nothing between
/// two packets. The JDK's ciphers work on arrays, and given off-heap memory they copy it into fresh
/// ones; so packets are copied here, once in and once out.
public final class SrtpWorkspace {
    /// The longest packet, protected, in bytes.
    static final int LONGEST = 2048;

    static final VarHandle U64 =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle U32 =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /// The packet; longer than one, for what is authenticated behind it and for whole words.
    final byte[] packet = new byte[LONGEST + 64];

    final byte[] counters = new byte[LONGEST + 64];
    final byte[] output = new byte[LONGEST + 64];
    final byte[] mac = new byte[20];
    final MessageDigest sha1;

    /// Scratch memory for one thread.
    public SrtpWorkspace() {
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
