package jackfield.bench.relay;

import jackfield.rtc.srtp.SrtpProfile;
import org.jspecify.annotations.Nullable;

/// What the second leg of each call is; the first one is plain RTP.
enum Mode {
    RTP_RTP("rtp-rtp", "RTP to RTP", null),
    RTP_SDES("rtp-sdes", "RTP to SRTP (AES-CM)", SrtpProfile.AES_CM_128_HMAC_SHA1_80),
    RTP_GCM("rtp-gcm", "RTP to SRTP (AES-GCM)", SrtpProfile.AEAD_AES_128_GCM),
    OPUS_PCMU("opus-pcmu", "RTP with Opus to RTP with PCMU (transcoding)", null),
    RTP_BROWSER("rtp-browser", "RTP to a browser (ICE, DTLS-SRTP)", null);

    private final String word;
    private final String title;
    private final @Nullable SrtpProfile profile;

    Mode(String word, String title, @Nullable SrtpProfile profile) {
        this.word = word;
        this.title = title;
        this.profile = profile;
    }

    /// The transport protocol of the second leg's SDP.
    String protocol() {
        return isBrowser() ? "UDP/TLS/RTP/SAVPF" : profile == null ? "RTP/AVP" : "RTP/SAVP";
    }

    /// True where the second leg is a browser's.
    boolean isBrowser() {
        return this == RTP_BROWSER;
    }

    /// True where the relay makes another codec of each packet.
    boolean isTranscoded() {
        return this == OPUS_PCMU;
    }

    String title() {
        return title;
    }

    /// How the second leg is protected; null for not at all, or by DTLS.
    @Nullable SrtpProfile profile() {
        return profile;
    }

    /// As one writes it on the command line.
    @Override
    public String toString() {
        return word;
    }
}
