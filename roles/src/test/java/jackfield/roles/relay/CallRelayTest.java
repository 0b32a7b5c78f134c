package jackfield.roles.relay;

import static jackfield.roles.relay.LegProfile.BROWSER;
import static jackfield.roles.relay.LegProfile.SIP;
import static jackfield.roles.relay.LegProfile.SIP_SDES;
import static jackfield.roles.relay.Sdps.KEY_80;
import static jackfield.roles.relay.Sdps.KEY_GCM;
import static jackfield.roles.relay.Talk.audio;
import static jackfield.roles.relay.Talk.body;
import static jackfield.roles.relay.Talk.exchange;
import static jackfield.roles.relay.Talk.read;
import static jackfield.roles.relay.Talk.text;
import static jackfield.roles.relay.Talk.why;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.roles.relay.media.LegPlan;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.sdp.Codec;
import jackfield.rtc.sdp.Direction;
import jackfield.rtc.sdp.Fingerprint;
import jackfield.rtc.sdp.Group;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import jackfield.rtc.sdp.Setup;

import org.junit.jupiter.api.Test;

import java.util.List;

class CallRelayTest {
    private final Talk talk = new Talk();

    private static void isForBrowser(MediaSection audio, Setup setup) {
        assertThat(audio.media().protocol()).isEqualTo("UDP/TLS/RTP/SAVPF");
        assertThat(audio.rtp()).isEqualTo(Talk.MEDIA);
        assertThat(audio.setup()).isEqualTo(setup);
        assertThat(audio.fingerprints()).containsExactly(new Fingerprint("sha-256", Talk.OURS));
        assertThat(audio.iceUfrag()).isNotNull();
        assertThat(audio.rtcpMux()).isTrue();
        assertThat(audio.mid()).isEqualTo("0");
        assertThat(audio.session().bundle()).isEqualTo(new Group("BUNDLE", List.of("0")));
        assertThat(audio.candidates())
                .containsExactly("1 1 udp 2130706431 192.0.2.1 40000 typ host");
        assertThat(audio.cryptos()).isEmpty(); // R3
    }

    static void isForPhone(MediaSection audio, String protocol) {
        assertThat(audio.media().protocol()).isEqualTo(protocol);
        assertThat(audio.rtp()).isNotNull();
        assertThat(audio.rtp().port()).isBetween(30_000, 30_999).matches(p -> p % 2 == 0);
        assertThat(audio.rtcp()).isEqualTo(audio.rtp().withPort(audio.rtp().port() + 1));
        assertThat(body(audio.session()))
                .doesNotContain("ice-", "candidate", "fingerprint", "setup:", "BUNDLE", "extmap")
                .doesNotContain("rtcp-fb", "ssrc", "mid:", "msid", "rtcp-mux", "red/");
    }

    private static List<String> codecs(MediaSection section) {
        return section.codecs().stream().map(Codec::rtpmap).toList();
    }

