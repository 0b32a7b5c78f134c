package jackfield.server.interop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Offers of many shapes, by name: what phones, browsers, trunks and fax machines send.
final class NgShapes {
    private static final String AUDIO =
            "m=audio 4000 RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n"
                    + "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\n";
    private static final String VIDEO =
            "m=video 4002 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\na=fmtp:96 max-fr=30\r\n";
    private static final String PRINT = "sha-256 " + "AB:".repeat(31) + "AB";
    private static final String DTLS = "a=setup:actpass\r\na=fingerprint:" + PRINT + "\r\n";
    private static final String ICE = "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\n";
    private static final String CANDIDATES =
            "a=candidate:1 1 UDP 2130706431 127.0.0.1 4000 typ host\r\n"
                    + "a=candidate:1 2 UDP 2130706430 127.0.0.1 4001 typ host\r\n";
    private static final String KEY = "inline:V0M9VVVsxzoLQ9VXb0TVRbJ0XTHZBYLVBRHvFD2N";
    private static final String CRYPTO = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 " + KEY + "\r\n";

    private NgShapes() {}

    private static String session(String lines) {
        return "v=0\r\no=alice 7001 3 IN IP4 127.0.0.1\r\ns=call\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                + lines;
    }

    private static String browser(String lines) {
        return "v=0\r\no=- 46117 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n" + lines;
    }

    private static String browserAudio(String mid) {
        return "m=audio 4000 UDP/TLS/RTP/SAVPF 111 8 0 101\r\nc=IN IP4 127.0.0.1\r\n"
                + "a=rtcp:9 IN IP4 0.0.0.0\r\n"
                + "a=candidate:1 1 udp 2113937151 127.0.0.1 4000 typ host generation 0\r\n"
                + ICE
                + "a=ice-options:trickle\r\n"
                + DTLS
                + mid
                + "a=sendrecv\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n"
                + "a=rtcp-fb:111 transport-cc\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n"
                + "a=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n"
                + "a=rtpmap:101 telephone-event/8000\r\n";
    }

    private static String browserVideo(String mid) {
        return "m=video 4000 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 127.0.0.1\r\n"
                + "a=candidate:1 1 udp 2113937151 127.0.0.1 4000 typ host generation 0\r\n"
                + ICE
                + DTLS
                + mid
                + "a=sendrecv\r\na=rtcp-mux\r\na=rtcp-rsize\r\na=rtpmap:96 VP8/90000\r\n"
                + "a=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\n";
    }

    /// One of them.
    static String named(String name) {
        return Objects.requireNonNull(all().get(name), name);
    }

