package jackfield.rtc.srtp;

import static jackfield.rtc.srtp.SrtpWorkspace.U32;

/// AES in counter mode with HMAC-SHA1 (RFC 3711 sections 4.1.1 and 4.2.1).
///
/// RTP: `header | encrypted | tag`, the tag over all that and the rollover counter. RTCP: `8 bytes
/// | encrypted | E + index | tag`; its tag has 80 bits also where RTP's has 32 (RFC 5764 section
/// 4.1.2, RFC 4568 section 6.2).
final class AesCmTransform implements Transform {
    private static final int RTCP_TAG = 10;
    private static final int WORD = 4;

    private final AesCounterMode cipher;
    private final HmacSha1 hmac;
    private final int rtpTag;

    AesCmTransform(SessionKeys keys, int rtpTag) {
        cipher = new AesCounterMode(keys.cipherKey(), keys.salt());
        hmac = new HmacSha1(keys.authenticationKey());
        this.rtpTag = rtpTag;
    }

    @Override
    public int sealRtp(SrtpWorkspace work, int header, int length, int ssrc, long index) {
        cipher.apply(work, header, length, ssrc, index);
        U32.set(work.packet, length, (int) (index >>> 16));
        hmac.compute(work, length + WORD);
        System.arraycopy(work.mac, 0, work.packet, length, rtpTag);
        return length + rtpTag;
    }

    @Override
    public int openRtp(SrtpWorkspace work, int header, int length, int ssrc, long index) {
        int end = length - rtpTag;
        // The counter takes the tag's place while the code is computed, so the tag moves away.
        System.arraycopy(work.packet, end, work.output, 0, rtpTag);
        U32.set(work.packet, end, (int) (index >>> 16));
        hmac.compute(work, end + WORD);
        if (!equal(work.mac, work.output, 0, rtpTag)) {
            return SrtpDrop.AUTHENTICATION;
        }
        cipher.apply(work, header, end, ssrc, index);
        return end;
    }

    @Override
    public int sealRtcp(SrtpWorkspace work, int length, int ssrc, int index) {
        cipher.apply(work, RTCP_CLEAR, length, ssrc, index);
        U32.set(work.packet, length, ENCRYPTED | index);
        hmac.compute(work, length + WORD);
        System.arraycopy(work.mac, 0, work.packet, length + WORD, RTCP_TAG);
        return length + WORD + RTCP_TAG;
    }

    @Override
    public int openRtcp(SrtpWorkspace work, int length, int ssrc) {
        int word = rtcpWord(work, length);
        int end = length - RTCP_TAG;
        hmac.compute(work, end);
        if (!equal(work.mac, work.packet, end, RTCP_TAG)) {
            return SrtpDrop.AUTHENTICATION;
        }
        if ((word & ENCRYPTED) != 0) {
            cipher.apply(work, RTCP_CLEAR, end - WORD, ssrc, word & ~ENCRYPTED);
        }
        return end - WORD;
    }

    @Override
    public int rtcpWord(SrtpWorkspace work, int length) {
        return (int) U32.get(work.packet, length - RTCP_TAG - WORD);
    }

    @Override
    public int rtpOverhead() {
        return rtpTag;
    }

    @Override
    public int rtcpOverhead() {
        return WORD + RTCP_TAG;
    }

    /// Takes the same time wherever the difference is.
    private static boolean equal(byte[] mac, byte[] other, int from, int length) {
        int difference = 0;
        for (int i = 0; i < length; i++) {
            difference |= mac[i] ^ other[from + i];
        }
        return difference == 0;
    }
}
