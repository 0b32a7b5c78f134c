package jackfield.roles.relay;

import java.nio.charset.StandardCharsets;

/// Descriptions as browsers and phones write them.
public final class Sdps {
    static final String KEY_80 =
            "a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj";
    static final String KEY_GCM =
            "a=crypto:1 AEAD_AES_128_GCM inline:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGw==";

    public static final String FINGERPRINT_A = "AA:".repeat(31) + "AA";
    public static final String FINGERPRINT_B = "BB:".repeat(31) + "BB";
    public static final String PWD = "0123456789abcdef01234567";

    private Sdps() {}

    public static byte[] bytes(String sdp) {
        return sdp.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /// A browser's offer or answer with one voice.
    public static String browser(String ufrag, String setup, String payloads) {
        return """
        v=0
        o=- 4611731400430051336 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0
        a=extmap-allow-mixed
        a=msid-semantic: WMS stream
        m=audio 9 UDP/TLS/RTP/SAVPF %s
        c=IN IP4 0.0.0.0
        a=rtcp:9 IN IP4 0.0.0.0
        a=candidate:1 1 udp 2122260223 203.0.113.9 50000 typ host
        a=candidate:2 1 udp 2122194687 5b2c9b2e-8a60.local 52733 typ host
        a=ice-ufrag:%s
        a=ice-pwd:%s
        a=ice-options:trickle
        a=fingerprint:sha-256 %s
        a=setup:%s
        a=mid:0
        a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
        a=sendrecv
        a=msid:stream track
        a=rtcp-mux
        a=rtcp-rsize
        a=rtpmap:111 opus/48000/2
        a=rtcp-fb:111 transport-cc
        a=fmtp:111 minptime=10;useinbandfec=1
        a=rtpmap:63 red/48000/2
        a=fmtp:63 111/111
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:13 CN/8000
        a=rtpmap:110 telephone-event/48000
        a=rtpmap:126 telephone-event/8000
        a=ssrc:1399694169 cname:q5cPfTzkpVZr3kJq
        """
                .formatted(payloads, ufrag, PWD, FINGERPRINT_A, setup);
    }

    public static String browserOffer() {
        return browser("Ad1K", "actpass", "111 63 0 8 13 110 126");
    }

    public static String browserAnswer() {
        return browser("bZx0", "active", "111 0 8 126")
                .replace(FINGERPRINT_A, FINGERPRINT_B)
                .replace("1399694169", "2399694169");
    }

    /// A phone's offer or answer.
    public static String phone(String payloads, String... more) {
        return """
        v=0
        o=- 3294618072 1049364122 IN IP4 198.51.100.20
        s=-
        c=IN IP4 198.51.100.20
        t=0 0
        m=audio 18472 RTP/AVP %s
        a=rtpmap:96 opus/48000/2
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-15
        """
                        .formatted(payloads)
                + (more.length == 0 ? "" : String.join("\n", more) + "\n")
                + "a=ptime:20\n";
    }

    public static String securePhone(String payloads, String... crypto) {
        return phone(payloads, crypto).replace("RTP/AVP", "RTP/SAVP");
    }
}
