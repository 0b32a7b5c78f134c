package jackfield.rtc.srtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

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

    /// The packet; longer than one, for what is authenticated behind it, for whole words, for a key
    /// identifier of up to 128 bytes and for the end of a hashed message.
    final byte[] packet = new byte[LONGEST + 256];

    final byte[] counters = new byte[LONGEST + 64];
    final byte[] output = new byte[LONGEST + 64];

    /// What GCM authenticates: associated data, text and lengths, each in whole blocks.
    final byte[] hashed = new byte[LONGEST + 64];

    /// A code of 20 bytes, in a block in which it can be hashed again.
    final byte[] mac = new byte[Sha1.BLOCK];

    final @Nullable Sha1 sha1;

    final @Nullable AesBlocks aes;

    /// For where [#sha1] is out of reach.
    final MessageDigest digest = Sha1.jdkDigest();

    /// Scratch memory for one thread.
    public SrtpWorkspace() {
        this(true);
    }

    /// @param fast false to leave the JDK's inside alone
    SrtpWorkspace(boolean fast) {
        sha1 = fast ? Sha1.open() : null;
        aes = fast ? AesBlocks.open() : null;
    }
}