    @Test
    void browserCallsBrowser() {
        MediaSection offered = audio(talk.offer(Sdps.browserOffer(), BROWSER, BROWSER));
        isForBrowser(offered, Setup.ACTPASS);
        assertThat(codecs(offered)).hasSize(7).startsWith("111 opus/48000/2");
        assertThat(body(offered.session()))
                .contains("a=extmap:1 ", "a=ssrc:1399694169", "a=rtcp-fb:111 transport-cc")
                .contains("a=fmtp:111 minptime=10;useinbandfec=1")
                .doesNotContain("203.0.113.9", Sdps.FINGERPRINT_A, "Ad1K", "5b2c9b2e");
        // Both may speak before the answer is here: nobody is patched, nothing is known of them.
        assertThat(talk.shard.plans).hasSize(2);
        assertThat(talk.shard.patches).isEmpty();
        assertThat(talk.browserPlan(0).ice().remoteUfrag()).isNull();
        assertThat(talk.browserPlan(0).ice().controlling()).isFalse();
        assertThat(talk.browserPlan(1).ice().controlling()).isTrue();
        assertThat(talk.browserPlan(1).dtls().role()).isNull();

        MediaSection answered = audio(talk.answer(Sdps.browserAnswer()));
        isForBrowser(answered, Setup.PASSIVE);
        assertThat(codecs(answered))
                .containsExactly(
                        "111 opus/48000/2",
                        "0 PCMU/8000",
                        "8 PCMA/8000",
                        "126 telephone-event/8000");
        talk.assertPatched(0, 1);
        LegPlan.Browser alice = talk.browserPlan(0);
        assertThat(alice.ice().localUfrag()).isEqualTo(answered.iceUfrag());
        assertThat(alice.ice().remoteUfrag()).isEqualTo("Ad1K");
        assertThat(alice.ice().candidates()).hasSize(2).allMatch(c -> c.startsWith("candidate:"));
        assertThat(alice.dtls().role()).isEqualTo(Dtls.Role.SERVER);
        assertThat(alice.dtls().fingerprints()).containsExactly("sha-256 " + Sdps.FINGERPRINT_A);
        LegPlan.Browser bob = talk.browserPlan(1);
        assertThat(bob.ice().localUfrag()).isEqualTo(offered.iceUfrag());
        assertThat(bob.ice().remoteUfrag()).isEqualTo("bZx0");
        assertThat(bob.dtls().role()).isEqualTo(Dtls.Role.SERVER);
        assertThat(bob.dtls().fingerprints()).containsExactly("sha-256 " + Sdps.FINGERPRINT_B);
        assertThat(talk.stream(0).feedback()).isTrue();
        assertThat(talk.stream(0).payloads().to(111)).isEqualTo(111);
        assertThat(talk.stream(0).payloads().clockRate(111)).isEqualTo(48_000);
        assertThat(talk.stream(0).payloads().to(13)).isEqualTo(-1);

        talk.relay.release(Talk.CALL, talk.now);
        talk.assertNothingLeft();
    }

    @Test
    void browserCallsPhone() {
        MediaSection offered = audio(talk.offer(Sdps.browserOffer(), BROWSER, SIP));
        isForPhone(offered, "RTP/AVP");
        assertThat(codecs(offered))
                .containsExactly(
                        "111 opus/48000/2",
                        "0 PCMU/8000",
                        "8 PCMA/8000",
                        "13 CN/8000",
                        "110 telephone-event/48000",
                        "126 telephone-event/8000");
        assertThat(talk.portsPlan(1).remote()).isNull();
        assertThat(talk.portsPlan(1).sdes()).isNull();

        MediaSection answered =
                audio(talk.answer(Sdps.phone("0 126", "a=rtpmap:126 telephone-event/8000")));
        isForBrowser(answered, Setup.PASSIVE);
        assertThat(codecs(answered)).containsExactly("0 PCMU/8000", "126 telephone-event/8000");
        talk.assertPatched(0, 1);
        assertThat(talk.portsPlan(1).remote()).isEqualTo(Endpoint.parse("198.51.100.20:18472"));
        assertThat(talk.stream(1).feedback()).isFalse();
        assertThat(talk.plan(1).isHeld()).isFalse();
    }

    @Test
    void phoneCallsBrowser() {
        MediaSection offered = audio(talk.offer(Sdps.phone("96 0 8 101"), SIP, BROWSER));
        isForBrowser(offered, Setup.ACTPASS);
        assertThat(codecs(offered))
                .containsExactly(
                        "96 opus/48000/2",
                        "0 PCMU/8000",
                        "8 PCMA/8000",
                        "101 telephone-event/8000");
        MediaSection answered =
                audio(
                        talk.answer(
                                Sdps.browser("bZx0", "active", "96 0 101")
                                        .replace(":111 ", ":96 ")
                                        .replace(":126 ", ":101 ")));
        isForPhone(answered, "RTP/AVP");
        assertThat(codecs(answered))
                .containsExactly("96 opus/48000/2", "0 PCMU/8000", "101 telephone-event/8000");
        talk.assertPatched(0, 1);
    }

    @Test
    void phoneCallsPhone() {
        MediaSection offered = audio(talk.offer(Sdps.phone("0 8 101"), SIP, SIP));
        isForPhone(offered, "RTP/AVP");
        MediaSection answered = audio(talk.answer(Sdps.phone("8 101")));
        isForPhone(answered, "RTP/AVP");
        assertThat(answered.rtp()).isNotEqualTo(offered.rtp());
        assertThat(codecs(answered)).containsExactly("8 PCMA/8000", "101 telephone-event/8000");
        talk.assertPatched(0, 1);
        assertThat(talk.ports.used()).isEqualTo(2);
        talk.relay.release(Talk.CALL, talk.now);
        talk.assertNothingLeft();
    }

