package jackfield.rtc.srtp;

import java.security.DigestException;
import java.security.MessageDigest;

/// HMAC-SHA1 (RFC 2104) from a bare digest and its two padded keys: `javax.crypto.Mac` allocates 40
/// bytes a packet, this none.
final class HmacSha1 {
    private static final int BLOCK = 64;
    private static final int OUTPUT = 20;

    private final byte[] inner = new byte[BLOCK];
    private final byte[] outer = new byte[BLOCK];

    HmacSha1(byte[] key) {
        for (int i = 0; i < BLOCK; i++) {
            byte k = i < key.length ? key[i] : 0;
            inner[i] = (byte) (k ^ 0x36);
            outer[i] = (byte) (k ^ 0x5c);
        }
    }

    /// The code over the first `length` bytes of the workspace's packet, left in its `mac`.
    void compute(SrtpWorkspace work, int length) {
        MessageDigest sha1 = work.sha1;
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
}
