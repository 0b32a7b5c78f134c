package jackfield.rtc.srtp;

/// A protection profile, as DTLS-SRTP and SDES name it (RFC 5764 section 4.1.2, RFC 7714 section
/// 14.2, RFC 4568 section 6.2).
public enum SrtpProfile {
    AES_CM_128_HMAC_SHA1_80(0x0001, "AES_CM_128_HMAC_SHA1_80", 16, 14, 10),
    AES_CM_128_HMAC_SHA1_32(0x0002, "AES_CM_128_HMAC_SHA1_32", 16, 14, 4),
    AEAD_AES_128_GCM(0x0007, "AEAD_AES_128_GCM", 16, 12, 16);

    private final int dtlsId;
    private final String sdesName;
    private final int keyBytes;
    private final int saltBytes;
    private final int rtpTagBytes;

    SrtpProfile(int dtlsId, String sdesName, int keyBytes, int saltBytes, int rtpTagBytes) {
        this.dtlsId = dtlsId;
        this.sdesName = sdesName;
        this.keyBytes = keyBytes;
        this.saltBytes = saltBytes;
        this.rtpTagBytes = rtpTagBytes;
    }

    /// The number of the profile in `use_srtp`.
    public int dtlsId() {
        return dtlsId;
    }

    /// The suite's name in `a=crypto`.
    public String sdesName() {
        return sdesName;
    }

    /// Bytes of the master key.
    public int keyBytes() {
        return keyBytes;
    }

    /// Bytes of the master salt.
    public int saltBytes() {
        return saltBytes;
    }

    /// Bytes that protecting an RTP packet adds.
    public int rtpTagBytes() {
        return rtpTagBytes;
    }
}