    @Test
    void eventsSayNothingAboutJitter() {
        talk.offer(Sdps.phone("0 101"), SIP, SIP);
        talk.answer(Sdps.phone("0 101"));
        for (int leg : List.of(0, 1)) {
            assertThat(talk.stream(leg).payloads().clockRate(0)).isEqualTo(8000);
            assertThat(talk.stream(leg).payloads().to(101)).isEqualTo(101);
            assertThat(talk.stream(leg).payloads().clockRate(101)).isZero();
        }
    }

    @Test
    void answerWithoutABundleGroupWorks() { // R4
        talk.offer(Sdps.browserOffer(), BROWSER, BROWSER);
        String noGroup = Sdps.browserAnswer().replace("a=group:BUNDLE 0\n", "");
        isForBrowser(audio(talk.answer(noGroup)), Setup.PASSIVE);
        talk.assertPatched(0, 1);
    }

    @Test
    void offerWithoutABundleGroupIsAnsweredWithoutOne() { // R4
        String noGroup =
                Sdps.browserOffer().replace("a=group:BUNDLE 0\n", "").replace("a=mid:0\n", "");
        isForBrowser(audio(talk.offer(noGroup, BROWSER, BROWSER)), Setup.ACTPASS);
        SessionDescription answered = talk.answer(Sdps.browserAnswer());
        assertThat(answered.bundle()).isNull();
        assertThat(audio(answered).mid()).isNull();
        assertThat(audio(answered).iceUfrag()).isNotNull();
    }

    @Test
    void sdesBesideDtlsIsNotPassedOn() { // R3
        String both = Sdps.browserOffer().replace("a=mid:0\n", "a=mid:0\n" + KEY_80 + "\n");
        assertThat(audio(talk.offer(both, BROWSER, BROWSER)).cryptos()).isEmpty();
        assertThat(audio(talk.answer(Sdps.browserAnswer())).cryptos()).isEmpty();
    }

    @Test
    void refreshSaysTheSameAndLetsBothAddressesBeLearntAgain() { // R5
        Exchange exchange = exchange("alice", null, "z1");
        String first = text(talk.tryOffer(exchange, Sdps.browserOffer(), BROWSER, SIP));
        String answer = text(talk.tryAnswer(exchange.answeredBy("bob"), Sdps.phone("0")));
        int updates = talk.shard.updates;
        Exchange again = exchange("alice", "bob", "z9");
        assertThat(text(talk.tryOffer(again, Sdps.browserOffer(), BROWSER, SIP))).isEqualTo(first);
        assertThat(text(talk.tryAnswer(again, Sdps.phone("0")))).isEqualTo(answer);
        assertThat(talk.shard.updates).isEqualTo(updates + 2);
        assertThat(answer).containsOnlyOnce("a=mid:");
        assertThat(first).doesNotContain("a=mid:");
    }

    @Test
    void versionRisesByOneForEachChange() { // R5
        Exchange exchange = exchange("alice", null, "z1");
        assertThat(version(talk.tryOffer(exchange, Sdps.phone("0"), SIP, SIP))).isEqualTo("1");
        exchange = exchange.answeredBy("bob");
        assertThat(version(talk.tryAnswer(exchange, Sdps.phone("0")))).isEqualTo("1");
        String hold = Sdps.phone("0", "a=sendonly");
        assertThat(version(talk.tryOffer(exchange, hold, SIP, SIP))).isEqualTo("2");
        assertThat(version(talk.tryOffer(exchange, hold, SIP, SIP))).isEqualTo("2");
        String held = Sdps.phone("0", "a=recvonly");
        assertThat(version(talk.tryAnswer(exchange, held))).isEqualTo("2");
        assertThat(version(talk.tryOffer(exchange, Sdps.phone("0"), SIP, SIP))).isEqualTo("3");
        assertThat(version(talk.tryAnswer(exchange, Sdps.phone("0")))).isEqualTo("3");
    }

