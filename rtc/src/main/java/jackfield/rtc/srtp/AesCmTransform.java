package jackfield.rtc.srtp;

import static jackfield.rtc.srtp.SrtpWorkspace.U32;

/// AES in counter mode, or no cipher, with HMAC-SHA1 (RFC 3711 sections 4.1.1 and 4.2.1, RFC 6188).
///
/// RTP: `header | encrypted | MKI | tag`, the tag over header, text and the rollover counter. RTCP:
/// `8 bytes | encrypted | E + index | MKI | tag`; its tag has 80 bits also where RTP's has 32 (RFC
/// 5764 section 4.1.2, RFC 4568 section 6.2, RFC 6188 section 4).
final class AesCmTransform implements Transform {
    private static final int RTCP_TAG = 10;
    private static final int WORD = 4;

    private final AesCounterMode cipher;
    private final HmacSha1 hmac;
    private final byte[] mki;
    private final int rtpTag;
    private final boolean encrypts;

    AesCmTransform(SessionKeys keys, SrtpProfile profile, byte[] mki, SrtpWorkspace work) {
        cipher = new AesCounterMode(keys.cipherKey(), keys.salt(), work);
        hmac = new HmacSha1(keys.authenticationKey(), work);
        this.mki = mki;
        rtpTag = profile.rtpTagBytes();
        encrypts = profile.encrypts();
    }

    @Override
    public int sealRtp(SrtpWorkspace work, int header, int length, int ssrc, long index) {
        crypt(work, header, length, ssrc, index);
        U32.set(work.packet, length, (int) (index >>> 16));
        hmac.compute(work, length + WORD);
        return ended(work, length, rtpTag);
    }

    @Override
    public int openRtp(SrtpWorkspace work, int header, int length, int ssrc, long index) {
        int end = length - rtpOverhead();
        // The counter takes the place of MKI and tag while the code is computed: they move away.
        System.arraycopy(work.packet, end, work.output, 0, rtpOverhead());
        U32.set(work.packet, end, (int) (index >>> 16));
        hmac.compute(work, end + WORD);
        if (!isGenuine(work, rtpTag)) {
            return SrtpDrop.AUTHENTICATION;
        }
        crypt(work, header, end, ssrc, index);
        return end;
    }

    @Override
    public int sealRtcp(SrtpWorkspace work, int length, int ssrc, int index) {
        crypt(work, RTCP_CLEAR, length, ssrc, index);
        U32.set(work.packet, length, encrypts ? ENCRYPTED | index : index);
        hmac.compute(work, length + WORD);
        return ended(work, length + WORD, RTCP_TAG);
    }

    @Override
    public int openRtcp(SrtpWorkspace work, int length, int ssrc) {
        int word = rtcpWord(work, length);
        int end = length - RTCP_TAG - mki.length;
        System.arraycopy(work.packet, end, work.output, 0, mki.length + RTCP_TAG);
        hmac.compute(work, end);
        if (!isGenuine(work, RTCP_TAG)) {
            return SrtpDrop.AUTHENTICATION;
        }
        if ((word & ENCRYPTED) != 0) {
            crypt(work, RTCP_CLEAR, end - WORD, ssrc, word & ~ENCRYPTED);
        }
        return end - WORD;
    }

    @Override
    public int rtcpWord(SrtpWorkspace work, int length) {
        return (int) U32.get(work.packet, length - RTCP_TAG - mki.length - WORD);
    }

    @Override
    public int rtpOverhead() {
        return mki.length + rtpTag;
    }

    @Override
    public int rtcpOverhead() {
        return WORD + mki.length + RTCP_TAG;
    }

    /// Appends MKI and tag (RFC 3711 section 3.1); the tag does not cover the MKI.
    private int ended(SrtpWorkspace work, int length, int tag) {
        System.arraycopy(mki, 0, work.packet, length, mki.length);
        System.arraycopy(work.mac, 0, work.packet, length + mki.length, tag);
        return length + mki.length + tag;
    }

    /// Whether the MKI and tag in `output` are right. Takes the same time wherever the difference
    /// is.
    private boolean isGenuine(SrtpWorkspace work, int tag) {
        int difference = 0;
        for (int i = 0; i < mki.length; i++) {
            difference |= mki[i] ^ work.output[i];
        }
        for (int i = 0; i < tag; i++) {
            difference |= work.mac[i] ^ work.output[mki.length + i];
        }
        return difference == 0;
    }

    private void crypt(SrtpWorkspace work, int from, int to, int ssrc, long index) {
        if (encrypts) {
            cipher.apply(work, from, to, ssrc, index);
        }
    }

    @Override
    public long fetch() {
        return cipher.fetch() + hmac.fetch();
    }
}
