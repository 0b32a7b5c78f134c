package jackfield.rtc.sdp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Parsed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionDescriptionTest {
    static final List<String> CORPUS = List.of(Corpus.ALL);

    private static final String MINIMAL =
            """
            v=0
            o=- 1 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            m=audio 4000 RTP/AVP 0
            """;

    private static SessionDescription parse(String text) {
        return SessionDescription.parse(text.getBytes(UTF_8)).orThrow();
    }

    private static MediaSection audio(String... lines) {
        return parse(MINIMAL + String.join("\n", lines) + "\n").sections().getFirst();
    }

    @ParameterizedTest
    @FieldSource("CORPUS")
    void everyLineOfRealPeersComesOutAsItWentIn(String name) {
        String in = new String(Corpus.bytes(name), UTF_8).replace("\n", "\r\n");
        assertThat(new String(Corpus.read(name).toBytes(), UTF_8)).isEqualTo(in);
    }

    @Test
    void chromiumOffer() {
        SessionDescription sdp = Corpus.read("chromium-offer");
        assertThat(sdp.bundle()).isEqualTo(new Group("BUNDLE", List.of("0", "1")));
        assertThat(sdp.iceLite()).isFalse();
        MediaSection audio = sdp.sections().getFirst();
        assertThat(audio.rtp()).isEqualTo(Endpoint.parse("192.0.2.17:47362"));
        assertThat(audio.rtcp()).isEqualTo(audio.rtp());
        assertThat(audio.mid()).isEqualTo("0");
        assertThat(audio.rtcpMux()).isTrue();
        assertThat(audio.iceUfrag()).isEqualTo("Ad1K");
        assertThat(audio.icePwd()).isEqualTo("Kq7Ddzq2nIq1bVzYdYq0Nf8m");
        assertThat(audio.iceOptions()).containsExactly("trickle");
        assertThat(audio.candidates()).hasSize(3);
        assertThat(audio.candidates().getFirst()).startsWith("2515341223 1 udp 2122260223 192");
        assertThat(audio.setup()).isEqualTo(Setup.ACTPASS);
        assertThat(audio.fingerprints())
                .singleElement()
                .satisfies(f -> assertThat(f.value()).startsWith("3A:96").endsWith(":AA"));
        assertThat(audio.direction()).isEqualTo(Direction.SENDRECV);
        assertThat(audio.cryptos()).isEmpty();
        assertThat(audio.codecs())
                .extracting(Codec::rtpmap)
                .containsExactly(
                        "111 opus/48000/2",
                        "63 red/48000/2",
                        "9 G722/8000",
                        "0 PCMU/8000",
                        "8 PCMA/8000",
                        "13 CN/8000",
                        "110 telephone-event/48000",
                        "126 telephone-event/8000");
        assertThat(audio.codecs().getFirst().fmtp()).isEqualTo("minptime=10;useinbandfec=1");
        assertThat(audio.sources()).extracting(SourceAttribute::ssrc).containsOnly(1399694169L);
        MediaSection video = sdp.sections().get(1);
        assertThat(video.isRejected()).isFalse();
        assertThat(video.codecs()).extracting(Codec::encoding).contains("VP8", "rtx", "H264");
    }

    @Test
    void baresipOffer() {
        MediaSection audio = Corpus.read("baresip-offer").sections().getFirst();
        assertThat(audio.rtp()).isEqualTo(Endpoint.parse("198.51.100.20:18472"));
        assertThat(audio.rtcp()).isEqualTo(Endpoint.parse("198.51.100.20:18473"));
        assertThat(audio.iceUfrag()).isNull();
        assertThat(audio.setup()).isNull();
        assertThat(audio.fingerprints()).isEmpty();
        assertThat(audio.mid()).isNull();
        assertThat(audio.rtcpMux()).isFalse();
        assertThat(audio.codecs().getFirst().rtpmap()).isEqualTo("96 opus/48000/2");
    }

    @Test
    void sippOfferLeavesPcmuToBeKnown() {
        MediaSection audio = audio();
        assertThat(audio.codecs()).containsExactly(new Codec(0, "PCMU", 8_000, 1, null));
        assertThat(audio.direction()).isEqualTo(Direction.SENDRECV);
        assertThat(audio.rtcp()).isEqualTo(Endpoint.parse("192.0.2.1:4001"));
    }

    @Test
    void sessionLinesHoldForMediaThatHaveNone() {
        String session =
                """
                v=0
                o=- 1 1 IN IP6 2001:db8::1
                s=-
                c=IN IP6 2001:db8::2
                t=0 0
                a=inactive
                a=ice-ufrag:abcd
                a=ice-pwd:0123456789012345678901
                a=setup:passive
                a=ice-lite
                m=audio 4000 RTP/AVP 8
                m=video 4002 RTP/AVP 31
                c=IN IP4 192.0.2.9
                a=recvonly
                a=setup:active
                """;
        List<MediaSection> sections = parse(session).sections();
        assertThat(sections.get(0).rtp()).isEqualTo(Endpoint.parse("[2001:db8::2]:4000"));
        assertThat(sections.get(0).direction()).isEqualTo(Direction.INACTIVE);
        assertThat(sections.get(0).setup()).isEqualTo(Setup.PASSIVE);
        assertThat(sections.get(0).iceUfrag()).isNotNull();
        assertThat(sections.get(1).rtp()).isEqualTo(Endpoint.parse("192.0.2.9:4002"));
        assertThat(sections.get(1).direction()).isEqualTo(Direction.RECVONLY);
        assertThat(sections.get(1).setup()).isEqualTo(Setup.ACTIVE);
        assertThat(parse(session).iceLite()).isTrue();
    }

    @Test
    void lenientReading() {
        String odd =
                "v=0\r\ro=a b 1 2 IN IP4 h.example\n\nx=what\na=zoo:1  \r\n"
                        + "m=audio 4000/2 RTP/AVP 0 8\nt=1 2\nb=AS:64\nc=IN IP4 224.2.1.1/127\n";
        SessionDescription sdp = parse(odd);
        assertThat(new String(sdp.toBytes(), UTF_8))
                .isEqualTo(
                        """
                        v=0
                        o=a_b 1 2 IN IP4 h.example
                        s=-
                        t=0 0
                        a=zoo:1
                        m=audio 4000 RTP/AVP 0 8
                        c=IN IP4 224.2.1.1
                        b=AS:64
                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void bytesOfAnyCharacterSetPassThrough() {
        byte[] body = (MINIMAL + "a=x-name:Zo\u00eb \u4f60\n").getBytes(UTF_8);
        SessionDescription sdp = SessionDescription.parse(body).orThrow();
        assertThat(new String(sdp.toBytes(), UTF_8)).contains("a=x-name:Zo\u00eb \u4f60\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "v=1\no=- 1 1 IN IP4 192.0.2.1",
                "o=- 1 1 IN IP4 192.0.2.1\nv=0",
                "v=0\ns=-",
                "v=0\no=- 1 1 IN IP4",
                "v=0\no=- 1 1 IN IP4 h\no=- 1 1 IN IP4 h",
                "v=0\no=- 1 1 IN IP4 h\nm=audio",
                "v=0\no=- 1 1 IN IP4 h\nm=audio 70000 RTP/AVP 0",
                "v=0\no=- 1 1 IN IP4 h\nm=audio -1 RTP/AVP 0",
                "v=0\no=- 1 1 IN IP4 h\nc=IN IP9 h",
                "v=0\no=- 1 1 IN IP4 h\nnonsense",
                "v=0\no=- 1 1 IN IP4 h\na=x\0y",
            })
    void unreadable(String text) {
        assertThat(SessionDescription.parse(text.getBytes(ISO_8859_1)))
                .isInstanceOf(Parsed.Bad.class);
    }

    @Test
    void limits() {
        String line = "a=x\n";
        assertThat(parse(MINIMAL + line.repeat(1_900)).sections()).hasSize(1);
        assertBad(MINIMAL + line.repeat(2_000));
        assertBad(MINIMAL + "a=" + "x".repeat(8_192));
        assertBad(MINIMAL + ("a=" + "x".repeat(8_000) + "\n").repeat(9));
        assertBad(MINIMAL + "m=audio 9 RTP/AVP 0\n".repeat(32));
        assertBad(MINIMAL + "m=audio 9 RTP/AVP" + " 0".repeat(200));
    }

    private static void assertBad(String text) {
        assertThat(SessionDescription.parse(text.getBytes(UTF_8))).isInstanceOf(Parsed.Bad.class);
    }

    @Test
    void errorsAndNamesTellNoSecrets() {
        String key = "inline:NzB4d1BINUAvLEw6UzF3WSJ+PSdFcGdUJShpX1Zj";
        MediaSection audio =
                audio(
                        "a=crypto:1 AES_CM_128_HMAC_SHA1_80 " + key,
                        "a=ice-ufrag:abcd",
                        "a=ice-pwd:0123456789012345678901");
        assertThat(audio.toString()).doesNotContain("NzB4").doesNotContain("0123456789");
        assertThat(audio.cryptos().toString()).doesNotContain("NzB4");
        assertThat(Crypto.parse("1 AES_CM_128_HMAC_SHA1_80 inline:NzB4").toString())
                .doesNotContain("NzB4");
    }

    @Test
    void rtcpElsewhere() {
        assertThat(audio("a=rtcp:53020").rtcp()).isEqualTo(Endpoint.parse("192.0.2.1:53020"));
        assertThat(audio("a=rtcp:53020 IN IP4 126.16.64.4").rtcp())
                .isEqualTo(Endpoint.parse("126.16.64.4:53020"));
        assertThat(audio("a=rtcp:junk").rtcp()).isEqualTo(Endpoint.parse("192.0.2.1:4001"));
        assertThat(audio("a=rtcp-mux", "a=rtcp:53020").rtcp())
                .isEqualTo(Endpoint.parse("192.0.2.1:4000"));
    }

    @Test
    void rejectedUnlessOnlyBundled() {
        String head = "v=0\no=- 1 1 IN IP4 192.0.2.1\n";
        assertThat(parse(head + "m=audio 0 RTP/AVP 0\n").sections().getFirst().isRejected())
                .isTrue();
        String bundled = "m=audio 0 UDP/TLS/RTP/SAVPF 0\na=bundle-only\n";
        assertThat(parse(head + bundled).sections().getFirst().isRejected()).isFalse();
    }

    @Test
    void namesAreNeverLookedUp() {
        String mdns = "v=0\no=- 1 1 IN IP4 h\nc=IN IP4 abc.local\nm=audio 5 RTP/AVP 0\n";
        assertThat(parse(mdns).sections().getFirst().rtp()).isNull();
        assertThat(parse(mdns).sections().getFirst().rtcp()).isNull();
    }

    @Test
    void iceHalvesAndWeakPasswordsCountAsNone() {
        assertThat(audio("a=ice-ufrag:abcd").iceUfrag()).isNull();
        assertThat(audio("a=ice-ufrag:abcd", "a=ice-pwd:short").icePwd()).isNull();
    }

    @Test
    void anUnusableLineDoesNotHideTheOthers() {
        MediaSection audio =
                audio(
                        "a=fingerprint:md5 AA",
                        "a=fingerprint:sha-256 junk",
                        "a=fingerprint:SHA-256 " + "ab:".repeat(31) + "ab",
                        "a=rtpmap:0 PCMU",
                        "a=ssrc:x cname:y",
                        "a=ssrc:5 cname:y");
        assertThat(audio.fingerprints())
                .containsExactly(new Fingerprint("sha-256", "AB:".repeat(31) + "AB"));
        assertThat(audio.codecs()).isEmpty();
        assertThat(audio.sources()).containsExactly(new SourceAttribute(5, "cname", "y"));
    }

    @Test
    void fingerprintIsTheHashOfTheCertificate() {
        byte[] certificate = "not really a certificate".getBytes(UTF_8);
        Fingerprint right = Fingerprint.sha256(certificate);
        assertThat(Fingerprint.parse(right.toString().toLowerCase(java.util.Locale.ROOT)))
                .isEqualTo(new Parsed.Ok<>(right));
        assertThat(right.matches(certificate)).isTrue();
        assertThat(right.matches("another".getBytes(UTF_8))).isFalse();
    }

    @Test
    void directions() {
        assertThat(Direction.SENDONLY.reversed()).isEqualTo(Direction.RECVONLY);
        assertThat(Direction.SENDRECV.reversed()).isEqualTo(Direction.SENDRECV);
        assertThat(Direction.SENDONLY.and(Direction.RECVONLY)).isEqualTo(Direction.INACTIVE);
        assertThat(Direction.SENDRECV.and(Direction.RECVONLY)).isEqualTo(Direction.RECVONLY);
    }
}