    private static String version(Relay.Passed passed) {
        return read(passed).origin().version();
    }

    @Test
    void holdAndResumeKeepPortsKeysAndPatches() {
        Exchange exchange = exchange("alice", null, "z1");
        MediaSection first = audio(talk.offer(Sdps.browserOffer(), BROWSER, SIP));
        talk.answer(Sdps.phone("0"));
        LegPlan.Browser before = talk.browserPlan(0);
        exchange = exchange.answeredBy("bob");
        String hold = Sdps.browserOffer().replace("a=sendrecv", "a=sendonly");
        MediaSection held = audio(read(talk.tryOffer(exchange, hold, BROWSER, SIP)));
        assertThat(held.direction()).isEqualTo(Direction.SENDONLY);
        assertThat(held.rtp()).isEqualTo(first.rtp());
        // A phone that answers a hold wrongly is put right.
        MediaSection answer = audio(read(talk.tryAnswer(exchange, Sdps.phone("0"))));
        assertThat(answer.direction()).isEqualTo(Direction.RECVONLY);
        assertThat(talk.plan(0).isHeld()).isTrue();
        assertThat(talk.plan(1).isHeld()).isTrue();
        assertThat(talk.browserPlan(0)).isEqualTo(before);
        talk.tryOffer(exchange, Sdps.browserOffer(), BROWSER, SIP);
        MediaSection back = audio(read(talk.tryAnswer(exchange, Sdps.phone("0"))));
        assertThat(back.direction()).isEqualTo(Direction.SENDRECV);
        assertThat(talk.plan(0).isHeld()).isFalse();
        talk.assertPatched(0, 1);
    }

    @Test
    void holdByTheZeroAddress() {
        talk.offer(Sdps.phone("0"), SIP, BROWSER);
        talk.answer(Sdps.browser("bZx0", "active", "0"));
        Exchange exchange = exchange("alice", "bob", "z2");
        String hold = Sdps.phone("0").replace("c=IN IP4 198.51.100.20", "c=IN IP4 0.0.0.0");
        MediaSection offered = audio(read(talk.tryOffer(exchange, hold, SIP, BROWSER)));
        assertThat(offered.direction()).isEqualTo(Direction.SENDONLY);
        assertThat(offered.rtp()).isEqualTo(Talk.MEDIA);
        String answer = Sdps.browser("bZx0", "active", "0").replace("sendrecv", "recvonly");
        talk.tryAnswer(exchange, answer);
        assertThat(talk.portsPlan(0).remote()).isEqualTo(Endpoint.parse("0.0.0.0:18472"));
        assertThat(talk.plan(0).isHeld()).isTrue();
    }

    @Test
    void calleeOffersLater() {
        SessionDescription toBob = talk.offer(Sdps.browserOffer(), BROWSER, SIP);
        SessionDescription toAlice = talk.answer(Sdps.phone("0"));
        Exchange back = exchange("bob", "alice", "other-branch");
        SessionDescription offered =
                read(talk.tryOffer(back, Sdps.phone("0", "a=sendonly"), SIP, BROWSER));
        isForBrowser(audio(offered), Setup.ACTPASS);
        assertThat(audio(offered).iceUfrag()).isEqualTo(audio(toAlice).iceUfrag());
        assertThat(offered.origin().sessionId()).isEqualTo(toAlice.origin().sessionId());
        assertThat(offered.origin().version()).isEqualTo("2");
        String answer = Sdps.browser("Ad1K", "active", "0").replace("sendrecv", "recvonly");
        SessionDescription answered = read(talk.tryAnswer(back, answer));
        assertThat(audio(answered).direction()).isEqualTo(Direction.RECVONLY);
        assertThat(audio(answered).rtp()).isEqualTo(audio(toBob).rtp());
        assertThat(talk.shard.plans).hasSize(2);
        assertThat(talk.browserPlan(0).dtls().role()).isEqualTo(Dtls.Role.SERVER);
        talk.assertPatched(0, 1);
    }

