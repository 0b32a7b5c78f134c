package jackfield.bench.relay;

import jackfield.rtc.srtp.SrtpProfile;

import org.jspecify.annotations.Nullable;

/// What the second leg of each call is; the first one is plain RTP.
enum Mode {
    RTP_RTP("rtp-rtp", "RTP to RTP", null),
    RTP_SDES("rtp-sdes", "RTP to SRTP (AES-CM)", SrtpProfile.AES_CM_128_HMAC_SHA1_80),
    RTP_GCM("rtp-gcm", "RTP to SRTP (AES-GCM)", SrtpProfile.AEAD_AES_128_GCM);

    private final String word;
    private final String title;
    private final @Nullable SrtpProfile profile;

    Mode(String word, String title, @Nullable SrtpProfile profile) {
        this.word = word;
        this.title = title;
        this.profile = profile;
    }

    String title() {
        return title;
    }

    /// How the second leg is protected; null for not at all.
    @Nullable SrtpProfile profile() {
        return profile;
    }

    /// As one writes it on the command line.
    @Override
    public String toString() {
        return word;
    }
}
