package jackfield.rtc.srtp;

import static jackfield.rtc.srtp.SrtpWorkspace.U64;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// AES in counter mode as RFC 3711 section 4.1.1 uses it. The key stream is counter blocks
/// encrypted in ECB: the same bits as the JDK's CTR, but with no `init` and so no garbage for each
/// packet.
final class AesCounterMode {
    static final int BLOCK = 16;

    /// The key, where [AesBlocks] can be reached; else a cipher of its own.
    private final int @Nullable [] expanded;

    private final @Nullable Cipher ecb;
    private final long saltHigh;
    private final long saltLow;

    /// @param salt 14 bytes, or fewer with zeros understood behind them
    AesCounterMode(byte[] key, byte[] salt, SrtpWorkspace work) {
        AesBlocks aes = work.aes;
        expanded = aes == null ? null : aes.expanded(key);
        ecb = aes == null ? cipher(key) : null;
        byte[] block = Arrays.copyOf(salt, BLOCK);
        saltHigh = (long) U64.get(block, 0);
        saltLow = (long) U64.get(block, 8);
    }

    private static Cipher cipher(byte[] key) {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            return cipher;
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /// Encrypts or decrypts bytes `from` to `to` of the workspace's packet, in place.
    void apply(SrtpWorkspace work, int from, int to, int ssrc, long index) {
        int length = to - from;
        keyStream(work, length, ssrc & 0xffff_ffffL, index << 16);
        xor(work, from, length, 0);
    }

    /// The first `length` bytes of the key stream that belongs to a key derivation label (RFC 3711
    /// section 4.3.1, derivation rate 0).
    byte[] derive(SrtpWorkspace work, int label, int length) {
        keyStream(work, length, label, 0);
        return Arrays.copyOf(work.output, length);
    }

    /// One block of zeros, encrypted.
    byte[] zeros(SrtpWorkspace work) {
        keyStream(work, BLOCK, saltHigh, saltLow);
        return Arrays.copyOf(work.output, BLOCK);
    }

    /// The key stream in the workspace's `output`: at least `length` bytes, from the counter block
    /// that is the salt with `high` and `low` over it.
    void keyStream(SrtpWorkspace work, int length, long high, long low) {
        int blocks = (length + BLOCK - 1) / BLOCK;
        byte[] counters = work.counters;
        long first = saltHigh ^ high;
        long counter = saltLow ^ low;
        for (int block = 0; block < blocks; block++) {
            U64.set(counters, block * BLOCK, first);
            U64.set(counters, block * BLOCK + 8, counter + block);
        }
        encrypt(work, blocks * BLOCK);
    }

    private void encrypt(SrtpWorkspace work, int length) {
        AesBlocks aes = work.aes;
        int[] key = expanded;
        Cipher own = ecb;
        if (aes != null && key != null) {
            aes.encrypt(key, work.counters, length, work.output);
        } else if (own != null) {
            try {
                own.update(work.counters, 0, length, work.output, 0);
            } catch (ShortBufferException noRoom) {
                throw new IllegalStateException(noRoom);
            }
        } else {
            throw new IllegalStateException("another workspace than at first");
        }
    }

    /// Takes the key stream from `skip` on over `length` bytes of the packet.
    static void xor(SrtpWorkspace work, int from, int length, int skip) {
        byte[] packet = work.packet;
        byte[] stream = work.output;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            U64.set(
                    packet,
                    from + i,
                    (long) U64.get(packet, from + i) ^ (long) U64.get(stream, skip + i));
        }
        for (; i < length; i++) {
            packet[from + i] ^= stream[skip + i];
        }
    }

    long fetch() {
        int[] key = expanded;
        return key == null ? saltHigh : saltHigh + key[0] + key[16] + key[32];
    }
}
