package jackfield.roles.relay;

import static jackfield.roles.relay.LegProfile.BROWSER;
import static jackfield.roles.relay.LegProfile.SIP;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.relay.media.StreamPlan;
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
        // Each has a transport of its own until the answer agrees to share one.
        assertThat(sections.get(1).iceUfrag()).isNotEqualTo(sections.get(0).iceUfrag());
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
        assertThat(answered.sections().get(1).iceUfrag())
                .isEqualTo(answered.sections().getFirst().iceUfrag());
        List<StreamPlan> streams = talk.plan(0).streams();
        assertThat(streams).extracting(StreamPlan::kind).containsExactly("audio", "video");
        assertThat(streams).extracting(StreamPlan::mid).containsExactly("0", "1");
        assertThat(streams.get(0).payloads().to(111)).isEqualTo(111);
        assertThat(streams.get(0).payloads().to(96)).isEqualTo(-1);
        assertThat(streams.get(1).payloads().to(96)).isEqualTo(96);
        assertThat(streams.get(1).payloads().to(97)).isEqualTo(97);
        talk.assertPatched(0, 1);
        assertThat(talk.shard.patches).hasSize(4);
        assertThat(talk.browserPlan(1).ice().localUfrag()).isEqualTo(sections.get(0).iceUfrag());
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
    void phoneWithoutVideoRefusesIt() {
        SessionDescription offered = talk.offer(browserOffer(), BROWSER, SIP);
        assertThat(ports(offered)).hasSize(3).endsWith(0).doesNotHaveDuplicates();
        assertThat(Talk.body(offered)).contains("RTP/AVP 96\n").doesNotContain("mid:");
        // Some phones leave out what they refuse.
        SessionDescription answered = talk.answer(Sdps.phone("0"));
        assertThat(ports(answered)).containsExactly(40_000, 0, 0);
        assertThat(answered.sections().get(1).media().protocol()).isEqualTo("UDP/TLS/RTP/SAVPF");
        assertThat(answered.bundle()).isEqualTo(new Group("BUNDLE", List.of("0")));
        assertThat(talk.plan(0).streams()).hasSize(1);
        talk.relay.release(Talk.CALL, talk.now);
        talk.assertNothingLeft();
    }

    private static final String PHONE_VIDEO = "m=video 20000 RTP/AVP 96\na=rtpmap:96 VP8/90000\n";

    @Test
    void browserCallsAVideoPhone() {
        String mid = "a=mid:0\na=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\n";
        talk.offer(browserOffer().replace("a=mid:0\n", mid), BROWSER, SIP);

        SessionDescription answered = talk.answer(Sdps.phone("0") + PHONE_VIDEO);

        assertThat(ports(answered)).containsExactly(40_000, 40_000, 0);
        assertThat(answered.bundle()).isEqualTo(new Group("BUNDLE", List.of("0", "1")));
        // Whoever is told that MIDs come no longer tells media apart by their payload types: only
        // those are told, into whose packets we write them.
        List<MediaSection> told = answered.sections();
        assertThat(HeaderIds.mid(told.get(0))).isEqualTo(4);
        assertThat(HeaderIds.mid(told.get(1))).as("it did not offer one there").isZero();
        assertThat(talk.shard.plans).hasSize(3);
        List<StreamPlan> streams = talk.plan(0).streams();
        assertThat(streams).hasSize(2);
        assertThat(streams.getFirst().midExtension()).isEqualTo(4);
        assertThat(streams.getFirst().extensions().to(4)).as("not for the phone").isZero();
        assertThat(streams).extracting(StreamPlan::writtenMid).containsExactly(4, 0);
        assertThat(talk.stream(1).writtenMid()).as("not for the phone").isZero();
        assertThat(talk.shard.patches)
                .containsEntry(streams.get(0).stream(), talk.stream(1).stream())
                .containsEntry(streams.get(1).stream(), talk.stream(2).stream());
    }

    /// RFC 9143 section 15: the mid is agreed where packets will have it.
    @Test
    void aPhonesVideoIsNamedForTheBrowser() {
        SessionDescription offered = talk.offer(Sdps.phone("0") + PHONE_VIDEO, SIP, BROWSER);
        assertThat(offered.sections()).extracting(HeaderIds::mid).containsExactly(1, 1);
        String mid = "\na=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid\n";
        String answer =
                (Sdps.browser("bZx0", "active", "0").replace("BUNDLE 0", "BUNDLE 0 1")
                                + video("bZx0", "active"))
                        .replace("a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\n", "")
                        .replaceAll("\na=sendrecv\n", "\na=sendrecv" + mid);

        talk.answer(answer);

        assertThat(talk.plan(1).streams()).extracting(StreamPlan::writtenMid).containsExactly(1, 1);

        // Later the browser has numbers of its own, and keeps this one.
        Exchange exchange = Talk.exchange("alice", "bob", "z2");
        SessionDescription again =
                Talk.read(talk.tryOffer(exchange, Sdps.phone("0") + PHONE_VIDEO, SIP, BROWSER));
        assertThat(again.sections()).extracting(HeaderIds::mid).containsExactly(1, 1);

        // A browser that does not want it gets none.
        talk.tryAnswer(exchange, answer.replace(mid, "\n"));
        assertThat(talk.plan(1).streams()).extracting(StreamPlan::writtenMid).containsExactly(0, 0);
    }

    @Test
    void oneMediumNeedsNoName() {
        SessionDescription offered = talk.offer(Sdps.phone("0"), SIP, BROWSER);

        assertThat(HeaderIds.mid(offered.sections().getFirst())).isZero();
    }

    @Test
    void videoPhoneCallsABrowser() {
        // It has one number for two things, which a bundle cannot have.
        String both = Sdps.phone("96 0") + PHONE_VIDEO;
        SessionDescription offered = talk.offer(both, SIP, BROWSER);
        assertThat(offered.bundle()).isEqualTo(new Group("BUNDLE", List.of("0", "1")));
        assertThat(offered.media().get(1).formats()).containsExactly("127");
        assertThat(Talk.body(offered)).contains("a=rtpmap:127 VP8/90000");
        String answer =
                Sdps.browser("bZx0", "active", "96")
                                .replace(":111 ", ":96 ")
                                .replace("BUNDLE 0", "BUNDLE 0 1")
                        + video("bZx0", "active").replace("96", "127").replace(" 97", "");

        SessionDescription answered = talk.answer(answer);

        assertThat(answered.media().get(1).formats()).containsExactly("96");
        assertThat(talk.shard.plans).as("two ports, one bundle").hasSize(3);
        StreamPlan picture = talk.plan(1).streams().get(1);
        assertThat(picture.payloads().to(127)).isEqualTo(96);
        assertThat(picture.payloads().to(96)).isEqualTo(-1);
        assertThat(talk.stream(2).payloads().to(96)).isEqualTo(127);
        assertThat(talk.shard.patches).hasSize(4);
    }

    @Test
    void browserThatDoesNotBundleHasAPathForEachMedium() {
        SessionDescription offered = talk.offer(browserOffer(), BROWSER, BROWSER);
        String answer =
                Sdps.browserAnswer().replace("a=group:BUNDLE 0\n", "") + video("bZy1", "active");

        talk.answer(answer);

        assertThat(talk.shard.plans).hasSize(3);
        assertThat(talk.browserPlan(1).ice().remoteUfrag()).isEqualTo("bZx0");
        assertThat(talk.browserPlan(2).ice().remoteUfrag()).isEqualTo("bZy1");
        assertThat(talk.browserPlan(2).ice().localUfrag())
                .isEqualTo(offered.sections().get(1).iceUfrag());
        assertThat(talk.plan(0).streams()).hasSize(2);
        assertThat(talk.shard.patches).hasSize(4);
        talk.relay.release(Talk.CALL, talk.now);
        talk.assertNothingLeft();
    }

    @Test
    void videoGoesAndComesBackOnTheSamePath() {
        talk.offer(browserOffer(), BROWSER, BROWSER);
        String answer =
                Sdps.browserAnswer().replace("a=group:BUNDLE 0", "a=group:BUNDLE 0 1")
                        + video("bZx0", "active");
        talk.answer(answer);
        Exchange exchange = Talk.exchange("alice", "bob", "z2");
        String voice = browserOffer().replace("m=video 9", "m=video 0");
        talk.tryOffer(exchange, voice, BROWSER, BROWSER);
        talk.tryAnswer(exchange, answer.replace("m=video 9", "m=video 0"));
        assertThat(talk.plan(0).streams()).hasSize(1);
        assertThat(talk.shard.patches).hasSize(2);

        // In its place comes another one (RFC 3264 section 8.2).
        String other = browserOffer().replace("a=mid:1", "a=mid:7").replace("0 1 2", "0 7 2");
        talk.tryOffer(exchange, other, BROWSER, BROWSER);
        talk.tryAnswer(exchange, answer.replace("a=mid:1", "a=mid:7").replace("0 1", "0 7"));

        assertThat(talk.shard.plans).hasSize(2);
        assertThat(talk.plan(0).streams().get(1).mid()).isEqualTo("7");
        assertThat(talk.shard.patches).hasSize(4);
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
        assertThat(talk.plan(1).streams().get(1).payloads().to(96)).isEqualTo(96);
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
}