    @Test
    void refusedReofferLeavesTheCallAsItWas() {
        talk.offer(Sdps.securePhone("0", KEY_80), SIP, BROWSER);
        talk.answer(Sdps.browser("bZx0", "active", "0"));
        List<LegPlan> before = List.copyOf(talk.shard.plans.values());
        Exchange exchange = exchange("alice", "bob", "z2");
        talk.tryOffer(exchange, Sdps.securePhone("8", KEY_GCM), SIP, BROWSER);
        // Bob's browser says 491; nothing more comes.
        assertThat(talk.shard.plans.values()).containsExactlyElementsOf(before);
        assertThat(why(talk.tryOffer(exchange, "v=0\n", SIP, BROWSER)))
                .isEqualTo("488 unreadable SDP, o=: none");
        assertThat(talk.shard.plans.values()).containsExactlyElementsOf(before);
        talk.assertPatched(0, 1);
    }

    @Test
    void iceRestartOfTheOffererGetsFreshCredentials() {
        talk.offer(Sdps.browserOffer(), BROWSER, BROWSER);
        MediaSection before = audio(talk.answer(Sdps.browserAnswer()));
        Exchange exchange = exchange("alice", "bob", "z2");
        String restart =
                Sdps.browserOffer().replace("Ad1K", "New1").replace(Sdps.PWD, "x" + Sdps.PWD);
        talk.tryOffer(exchange, restart, BROWSER, BROWSER);
        assertThat(talk.browserPlan(0).ice().localUfrag()).isEqualTo(before.iceUfrag());
        MediaSection after = audio(read(talk.tryAnswer(exchange, Sdps.browserAnswer())));
        assertThat(after.iceUfrag()).isNotEqualTo(before.iceUfrag());
        assertThat(talk.browserPlan(0).ice().localUfrag()).isEqualTo(after.iceUfrag());
        assertThat(talk.browserPlan(0).ice().remoteUfrag()).isEqualTo("New1");
        assertThat(talk.browserPlan(1).ice().remoteUfrag()).isEqualTo("bZx0");
        // The same answer again does not restart again.
        assertThat(audio(read(talk.tryAnswer(exchange, Sdps.browserAnswer()))).iceUfrag())
                .isEqualTo(after.iceUfrag());
    }

    @Test
    void twoForksShareTheOfferersLegAndOneAnswers() {
        SessionDescription toDesk =
                read(
                        talk.tryOffer(
                                exchange("alice", null, "z1"), Sdps.browserOffer(), BROWSER, SIP));
        SessionDescription toTab =
                read(
                        talk.tryOffer(
                                exchange("alice", null, "z2"),
                                Sdps.browserOffer(),
                                BROWSER,
                                BROWSER));
        assertThat(audio(toDesk).media().protocol()).isEqualTo("RTP/AVP");
        assertThat(audio(toTab).media().protocol()).isEqualTo("UDP/TLS/RTP/SAVPF");
        assertThat(talk.shard.plans).hasSize(3);
        // The desk phone sends early media, then the tab answers.
        MediaSection early =
                audio(read(talk.tryAnswer(exchange("alice", "desk", "z1"), Sdps.phone("0"))));
        talk.assertPatched(0, 1);
        MediaSection answer =
                audio(read(talk.tryAnswer(exchange("alice", "tab", "z2"), Sdps.browserAnswer())));
        talk.assertPatched(0, 2);
        assertThat(answer.iceUfrag()).isEqualTo(early.iceUfrag());
        assertThat(talk.stream(0).payloads().to(111)).isEqualTo(111);
        talk.relay.release(Talk.CALL, "z1", talk.now);
        assertThat(talk.shard.plans).hasSize(2);
        assertThat(talk.sockets.bound).isEmpty();
        talk.assertPatched(0, 1);
        talk.relay.release(Talk.CALL, "z2", talk.now);
        talk.assertNothingLeft();
    }

    @Test
    void twoPhonesBehindOneForkAnswerInTurn() {
        talk.offer(Sdps.phone("0 8"), SIP, SIP);
        talk.tryAnswer(exchange("alice", "early", "z1"), Sdps.phone("8"));
        assertThat(talk.stream(0).payloads().to(0)).isEqualTo(-1);
        talk.tryAnswer(exchange("alice", "final", "z1"), Sdps.phone("0").replace("18472", "9000"));
        assertThat(talk.portsPlan(1).remote()).isEqualTo(Endpoint.parse("198.51.100.20:9000"));
        assertThat(talk.stream(0).payloads().to(0)).isEqualTo(0);
        Exchange later = exchange("final", "alice", "z7");
        read(talk.tryOffer(later, Sdps.phone("0", "a=sendonly"), SIP, SIP));
        assertThat(talk.shard.plans).hasSize(2);
    }