    /// All of them.
    static Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        plain(all);
        held(all);
        several(all);
        secure(all);
        return all;
    }

    private static void plain(Map<String, String> to) {
        to.put("audio", session(AUDIO));
        to.put("static", session("m=audio 4000 RTP/AVP 0 8\r\n"));
        to.put("ptime", session(AUDIO + "a=ptime:20\r\na=maxptime:40\r\n"));
        to.put("rtcp", session(AUDIO + "a=rtcp:4005\r\n"));
        to.put("rtcp-full", session(AUDIO + "a=rtcp:4005 IN IP4 127.0.0.1\r\n"));
        to.put("mux", session(AUDIO + "a=rtcp-mux\r\n"));
        to.put(
                "strange",
                session(
                        "a=tool:phone 1\r\na=cat:x\r\n"
                                + AUDIO
                                + "a=silenceSupp:off - - - -\r\na=X-own:1\r\na=lang:en\r\n"));
        to.put(
                "lines",
                "v=0\r\no=alice 7001 3 IN IP4 127.0.0.1\r\ns=call\r\ni=about\r\n"
                        + "u=http://example.org/\r\ne=a@example.org\r\nc=IN IP4 127.0.0.1\r\n"
                        + "b=AS:80\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\ni=voice\r\nb=TIAS:64000\r\n"
                        + "a=rtpmap:8 PCMA/8000\r\n");
        to.put(
                "media-c",
                "v=0\r\no=alice 7001 3 IN IP4 127.0.0.1\r\ns=call\r\nt=0 0\r\n"
                        + AUDIO.replaceFirst("\r\n", "\r\nc=IN IP4 127.0.0.1\r\n"));
        to.put(
                "opus",
                session(
                        "m=audio 4000 RTP/AVP 111 110 0\r\na=rtpmap:111 opus/48000/2\r\n"
                                + "a=fmtp:111 useinbandfec=1\r\na=rtpmap:110 telephone-event/48000\r\n"
                                + "a=fmtp:110 0-16\r\n"));
        to.put(
                "noise",
                session(
                        "m=audio 4000 RTP/AVP 0 13 101\r\na=rtpmap:13 CN/8000\r\n"
                                + "a=rtpmap:101 telephone-event/8000\r\n"));
        to.put(
                "six",
                session(AUDIO)
                        .replace("o=alice 7001 3 IN IP4 127.0.0.1", "o=alice 7001 3 IN IP6 ::1")
                        .replace("c=IN IP4 127.0.0.1", "c=IN IP6 ::1"));
        to.put(
                "feedback",
                session(AUDIO).replace("RTP/AVP", "RTP/AVPF") + "a=rtcp-fb:* ccm tmmbr\r\n");
    }

    private static void held(Map<String, String> to) {
        to.put("sendonly", session(AUDIO + "a=sendonly\r\n"));
        to.put("recvonly", session(AUDIO + "a=recvonly\r\n"));
        to.put("inactive", session(AUDIO + "a=inactive\r\n"));
        to.put(
                "zero",
                session(AUDIO).replace("c=IN IP4 127.0.0.1", "c=IN IP4 0.0.0.0")
                        + "a=sendonly\r\n");
        to.put("above", session("a=sendonly\r\n" + AUDIO));
    }

    private static void several(Map<String, String> to) {
        to.put("video", session(AUDIO + VIDEO));
        to.put(
                "two",
                session(
                        AUDIO
                                + AUDIO.replace("4000", "4004")
                                + "a=sendonly\r\na=content:slides\r\n"));
        to.put("port-0", session(AUDIO + VIDEO.replace("4002", "0")));
        to.put("first-0", session(VIDEO.replace("4002", "0") + AUDIO));
        to.put(
                "fax",
                session(
                        "m=image 4000 udptl t38\r\na=T38FaxVersion:0\r\na=T38MaxBitRate:14400\r\n"));
        to.put("voice-fax", session(AUDIO + "m=image 4006 udptl t38\r\na=T38FaxVersion:0\r\n"));
        to.put(
                "message",
                session(AUDIO + "m=message 7394 TCP/MSRP *\r\na=path:msrp://x:1/y;tcp\r\n"));
        to.put(
                "bundle",
                session(
                        "a=group:BUNDLE a v\r\n"
                                + AUDIO
                                + "a=mid:a\r\na=rtcp-mux\r\n"
                                + VIDEO
                                + "a=mid:v\r\na=rtcp-mux\r\n"));
        to.put(
                "headers",
                session(
                        AUDIO
                                + "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n"
                                + "a=ssrc:77 cname:x\r\n"));
    }

    private static void secure(Map<String, String> to) {
        String savp = AUDIO.replace("RTP/AVP", "RTP/SAVP");
        to.put("sdes", session(savp + CRYPTO));
        to.put(
                "sdes-many",
                session(
                        savp
                                + CRYPTO
                                + "a=crypto:2 AES_CM_128_HMAC_SHA1_32 "
                                + KEY
                                + "\r\na=crypto:3 AEAD_AES_128_GCM inline:V0M9VVVsxzoLQ9VXb0TVRbJ0XTHZBYLVBRHvFA==\r\n"));
        to.put("beside", session(AUDIO + CRYPTO)); // keys beside plain media
        to.put("dtls", session(savp.replace("RTP/SAVP", "UDP/TLS/RTP/SAVP") + DTLS));
        to.put("dtls-above", session(DTLS + savp.replace("RTP/SAVP", "UDP/TLS/RTP/SAVP")));
        to.put("both", session(savp + CRYPTO + DTLS));
        to.put("ice", session(AUDIO + ICE + CANDIDATES));
        to.put("ice-bare", session(AUDIO + ICE + "a=ice-options:trickle\r\n"));
        to.put("ice-above", session(ICE + "a=ice-lite\r\n" + AUDIO + CANDIDATES));
        to.put("browser", browser("a=group:BUNDLE 0\r\n" + browserAudio("a=mid:0\r\n")));
        to.put("browser-alone", browser(browserAudio("")));
        to.put(
                "browser-video",
                browser(
                        "a=group:BUNDLE 0 1\r\na=msid-semantic: WMS *\r\n"
                                + browserAudio("a=mid:0\r\n")
                                + browserVideo("a=mid:1\r\n")));
        to.put(
                "browser-apart",
                browser(
                        browserAudio("a=mid:0\r\n")
                                + browserVideo("a=mid:1\r\n").replace("4000", "4008")));
        to.put(
                "browser-data",
                browser(
                        "a=group:BUNDLE 0 1\r\n"
                                + browserAudio("a=mid:0\r\n")
                                + "m=application 4000 UDP/DTLS/SCTP webrtc-datachannel\r\n"
                                + "c=IN IP4 127.0.0.1\r\na=mid:1\r\na=sctp-port:5000\r\n"
                                + ICE
                                + DTLS));
    }
}
