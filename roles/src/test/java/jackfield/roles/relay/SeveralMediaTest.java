package jackfield.roles.relay;

import static jackfield.roles.relay.LegProfile.BROWSER;
import static jackfield.roles.relay.LegProfile.SIP;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.rtc.sdp.Group;
import jackfield.rtc.sdp.MediaDescription;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Voice, video and data in one description: the number of `m=` lines never changes (RFC 3264
/// section 8).
class SeveralMediaTest {
    private static final String VIDEO =
            """
            m=video 9 UDP/TLS/RTP/SAVPF 96 97
            c=IN IP4 0.0.0.0
            a=ice-ufrag:%s
            a=ice-pwd:%s
            a=fingerprint:sha-256 %s
            a=setup:%s
            a=mid:1
            a=sendrecv
            a=rtcp-mux
            a=rtpmap:96 VP8/90000
            a=rtcp-fb:96 nack pli
            a=rtpmap:97 rtx/90000
            a=fmtp:97 apt=96
            """;
    private static final String DATA =
            """
            m=application 9 UDP/DTLS/SCTP webrtc-datachannel
            c=IN IP4 0.0.0.0
            a=mid:2
            a=sctp-port:5000
            """;

    private final Talk talk = new Talk();

    private static String video(String ufrag, String setup) {
        return VIDEO.formatted(ufrag, Sdps.PWD, Sdps.FINGERPRINT_A, setup);
    }

    private static String browserOffer() {
        String group = "a=group:BUNDLE 0 1 2";
        return Sdps.browserOffer().replace("a=group:BUNDLE 0", group)
                + video("Ad1K", "actpass")
                + DATA;
    }

    private static List<Integer> ports(SessionDescription sdp) {
        return sdp.media().stream().map(MediaDescription::port).toList();
    }

    @Test
    void onePhoneCannotTakeAllPorts() {
        String voice = "m=audio 5000 RTP/AVP 0\n";
        SessionDescription offered = talk.offer(Sdps.phone("0") + voice.repeat(20), SIP, SIP);
        assertThat(ports(offered)).hasSize(21);
        assertThat(ports(offered).subList(0, 4)).doesNotContain(0);
        assertThat(ports(offered).subList(4, 21)).containsOnly(0);
        assertThat(talk.ports.used()).isEqualTo(8);
        talk.relay.release(Talk.CALL, talk.now);
        talk.assertNothingLeft();
    }

    @Test
    void videoPassesBetweenBrowsersInTheBundleAndDataDoesNot() {
        SessionDescription offered = talk.offer(browserOffer(), BROWSER, BROWSER);
        assertThat(ports(offered)).containsExactly(40_000, 40_000, 0);
        assertThat(offered.bundle()).isEqualTo(new Group("BUNDLE", List.of("0", "1")));
        List<MediaSection> sections = offered.sections();
        assertThat(sections.get(1).mid()).isEqualTo("1");
        assertThat(sections.get(1).iceUfrag()).isEqualTo(sections.get(0).iceUfrag());
        assertThat(Talk.body(offered))
                .contains("a=rtcp-fb:96 nack pli", "a=fmtp:97 apt=96")
                .contains("m=application 0 UDP/DTLS/SCTP webrtc-datachannel");
        String answer =
                Sdps.browserAnswer().replace("a=group:BUNDLE 0", "a=group:BUNDLE 0 1")
                        + video("bZx0", "active")
                        + DATA.replace("m=application 9", "m=application 0");
        SessionDescription answered = talk.answer(answer);
        assertThat(ports(answered)).containsExactly(40_000, 40_000, 0);
        assertThat(answered.bundle()).isEqualTo(new Group("BUNDLE", List.of("0", "1")));
        assertThat(talk.shard.plans).hasSize(2);
        assertThat(talk.stream(0).payloads().to(111)).isEqualTo(111);
        assertThat(talk.stream(0).payloads().to(96)).isEqualTo(96);
        assertThat(talk.stream(0).payloads().to(97)).isEqualTo(97);
        talk.assertPatched(0, 1);
    }

    @Test
    void answererRefusesTheVideo() {
        talk.offer(browserOffer(), BROWSER, BROWSER);
        String answer =
                Sdps.browserAnswer() + video("bZx0", "active").replace("video 9", "video 0");
        SessionDescription answered = talk.answer(answer);
        assertThat(ports(answered)).containsExactly(40_000, 0, 0);
        assertThat(answered.bundle()).isEqualTo(new Group("BUNDLE", List.of("0")));
        assertThat(answered.sections().get(1).mid()).isEqualTo("1");
        assertThat(talk.stream(0).payloads().to(96)).isEqualTo(-1);
    }

    @Test
    void phoneIsOfferedTheVoiceOnly() {
        SessionDescription offered = talk.offer(browserOffer(), BROWSER, SIP);
        assertThat(ports(offered)).hasSize(3).endsWith(0, 0);
        assertThat(Talk.body(offered)).contains("m=video 0 RTP/AVP 96 97").doesNotContain("mid:");
        // Some phones leave out what they refuse.
        SessionDescription answered = talk.answer(Sdps.phone("0"));
        assertThat(ports(answered)).containsExactly(40_000, 0, 0);
        assertThat(answered.sections().get(1).media().protocol()).isEqualTo("UDP/TLS/RTP/SAVPF");
        assertThat(answered.bundle()).isEqualTo(new Group("BUNDLE", List.of("0")));
    }

    @Test
    void videoPhonesHavePortsForEachMedium() {
        String both = Sdps.phone("0") + "m=video 20000 RTP/AVP 31\na=rtpmap:31 H261/90000\n";
        SessionDescription offered = talk.offer(both, SIP, SIP);
        assertThat(ports(offered)).doesNotContain(0).doesNotHaveDuplicates();
        talk.answer(both);
        assertThat(talk.shard.plans).hasSize(4);
        assertThat(talk.shard.patches).hasSize(4);
        assertThat(talk.ports.used()).isEqualTo(4);
        // The video ends, the voice stays; the ports are kept for when it comes back.
        Exchange exchange = Talk.exchange("alice", "bob", "z2");
        String less = both.replace("m=video 20000", "m=video 0");
        SessionDescription later = Talk.read(talk.tryOffer(exchange, less, SIP, SIP));
        assertThat(ports(later)).hasSize(2).endsWith(0);
        Talk.read(talk.tryAnswer(exchange, less));
        assertThat(talk.shard.patches).hasSize(2);
        talk.relay.release(Talk.CALL, talk.now);
        talk.assertNothingLeft();
    }

    @Test
    void videoIsAddedToARunningCall() {
        talk.offer(Sdps.browserOffer(), BROWSER, BROWSER);
        talk.answer(Sdps.browserAnswer());
        Exchange exchange = Talk.exchange("alice", "bob", "z2");
        String more =
                Sdps.browserOffer().replace("BUNDLE 0", "BUNDLE 0 1") + video("Ad1K", "actpass");
        assertThat(ports(Talk.read(talk.tryOffer(exchange, more, BROWSER, BROWSER))))
                .containsExactly(40_000, 40_000);
        String answer =
                Sdps.browserAnswer().replace("BUNDLE 0", "BUNDLE 0 1") + video("bZx0", "active");
        assertThat(ports(Talk.read(talk.tryAnswer(exchange, answer))))
                .containsExactly(40_000, 40_000);
        assertThat(talk.shard.plans).hasSize(2);
        assertThat(talk.stream(1).payloads().to(96)).isEqualTo(96);
        talk.assertPatched(0, 1);
    }

    @Test
    void sameVoiceSecureAndPlainIsTakenOnce() {
        String key =
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj";
        String both = Sdps.securePhone("0", key) + "m=audio 20000 RTP/AVP 0\n";
        assertThat(ports(talk.offer(both, SIP, SIP))).hasSize(2).endsWith(0);
        SessionDescription answered = talk.answer(Sdps.phone("0") + "m=audio 0 RTP/AVP 0\n");
        assertThat(answered.sections().getFirst().cryptos()).hasSize(1);
        assertThat(ports(answered)).endsWith(0);
        // Where we cannot do the secure one, the plain one is taken.
        String unknown = both.replace("AES_CM_128_HMAC_SHA1_80", "ARIA_128_CTR_HMAC_SHA1_80");
        Exchange exchange = Talk.exchange("carol", null, "z5");
        List<Integer> offered = ports(Talk.read(talk.tryOffer(exchange, unknown, SIP, SIP)));
        assertThat(offered).hasSize(2).startsWith(0).doesNotHaveDuplicates();
    }

    @Test
    void faxIsRefused() {
        String fax = "v=0\no=- 1 1 IN IP4 h\nc=IN IP4 192.0.2.9\nm=image 4000 udptl t38\n";
        Exchange exchange = Talk.exchange("alice", null, "z1");
        assertThat(Talk.why(talk.tryOffer(exchange, fax, SIP, SIP)))
                .isEqualTo("488 no m=audio with a codec we can relay");
    }
}
