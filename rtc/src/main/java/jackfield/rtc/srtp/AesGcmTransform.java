package jackfield.rtc.srtp;

import static jackfield.rtc.srtp.SrtpWorkspace.U32;
import static jackfield.rtc.srtp.SrtpWorkspace.U64;

import java.util.Arrays;

/// AES-GCM (RFC 7714), with keys of 128 or 256 bits.
///
/// RTP: `header | encrypted | tag | MKI`, header authenticated. RTCP: `8 bytes | encrypted | tag |
/// E
/// + index | MKI`, the 8 bytes and the last word authenticated.
///
/// The key stream is that of counter mode, the tag is [Ghash] over what the JDK encrypts: the JDK's
/// own cipher for this mode wants an `init` for each packet, which allocates and takes longer than
/// the rest (docs/adr/0127-gcm-without-garbage.md has the figures).
final class AesGcmTransform implements Transform {
    private static final int TAG = 16;
    private static final int WORD = 4;
    private static final int BLOCK = AesCounterMode.BLOCK;

    private final AesCounterMode cipher;
    private final Ghash hash;

    private final byte[] mki;

    AesGcmTransform(SessionKeys keys, byte[] mki, SrtpWorkspace work) {
        // 12 bytes of salt, and behind them 32 bits of counter.
        cipher = new AesCounterMode(keys.cipherKey(), Arrays.copyOf(keys.salt(), 12), work);
        hash = new Ghash(cipher.zeros(work));
        this.mki = mki;
    }

    @Override
    public int sealRtp(SrtpWorkspace work, int header, int length, int ssrc, long index) {
        return identified(work, seal(work, header, length, 0, ssrc, index));
    }

    @Override
    public int openRtp(SrtpWorkspace work, int header, int length, int ssrc, long index) {
        return isIdentified(work, length)
                ? open(work, header, length - mki.length, 0, ssrc, index)
                : SrtpDrop.AUTHENTICATION;
    }

    @Override
    public int sealRtcp(SrtpWorkspace work, int length, int ssrc, int index) {
        U32.set(work.mac, 0, ENCRYPTED | index);
        int end = seal(work, RTCP_CLEAR, length, WORD, ssrc, index);
        U32.set(work.packet, end, ENCRYPTED | index);
        return identified(work, end + WORD);
    }

    @Override
    public int openRtcp(SrtpWorkspace work, int length, int ssrc) {
        if (!isIdentified(work, length)) {
            return SrtpDrop.AUTHENTICATION;
        }
        int word = rtcpWord(work, length);
        U32.set(work.mac, 0, word);
        int end = length - mki.length - WORD;
        if ((word & ENCRYPTED) != 0) {
            return open(work, RTCP_CLEAR, end, WORD, ssrc, word & ~ENCRYPTED);
        }
        // Only authenticated (RFC 7714 section 9.3): everything before the tag is associated data.
        return open(work, end - TAG, end, WORD, ssrc, word);
    }

    @Override
    public int rtcpWord(SrtpWorkspace work, int length) {
        return (int) U32.get(work.packet, length - mki.length - WORD);
    }

    @Override
    public int rtpOverhead() {
        return TAG + mki.length;
    }

    @Override
    public int rtcpOverhead() {
        return TAG + WORD + mki.length;
    }

    /// Appends the MKI, which nothing covers (RFC 7714 sections 8.2 and 9.2).
    private int identified(SrtpWorkspace work, int length) {
        System.arraycopy(mki, 0, work.packet, length, mki.length);
        return length + mki.length;
    }

    private boolean isIdentified(SrtpWorkspace work, int length) {
        return mki.length == 0
                || Arrays.equals(work.packet, length - mki.length, length, mki, 0, mki.length);
    }

    private int seal(SrtpWorkspace work, int clear, int length, int more, int ssrc, long index) {
        int text = length - clear;
        keyStream(work, text, ssrc, index);
        AesCounterMode.xor(work, clear, text, BLOCK);
        authenticate(work, clear, text, more);
        U64.set(work.packet, length, hash.high() ^ (long) U64.get(work.output, 0));
        U64.set(work.packet, length + 8, hash.low() ^ (long) U64.get(work.output, 8));
        return length + TAG;
    }

    private int open(SrtpWorkspace work, int clear, int length, int more, int ssrc, long index) {
        int end = length - TAG;
        int text = end - clear;
        authenticate(work, clear, text, more);
        keyStream(work, text, ssrc, index);
        // In the same time wherever the difference is.
        long high = hash.high() ^ (long) U64.get(work.output, 0);
        long low = hash.low() ^ (long) U64.get(work.output, 8);
        long difference = high ^ (long) U64.get(work.packet, end);
        difference |= low ^ (long) U64.get(work.packet, end + 8);
        if (difference != 0) {
            return SrtpDrop.AUTHENTICATION;
        }
        AesCounterMode.xor(work, clear, text, BLOCK);
        return end;
    }

    /// The initialization vector is `0 0 | SSRC | index` (48 bits) over the salt (RFC 7714 sections
    /// 8.1 and 9.1). Its block with the counter 1 covers the tag, those that follow the text.
    private void keyStream(SrtpWorkspace work, int text, int ssrc, long index) {
        cipher.keyStream(
                work, BLOCK + text, (ssrc & 0xffff_ffffL) << 16 ^ index >>> 32, index << 32 | 1);
    }

    /// Hashes the first `clear` bytes of the packet and the `more` in `mac` as associated data,
    /// then `text` bytes of ciphertext, then both lengths in bits; each part is filled up to whole
    /// blocks.
    private void authenticate(SrtpWorkspace work, int clear, int text, int more) {
        byte[] hashed = work.hashed;
        System.arraycopy(work.packet, 0, hashed, 0, clear);
        if (more > 0) {
            System.arraycopy(work.mac, 0, hashed, clear, more);
        }
        int associated = clear + more;
        int begin = filled(hashed, associated);
        System.arraycopy(work.packet, clear, hashed, begin, text);
        int end = filled(hashed, begin + text);
        U64.set(hashed, end, (long) associated * Byte.SIZE);
        U64.set(hashed, end + 8, (long) text * Byte.SIZE);
        hash.compute(hashed, end / BLOCK + 1);
    }

    /// Writes zeros up to the next whole block, and answers where that is.
    private static int filled(byte[] hashed, int length) {
        U64.set(hashed, length, 0L);
        U64.set(hashed, length + 8, 0L);
        return length + BLOCK - 1 & -BLOCK;
    }

    @Override
    public long fetch() {
        return cipher.fetch() + hash.fetch();
    }
}
