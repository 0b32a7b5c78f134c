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
    private static final byte[] NOTHING = {};

    /// The states after the inner and the outer padded key, one behind the other.
    private final int[] states = new int[2 * Sha1.WORDS];

    // The padded keys, where they have to be hashed each time; else nothing.
    private final byte[] inner;
    private final byte[] outer;

    HmacSha1(byte[] key, SrtpWorkspace work) {
        byte[] paddedInner = block(key, 0x36);
        byte[] paddedOuter = block(key, 0x5c);
        Sha1 sha1 = work.sha1;
        if (sha1 == null) {
            inner = paddedInner;
            outer = paddedOuter;
            return;
        }
        inner = NOTHING;
        outer = NOTHING;
        hashed(sha1, paddedInner, 0);
        hashed(sha1, paddedOuter, Sha1.WORDS);
    }

    private static byte[] block(byte[] key, int pad) {
        byte[] padded = new byte[Sha1.BLOCK];
        for (int i = 0; i < Sha1.BLOCK; i++) {
            padded[i] = (byte) ((i < key.length ? key[i] : 0) ^ pad);
        }
        return padded;
    }

    private void hashed(Sha1 sha1, byte[] padded, int at) {
        sha1.start();
        sha1.compress(padded, Sha1.BLOCK);
        System.arraycopy(sha1.state(), 0, states, at, Sha1.WORDS);
    }

    /// The code over the first `length` bytes of the workspace's packet, left in its `mac`. What
    /// lies behind them in the packet is lost, up to two blocks.
    void compute(SrtpWorkspace work, int length) {
        Sha1 sha1 = work.sha1;
        if (sha1 == null) {
            publicWay(work, length);
            return;
        }
        sha1.load(states, 0);
        sha1.compress(work.packet, padded(work.packet, length));
        byte[] block = work.mac;
        words(sha1, block);
        padded(block, OUTPUT);
        sha1.load(states, Sha1.WORDS);
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
        return (long) states[0] + states[states.length - 1];
    }
}