    @Test
    void answerAfterAMinuteFindsEverythingAsItWas() { // R15
        MediaSection offered = audio(talk.offer(Sdps.browserOffer(), BROWSER, BROWSER));
        List<LegPlan> before = List.copyOf(talk.shard.plans.values());
        talk.passSeconds(60);
        assertThat(talk.shard.plans.values()).containsExactlyElementsOf(before);
        talk.answer(Sdps.browserAnswer());
        // Its agent was not left to search for a minute for somebody who could not answer.
        assertThat(((LegPlan.Browser) before.get(0).transport()).ice().candidates()).isEmpty();
        assertThat(talk.browserPlan(1).ice().localUfrag()).isEqualTo(offered.iceUfrag());
        talk.assertPatched(0, 1);
    }

    @Test
    void offerInTheResponseAndAnswerInTheAck() { // R12
        Exchange exchange = exchange("bob", "alice", "z1");
        SessionDescription offered = read(talk.tryOffer(exchange, Sdps.phone("0"), SIP, BROWSER));
        isForBrowser(audio(offered), Setup.ACTPASS);
        isForPhone(
                audio(read(talk.tryAnswer(exchange, Sdps.browser("bZx0", "active", "0")))),
                "RTP/AVP");
        talk.assertPatched(0, 1);
        // The next offer comes from the other side.
        Exchange next = exchange("alice", "bob", "z2");
        isForPhone(audio(read(talk.tryOffer(next, Sdps.browserOffer(), BROWSER, SIP))), "RTP/AVP");
        assertThat(talk.shard.plans).hasSize(2);
    }

    @Test
    void noCandidatesAtAll() { // R17
        String none = Sdps.browserOffer().replaceAll("a=candidate:.*\n", "");
        talk.offer(none, BROWSER, BROWSER);
        talk.answer(Sdps.browserAnswer().replaceAll("a=candidate:.*\n", ""));
        assertThat(talk.browserPlan(0).ice().candidates()).isEmpty();
        assertThat(talk.browserPlan(0).ice().remoteUfrag()).isEqualTo("Ad1K");
        talk.assertPatched(0, 1);
    }

    @Test
    void setupsOfOtherPeers() {
        talk.offer(Sdps.browser("Ad1K", "passive", "0"), BROWSER, BROWSER);
        MediaSection answered = audio(talk.answer(Sdps.browser("bZx0", "passive", "0")));
        assertThat(answered.setup()).isEqualTo(Setup.ACTIVE);
        assertThat(talk.browserPlan(0).dtls().role()).isEqualTo(Dtls.Role.CLIENT);
        assertThat(talk.browserPlan(1).dtls().role()).isEqualTo(Dtls.Role.CLIENT);
    }

    @Test
    void renumberedAnswerIsMapped() {
        talk.offer(Sdps.phone("96 0 101"), SIP, SIP);
        String answer =
                Sdps.phone("120 0 121")
                        .replace("rtpmap:96", "rtpmap:120")
                        .replace("rtpmap:101", "rtpmap:121")
                        .replace("fmtp:101", "fmtp:121");
        MediaSection answered = audio(talk.answer(answer));
        assertThat(codecs(answered))
                .containsExactly("96 opus/48000/2", "0 PCMU/8000", "101 telephone-event/8000");
        assertThat(body(answered.session())).contains("a=fmtp:101 0-15").doesNotContain(":121");
        assertThat(talk.stream(0).payloads().to(96)).isEqualTo(120);
        assertThat(talk.stream(0).payloads().to(101)).isEqualTo(121);
        // Bob may send the offer's numbers, as he should, or his own.
        assertThat(talk.stream(1).payloads().to(96)).isEqualTo(96);
        assertThat(talk.stream(1).payloads().to(120)).isEqualTo(96);
        assertThat(talk.stream(1).payloads().to(121)).isEqualTo(101);
        assertThat(talk.stream(1).payloads().to(0)).isEqualTo(0);
    }

