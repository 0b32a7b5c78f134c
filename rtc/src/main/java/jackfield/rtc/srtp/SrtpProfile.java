package jackfield.rtc.srtp;

import org.jspecify.annotations.Nullable;

/// A protection profile, as DTLS-SRTP and SDES name it (RFC 5764 section 4.1.2, RFC 7714 section
/// 14.2, RFC 4568 section 6.2, RFC 6188).
public enum SrtpProfile {
    AES_CM_128_HMAC_SHA1_80(0x0001, 16, 14, 10),
    AES_CM_128_HMAC_SHA1_32(0x0002, 16, 14, 4),
    AES_192_CM_HMAC_SHA1_80(0, 24, 14, 10),
    AES_192_CM_HMAC_SHA1_32(0, 24, 14, 4),
    AES_256_CM_HMAC_SHA1_80(0, 32, 14, 10),
    AES_256_CM_HMAC_SHA1_32(0, 32, 14, 4),
    AEAD_AES_128_GCM(0x0007, 16, 12, 16),
    AEAD_AES_256_GCM(0x0008, 32, 12, 16),
    /// Authenticated but not encrypted: never ours to propose, only where an operator names it.
    NULL_HMAC_SHA1_80(0x0005, 16, 14, 10),
    /// Authenticated but not encrypted: never ours to propose, only where an operator names it.
    NULL_HMAC_SHA1_32(0x0006, 16, 14, 4);

    private final int dtlsId;
    private final int keyBytes;
    private final int saltBytes;
    private final int rtpTagBytes;

    SrtpProfile(int dtlsId, int keyBytes, int saltBytes, int rtpTagBytes) {
        this.dtlsId = dtlsId;
        this.keyBytes = keyBytes;
        this.saltBytes = saltBytes;
        this.rtpTagBytes = rtpTagBytes;
    }

    /// The profile that `a=crypto` calls so; null for one we do not know.
    public static @Nullable SrtpProfile named(String suite) {
        for (SrtpProfile each : values()) {
            if (each.name().equalsIgnoreCase(suite)) {
                return each;
            }
        }
        return null;
    }

    /// The number of the profile in `use_srtp`; 0 for one that DTLS-SRTP does not have.
    public int dtlsId() {
        return dtlsId;
    }

    /// The suite's name in `a=crypto`.
    public String sdesName() {
        return name();
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

    /// True where one transform encrypts and authenticates (RFC 7714).
    public boolean isAead() {
        return this == AEAD_AES_128_GCM || this == AEAD_AES_256_GCM;
    }

    /// False where packets are only authenticated.
    public boolean encrypts() {
        return this != NULL_HMAC_SHA1_80 && this != NULL_HMAC_SHA1_32;
    }
}
