package jackfield.rtc.srtp;

import static jackfield.rtc.srtp.SrtpWorkspace.U32;
import static jackfield.rtc.srtp.SrtpWorkspace.U64;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/// HMAC-SHA1 (RFC 2104) without garbage: `javax.crypto.Mac` allocates 40 bytes a packet. The two
/// padded keys are hashed once, where [Sha1] can be reached; else with each packet.
final class HmacSha1 {
    private static final int OUTPUT = 20;

    private final byte[] inner = new byte[Sha1.BLOCK];
    private final byte[] outer = new byte[Sha1.BLOCK];
    private final int[] afterInner = Sha1.start();
    private final int[] afterOuter = Sha1.start();

    HmacSha1(byte[] key, SrtpWorkspace work) {
        for (int i = 0; i < Sha1.BLOCK; i++) {
            byte k = i < key.length ? key[i] : 0;
            inner[i] = (byte) (k ^ 0x36);
            outer[i] = (byte) (k ^ 0x5c);
        }
        Sha1 sha1 = work.sha1;
        if (sha1 != null) {
            hashed(sha1, inner, afterInner);
            hashed(sha1, outer, afterOuter);
        }
    }

    private static void hashed(Sha1 sha1, byte[] padded, int[] state) {
        sha1.load(state);
        sha1.compress(padded, Sha1.BLOCK);
        System.arraycopy(sha1.state(), 0, state, 0, Sha1.WORDS);
    }

    /// The code over the first `length` bytes of the workspace's packet, left in its `mac`. What
    /// lies behind them in the packet is lost, up to two blocks.
    void compute(SrtpWorkspace work, int length) {
        Sha1 sha1 = work.sha1;
        if (sha1 == null) {
            publicWay(work, length);
            return;
        }
        sha1.load(afterInner);
        sha1.compress(work.packet, padded(work.packet, length));
        byte[] block = work.mac;
        words(sha1, block);
        padded(block, OUTPUT);
        sha1.load(afterOuter);
        sha1.compress(block, Sha1.BLOCK);
        words(sha1, block);
    }

    /// Ends a message of `length` bytes as SHA-1 wants it, behind the padded key's block; answers
    /// where its last block ends.
    private static int padded(byte[] message, int length) {
        int end = length + Long.BYTES + Sha1.BLOCK & -Sha1.BLOCK;
        Arrays.fill(message, length, end - Long.BYTES, (byte) 0);
        message[length] = (byte) 0x80;
        U64.set(message, end - Long.BYTES, (long) (Sha1.BLOCK + length) * Byte.SIZE);
        return end;
    }

    private static void words(Sha1 sha1, byte[] to) {
        int[] state = sha1.state();
        for (int i = 0; i < Sha1.WORDS; i++) {
            U32.set(to, i * Integer.BYTES, state[i]);
        }
    }

    private void publicWay(SrtpWorkspace work, int length) {
        MessageDigest sha1 = work.digest;
        try {
            sha1.update(inner);
            sha1.update(work.packet, 0, length);
            sha1.digest(work.mac, 0, OUTPUT);
            sha1.update(outer);
            sha1.update(work.mac, 0, OUTPUT);
            sha1.digest(work.mac, 0, OUTPUT);
        } catch (DigestException noRoom) {
            throw new IllegalStateException(noRoom);
        }
    }

    long fetch() {
        return (long) afterInner[0] + afterOuter[0] + inner[0] + outer[0];
    }
}
