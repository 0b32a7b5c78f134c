package jackfield.bench.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jackfield.base.Parsed;
import jackfield.rtc.ice.Candidate;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import java.util.List;
import java.util.stream.Stream;

/// A session description: read, asked everything, written and read again.
final class SdpTarget implements Target {
    static final String PHONE =
            """
            v=0
            o=- 1 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            m=audio 4000 RTP/AVP 0 8 101
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=rtcp:4001 IN IP4 192.0.2.1
            a=sendrecv
            """;
    static final String SECURE =
            """
            v=0
            o=- 1 1 IN IP6 2001:db8::1
            s=-
            c=IN IP6 2001:db8::1
            t=0 0
            m=audio 4000 RTP/SAVP 0
            a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw|2^20|1:4
            a=ptime:20
            """;
    static final String BROWSER =
            """
            v=0
            o=- 42 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 0 1
            m=audio 9 UDP/TLS/RTP/SAVPF 111 63
            c=IN IP4 0.0.0.0
            a=rtcp:9 IN IP4 0.0.0.0
            a=ice-ufrag:abcd
            a=ice-pwd:abcdefghijklmnopqrstuv
            a=fingerprint:sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF
            a=setup:actpass
            a=mid:0
            a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid
            a=rtcp-mux
            a=rtpmap:111 opus/48000/2
            a=rtcp-fb:111 transport-cc
            a=fmtp:111 minptime=10;useinbandfec=1
            a=rtpmap:63 red/48000/2
            a=candidate:1 1 udp 2113937151 0d1e2f30.local 50000 typ host generation 0
            a=candidate:2 1 udp 1677729535 198.51.100.7 50000 typ srflx raddr 0.0.0.0 rport 0
            a=ssrc:1 cname:x
            m=video 9 UDP/TLS/RTP/SAVPF 96 97
            c=IN IP4 0.0.0.0
            a=mid:1
            a=bundle-only
            a=rtcp-mux
            a=rtpmap:96 VP8/90000
            a=rtpmap:97 rtx/90000
            a=fmtp:97 apt=96
            a=recvonly
            """;

    @Override
    public String name() {
        return "sdp";
    }

    @Override
    public List<byte[]> seeds() {
        return Stream.of(PHONE, SECURE, BROWSER)
                .map(each -> each.replace("\n", "\r\n").getBytes(ISO_8859_1))
                .toList();
    }

    @Override
    public List<byte[]> words() {
        return Stream.of(
                        "\r\nm=",
                        "\r\na=",
                        "\r\nc=IN IP4 ",
                        "0",
                        "-1",
                        "65536",
                        "99999999999",
                        " ",
                        "/",
                        ":",
                        ";",
                        "=",
                        "|",
                        "a=crypto:",
                        "a=candidate:",
                        "a=rtpmap:",
                        "a=mid:",
                        "a=group:BUNDLE",
                        "inline:",
                        "IP6",
                        "\u00ff",
                        "%s")
                .map(each -> each.getBytes(ISO_8859_1))
                .toList();
    }

    @Override
    public long run(byte[] input) {
        if (!(SessionDescription.parse(input)
                instanceof Parsed.Ok<SessionDescription>(SessionDescription sdp))) {
            return 0;
        }
        long did = 1L + sdp.sections().size();
        did = did * 2 + (sdp.bundle() == null ? 0 : 1);
        for (MediaSection each : sdp.sections()) {
            did = did * 31 + ask(each);
        }
        byte[] written = sdp.toBytes();
        if (!(SessionDescription.parse(written)
                        instanceof Parsed.Ok<SessionDescription>(SessionDescription again))
                || again.sections().size() != sdp.sections().size()) {
            throw new AssertionError("what was written cannot be read");
        }
        return did;
    }

    private static long ask(MediaSection section) {
        long did = Math.min(section.codecs().size(), 3);
        did = did * 3 + Math.min(section.fingerprints().size(), 2);
        did = did * 2 + (section.iceUfrag() == null ? 0 : 1);
        did = did * 2 + (section.rtcpMux() ? 1 : 0);
        did = did * 5 + section.direction().ordinal();
        did = did * 2 + (section.setup() == null ? 0 : 1);
        did = did * 2 + (section.mid() == null ? 0 : 1);
        for (String line : section.candidates()) {
            did = did * 3 + (Candidate.parse(line) instanceof Parsed.Ok<Candidate> ? 1 : 0);
        }
        return did;
    }
}