    @Test
    void refusals() {
        Exchange exchange = exchange("alice", null, "z1");
        assertThat(why(talk.tryOffer(exchange, "junk", SIP, SIP)))
                .isEqualTo("488 unreadable SDP, v=: junk");
        assertThat(why(talk.tryOffer(exchange, Sdps.phone("99"), SIP, SIP)))
                .isEqualTo("488 no m=audio with a codec we can relay");
        assertThat(why(talk.tryOffer(exchange, Sdps.securePhone("0"), SIP, SIP)))
                .isEqualTo("488 RTP/SAVP without a=fingerprint or an a=crypto we can do");
        assertThat(why(talk.tryAnswer(exchange, Sdps.phone("0"))))
                .isEqualTo("488 an answer without an offer");
        talk.assertNothingLeft();
    }

    @Test
    void answersThatCannotBe() {
        Exchange exchange = exchange("alice", null, "z1");
        talk.tryOffer(exchange, Sdps.phone("0"), SIP, BROWSER);
        Exchange answered = exchange.answeredBy("bob");
        assertThat(why(talk.tryAnswer(answered, Sdps.phone("0"))))
                .isEqualTo("488 the answer to a DTLS offer has no a=fingerprint");
        assertThat(why(talk.tryAnswer(answered, Sdps.browser("bZx0", "active", "18"))))
                .isEqualTo("488 the answer has no codec of the offer");
        // Only tones in common is no call either.
        talk.tryOffer(exchange, Sdps.phone("0 101"), SIP, BROWSER);
        String tones = Sdps.browser("bZx0", "active", "101").replace("rtpmap:126", "rtpmap:101");
        assertThat(why(talk.tryAnswer(answered, tones)))
                .isEqualTo("488 the answer has no codec of the offer");
        assertThat(talk.shard.patches).isEmpty();
        // A phone that wants no media at all says so, and that passes.
        String none = Sdps.browser("bZx0", "active", "0").replace("m=audio 9 ", "m=audio 0 ");
        assertThat(audio(read(talk.tryAnswer(answered, none))).isRejected()).isTrue();
        talk.tryOffer(exchange("alice", null, "z2"), Sdps.phone("0"), SIP, SIP_SDES);
        assertThat(why(talk.tryAnswer(exchange("alice", "eve", "z2"), Sdps.phone("0"))))
                .isEqualTo("488 the answer to an SDES offer has no a=crypto that was offered");
    }

    @Test
    void echo() {
        Exchange exchange = exchange("alice", "echo", "e1");
        SessionDescription answer =
                read(talk.relay.echo(exchange, Sdps.bytes(Sdps.browserOffer()), BROWSER, talk.now));
        isForBrowser(audio(answer), Setup.PASSIVE);
        assertThat(talk.shard.patches).containsEntry(talk.plan(0).leg(), talk.plan(0).leg());
        assertThat(talk.browserPlan(0).ice().remoteUfrag()).isEqualTo("Ad1K");
        assertThat(talk.stream(0).payloads().to(111)).isEqualTo(111);
        assertThat(talk.stream(0).payloads().to(126)).isEqualTo(126);
        String hold = Sdps.browserOffer().replace("a=sendrecv", "a=sendonly");
        SessionDescription held =
                read(talk.relay.echo(exchange, Sdps.bytes(hold), BROWSER, talk.now));
        assertThat(audio(held).direction()).isEqualTo(Direction.RECVONLY);
        assertThat(held.origin().version()).isEqualTo("2");
        assertThat(talk.plan(0).isHeld()).isTrue();
        talk.relay.release(Talk.CALL, talk.now);
        talk.assertNothingLeft();
    }

    @Test
    void echoForAPhone() {
        SessionDescription answer =
                read(
                        talk.relay.echo(
                                exchange("alice", "echo", "e1"),
                                Sdps.bytes(Sdps.securePhone("0 101", KEY_80)),
                                SIP,
                                talk.now));
        assertThat(audio(answer).cryptos()).singleElement().matches(c -> c.tag() == 2);
        assertThat(talk.portsPlan(0).remote()).isEqualTo(Endpoint.parse("198.51.100.20:18472"));
    }
}
