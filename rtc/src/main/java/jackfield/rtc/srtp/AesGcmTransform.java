package jackfield.rtc.srtp;

import static jackfield.rtc.srtp.SrtpWorkspace.U32;
import static jackfield.rtc.srtp.SrtpWorkspace.U64;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-GCM (RFC 7714).
///
/// RTP: `header | encrypted | tag`, header authenticated. RTCP: `8 bytes | encrypted | tag | E +
/// index`, the 8 bytes and the last word authenticated.
///
/// The JDK wants an `init` for each packet, which allocates; its cipher is kept all the same,
/// because it runs in constant time on the processor's own instructions
/// (docs/adr/0023-srtp-on-the-jdks-ciphers.md has the figures).
final class AesGcmTransform implements Transform {
    private static final int TAG = 16;
    private static final int WORD = 4;

    private final Cipher gcm;
    private final SecretKeySpec key;
    private final byte[] iv = new byte[12];
    private final long saltHigh;
    private final int saltLow;

    AesGcmTransform(SessionKeys keys) {
        try {
            gcm = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
        key = new SecretKeySpec(keys.cipherKey(), "AES");
        byte[] salt = Arrays.copyOf(keys.salt(), 12);
        saltHigh = (long) U64.get(salt, 0);
        saltLow = (int) U32.get(salt, 8);
    }

    @Override
    public int sealRtp(SrtpWorkspace work, int header, int length, int ssrc, long index) {
        return seal(work, header, length, 0, ssrc, index);
    }

    @Override
    public int openRtp(SrtpWorkspace work, int header, int length, int ssrc, long index) {
        return open(work, header, length, 0, ssrc, index);
    }

    @Override
    public int sealRtcp(SrtpWorkspace work, int length, int ssrc, int index) {
        U32.set(work.counters, 0, ENCRYPTED | index);
        int end = seal(work, RTCP_CLEAR, length, WORD, ssrc, index);
        U32.set(work.packet, end, ENCRYPTED | index);
        return end + WORD;
    }

    @Override
    public int openRtcp(SrtpWorkspace work, int length, int ssrc) {
        int word = rtcpWord(work, length);
        U32.set(work.counters, 0, word);
        int end = length - WORD;
        if ((word & ENCRYPTED) != 0) {
            return open(work, RTCP_CLEAR, end, WORD, ssrc, word & ~ENCRYPTED);
        }
        // Only authenticated (RFC 7714 section 9.3): everything before the tag is associated data.
        return open(work, end - TAG, end, WORD, ssrc, word);
    }

    @Override
    public int rtcpWord(SrtpWorkspace work, int length) {
        return (int) U32.get(work.packet, length - WORD);
    }

    @Override
    public int rtpOverhead() {
        return TAG;
    }

    @Override
    public int rtcpOverhead() {
        return TAG + WORD;
    }

    private int seal(SrtpWorkspace work, int clear, int length, int more, int ssrc, long index) {
        byte[] packet = work.packet;
        try {
            begin(Cipher.ENCRYPT_MODE, work, clear, more, ssrc, index);
            return clear + gcm.doFinal(packet, clear, length - clear, packet, clear);
        } catch (GeneralSecurityException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private int open(SrtpWorkspace work, int clear, int length, int more, int ssrc, long index) {
        byte[] packet = work.packet;
        try {
            begin(Cipher.DECRYPT_MODE, work, clear, more, ssrc, index);
            // Into another array: decrypting in place, the JDK would allocate one.
            int opened = gcm.doFinal(packet, clear, length - clear, work.output, 0);
            System.arraycopy(work.output, 0, packet, clear, opened);
            return clear + opened;
        } catch (AEADBadTagException forged) {
            return SrtpDrop.AUTHENTICATION;
        } catch (GeneralSecurityException bug) {
            throw new IllegalStateException(bug);
        }
    }

    /// The initialization vector is `0 0 | SSRC | index` (48 bits) over the salt (RFC 7714 sections
    /// 8.1 and 9.1); `more` bytes of associated data wait in `counters`.
    private void begin(int mode, SrtpWorkspace work, int clear, int more, int ssrc, long index)
            throws GeneralSecurityException {
        U64.set(iv, 0, saltHigh ^ (ssrc & 0xffff_ffffL) << 16 ^ index >>> 32);
        U32.set(iv, 8, saltLow ^ (int) index);
        gcm.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, iv));
        gcm.updateAAD(work.packet, 0, clear);
        if (more > 0) {
            gcm.updateAAD(work.counters, 0, more);
        }
    }
}
