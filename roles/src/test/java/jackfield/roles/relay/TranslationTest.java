package jackfield.roles.relay;

import static jackfield.roles.relay.LegProfile.BROWSER;
import static jackfield.roles.relay.LegProfile.SIP;
import static jackfield.roles.relay.Talk.audio;
import static jackfield.roles.relay.Talk.exchange;
import static jackfield.roles.relay.Talk.read;
import static jackfield.roles.relay.Talk.why;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.media.transcode.AudioCodec;
import jackfield.media.transcode.TranscodePlan;
import jackfield.roles.relay.media.Transcoding;
import jackfield.rtc.sdp.Codec;
import jackfield.rtc.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranslationTest {
    private static final List<String> NO = List.of();
    private final Talk talk = new Talk();

    private static List<String> codecs(SessionDescription sdp) {
        return audio(sdp).codecs().stream().map(Codec::rtpmap).toList();
    }

    private List<TranscodePlan> plans() {
        List<TranscodePlan> plans = new ArrayList<>();
        talk.shard
                .treated
                .values()
                .forEach(treatments -> {
                    if (!treatments.isEmpty()) {
                        plans.add(((Transcoding) treatments.getFirst()).plan());
                    }
                });
        return plans;
    }

    private static String phone(String payloads, String... maps) {
        return Sdps.phone(payloads, maps);
    }

    private static String opusOnly() {
        return Sdps.browser("Ad1K", "actpass", "111 110");
    }

    @Test
    void aBrowserWithOpusOnlyCallsAPhoneWithG711Only() {
        SessionDescription toPhone = talk.offer(opusOnly(), BROWSER, SIP);
        assertThat(codecs(toPhone))
                .containsExactly(
                        "111 opus/48000/2",
                        "110 telephone-event/48000",
                        "0 PCMU/8000",
                        "8 PCMA/8000",
                        "9 G722/8000",
                        "127 telephone-event/8000");
        SessionDescription toBrowser =
                talk.answer(phone("8 127", "a=rtpmap:127 telephone-event/8000"));
        assertThat(codecs(toBrowser))
                .containsExactly("111 opus/48000/2", "110 telephone-event/48000");
        assertThat(audio(toBrowser).ofPayloadType("fmtp", 111)).contains("useinbandfec=1");
        assertThat(plans()).hasSize(2);
        TranscodePlan there = plans().get(0);
        assertThat(there.voices()).containsExactly(new TranscodePlan.Voice(111, AudioCodec.OPUS));
        assertThat(there.to()).isEqualTo(new TranscodePlan.Voice(8, AudioCodec.PCMA));
        assertThat(there.events()).containsExactly(new TranscodePlan.Event(110, 48_000, 127, 8000));
        TranscodePlan back = plans().get(1);
        assertThat(back.voices()).containsExactly(new TranscodePlan.Voice(8, AudioCodec.PCMA));
        assertThat(back.to()).isEqualTo(new TranscodePlan.Voice(111, AudioCodec.OPUS));
        assertThat(back.events()).containsExactly(new TranscodePlan.Event(127, 8000, 110, 48_000));
        assertThat(talk.stream(0).payloads().to(111)).isEqualTo(111);
        assertThat(talk.stream(0).payloads().to(0)).isEqualTo(-1);
    }

    @Test
    void withG711OnBothSidesNothingIsTranslated() {
        SessionDescription toPhone = talk.offer(Sdps.browserOffer(), BROWSER, SIP);
        assertThat(codecs(toPhone)).hasSize(6);
        talk.answer(phone("8"));
        assertThat(plans()).isEmpty();
    }

    @Test
    void theSameDialogAgainKeepsItsTranslation() {
        talk.offer(opusOnly(), BROWSER, SIP);
        talk.answer(phone("0"));
        Map<List<Long>, ?> before = Map.copyOf(talk.shard.treated);
        talk.offer(opusOnly(), BROWSER, SIP);
        talk.answer(phone("0"));
        assertThat(talk.shard.treated).isEqualTo(before);
    }

    /// The phone's re-INVITE knows no Opus; the browser takes nothing else.
    @Test
    void aLaterOfferOfThePhoneGetsWhatTheBrowserKnows() {
        talk.offer(opusOnly(), BROWSER, SIP);
        talk.answer(phone("0"));
        Exchange again = exchange("bob", "alice", "z1");
        SessionDescription toBrowser = read(talk.tryOffer(again, phone("0"), SIP, BROWSER));
        assertThat(codecs(toBrowser)).startsWith("0 PCMU/8000", "111 opus/48000/2");
        SessionDescription toPhone =
                read(talk.tryAnswer(again, Sdps.browser("Ad1K", "active", "111")));
        assertThat(codecs(toPhone)).containsExactly("0 PCMU/8000");
        assertThat(plans()).hasSize(2);
    }

    @Test
    void anAnswerInACodecThatWasNotOfferedIsTranslatedToo() {
        talk.offer(phone("0"), SIP, SIP);
        SessionDescription back = talk.answer(phone("8"));
        assertThat(codecs(back)).containsExactly("0 PCMU/8000");
        assertThat(plans()).hasSize(2);
    }

    @Test
    void oneWhoMaySendMoreThanTheOtherKnowsIsTranslatedOneWay() {
        talk.offer(opusOnly(), BROWSER, SIP);
        SessionDescription back = talk.answer(phone("111 0", "a=rtpmap:111 opus/48000/2"));
        assertThat(codecs(back)).containsExactly("111 opus/48000/2");
        assertThat(plans()).hasSize(1);
        assertThat(plans().getFirst().voices()).hasSize(2);
        assertThat(plans().getFirst().passes()).isTrue();
    }

    @Test
    void keysInAnotherClockAreCountedAnewThoughTheVoicePasses() { // R24
        talk.offer(phone("8 110", "a=rtpmap:110 telephone-event/48000"), SIP, SIP);
        SessionDescription back = talk.answer(phone("8 101", "a=rtpmap:101 telephone-event/8000"));
        assertThat(codecs(back)).containsExactly("8 PCMA/8000", "110 telephone-event/48000");
        assertThat(plans()).hasSize(2);
        assertThat(plans().getFirst().events())
                .containsExactly(new TranscodePlan.Event(110, 48_000, 101, 8000));
        assertThat(plans().getFirst().passes()).isTrue();
    }

    @Test
    void switchedOffNothingIsAddedAndAForeignAnswerRefused() {
        Talk off =
                new Talk(
                        new RelaySettings(9, 7, List.of(Talk.MEDIA), Talk.OURS)
                                .with(new TranscodeSettings(false, 0)),
                        30_000,
                        30_999);
        assertThat(codecs(off.offer(opusOnly(), BROWSER, SIP))).hasSize(2);
        assertThat(why(off.tryAnswer(exchange("alice", "bob", "z1"), phone("0"))))
                .isEqualTo("488 the answer has no codec of the offer");
    }

    @Test
    void aPacketTimeThatIsAskedForIsMade() {
        LegProfile sixty =
                SIP.on(
                        new LegOptions(
                                LegOptions.Keying.USUAL,
                                LegOptions.IceTerms.USUAL,
                                LegOptions.Place.ANYWHERE,
                                LegOptions.Following.USUAL,
                                new LegOptions.Lines(false, false, 60)));
        SessionDescription offered = talk.offer(phone("0", "a=maxptime:40"), SIP, sixty);
        assertThat(Talk.body(offered)).contains("a=ptime:60").doesNotContain("maxptime");
        SessionDescription back = talk.answer(phone("0"));
        assertThat(Talk.body(back)).contains("a=ptime:20");
        assertThat(plans()).hasSize(1);
        assertThat(plans().getFirst().ptimeMs()).isEqualTo(60);
        assertThat(plans().getFirst().passes()).isFalse();
    }

    /// What a party takes at most is what it gets, and each is told what we make for it.
    @Test
    void packetTimesOfATranslationAreThoseOfEachReceiver() {
        talk.offer(opusOnly(), BROWSER, SIP);
        String small = phone("0").replace("a=ptime:20", "a=ptime:40\na=maxptime:10");
        SessionDescription back =
                talk.answer(small.contains("maxptime") ? small : small + "a=maxptime:10\n");
        assertThat(Talk.body(back)).contains("a=ptime:20").doesNotContain("maxptime");
        assertThat(plans().stream().map(TranscodePlan::ptimeMs)).containsExactlyInAnyOrder(10, 20);
    }

    private SessionDescription offer(String sdp, ExchangeOptions.CodecTerms terms) {
        ExchangeOptions none = ExchangeOptions.NONE;
        Exchange exchange =
                exchange("alice", null, "z1")
                        .with(
                                new ExchangeOptions(
                                        none.keepsDirection(),
                                        none.shape(),
                                        none.reports(),
                                        none.keys(),
                                        terms,
                                        none.tos()));
        return read(talk.tryOffer(exchange, sdp, SIP, SIP));
    }

    private static ExchangeOptions.CodecTerms terms(String text) {
        List<List<String>> lists = new ArrayList<>();
        for (String key :
                "strip offer except mask consume accept transcode set ignore".split(" ")) {
            List<String> values = new ArrayList<>();
            for (String each : text.split(" ")) {
                if (each.startsWith(key + "-")) {
                    values.add(each.substring(key.length() + 1));
                }
            }
            lists.add(values.isEmpty() ? NO : values);
        }
        return new ExchangeOptions.CodecTerms(
                lists.get(0),
                lists.get(1),
                lists.get(2),
                lists.get(3),
                lists.get(4),
                lists.get(5),
                lists.get(6),
                lists.get(7),
                lists.get(8));
    }

    @ParameterizedTest
    @CsvSource({
        "strip-PCMU, 8 9 101",
        "strip-all except-G722, 9",
        "strip-all offer-PCMA offer-telephone-event, 8 101",
        "offer-G722 offer-PCMU, 9 0 8 101",
        "strip-all offer-G722 offer-PCMU, 9 0",
        "mask-telephone-event, 0 8 9",
        "strip-all, 0 8 9 101",
        "mask-PCMU, 8 9 101",
        "consume-PCMA, 0 9 101",
        "ignore-G722, 0 8 101",
        "strip-telephone-event, 0 8 9",
        "transcode-opus, 0 8 9 101 127 126"
    })
    void whatAControllerSaysOfCodecsIsDone(String text, String formats) {
        String offer = phone("0 8 9 101", "a=rtpmap:101 telephone-event/8000");
        SessionDescription out = offer(offer, terms(text));
        assertThat(String.join(" ", audio(out).media().formats())).isEqualTo(formats);
    }

    @Test
    void aMaskedCodecIsUsedTowardsTheOfferer() {
        offer(phone("0 8"), terms("mask-PCMU transcode-G722"));
        SessionDescription back = talk.answer(phone("9"));
        assertThat(codecs(back)).containsExactly("0 PCMU/8000");
        assertThat(plans().getFirst().to().codec()).isEqualTo(AudioCodec.G722);
    }

    @Test
    void anAcceptedCodecIsUsedWhateverIsAnswered() {
        offer(phone("0 8"), terms("accept-PCMU"));
        SessionDescription back = talk.answer(phone("8"));
        assertThat(codecs(back)).containsExactly("0 PCMU/8000");
        assertThat(plans()).hasSize(2);
    }

    @Test
    void anEncoderGetsItsBitrate() {
        offer(phone("0"), terms("transcode-opus set-opus/48000/2/12000"));
        talk.answer(phone("127", "a=rtpmap:127 opus/48000/2"));
        TranscodePlan there = plans().getFirst();
        assertThat(Objects.requireNonNull(there).opus().bitrate()).isEqualTo(12_000);
    }
}
