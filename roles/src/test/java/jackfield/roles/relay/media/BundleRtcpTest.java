package jackfield.roles.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.rtc.rtcp.Feedback;
import jackfield.rtc.rtcp.Rtcp;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// RTCP of a browser's bundle about several streams, with phones behind it that speak AVPF or AVP.
class BundleRtcpTest {
    private static final int VOICE = 0x0a0a0a0a;
    private static final int PICTURE = 0x0b0b0b0b;

    private final BundledBrowser bundle = new BundledBrowser();
    private final Phone voice = bundle.voice;
    private final Phone picture = bundle.picture;

    /// The types and formats of what reached a phone's RTCP port.
    private List<String> heard(Phone phone, int port) {
        List<String> kinds = new ArrayList<>();
        Rtcp packet = phone.hearsRtcp(phone.address.withPort(port));
        do {
            kinds.add(packet.type() + "/" + packet.count());
        } while (packet.next());
        return kinds;
    }

    private void bothTalk() {
        bundle.voice.speaks();
        bundle.picture.speaks();
        bundle.sends(bundle.packet(BundledBrowser.OPUS, VOICE));
        bundle.sends(bundle.packet(BundledBrowser.VP8, PICTURE));
        bundle.shard.sent.clear();
    }

    @Test
    void eachPartOfACompoundGoesWhereItIsMeant() {
        bothTalk();

        bundle.sendsRtcp(
                new Compound()
                        .senderReport(VOICE)
                        .senderReport(PICTURE)
                        .nack(PICTURE, picture.ssrc, 12)
                        .fir(1, picture.ssrc)
                        .remb(1, voice.ssrc, picture.ssrc)
                        .transportWide(1, voice.ssrc)
                        .voip(VOICE, voice.ssrc));

        assertThat(heard(voice, 5001)).containsExactly("200/0", "206/15", "205/15", "207/0");
        assertThat(heard(picture, 5003)).containsExactly("200/0", "205/1", "206/4", "206/15");
        assertThat(bundle.shard.sent).isEmpty();
    }

    @Test
    void aReportAboutBothIsHeardByBoth() {
        bothTalk();

        bundle.sendsRtcp(new Compound().receiverReport(1, voice.ssrc, picture.ssrc));

        List<StreamSnapshot> streams = bundle.shard.snapshot(1).streams();
        assertThat(streams).extracting(s -> s.quality().out().reports()).containsExactly(1L, 1L);
        assertThat(streams).extracting(s -> s.in().rtcp()).containsExactly(1L, 1L);
    }

    @Test
    void whatIsAskedForIsShownByStream() {
        bothTalk();

        bundle.sendsRtcp(
                new Compound()
                        .receiverReport(1)
                        .nack(1, picture.ssrc, 12)
                        .pli(1, picture.ssrc)
                        .remb(1, picture.ssrc)
                        .voip(1, voice.ssrc)
                        .transportWide(1, voice.ssrc));

        PeerSays ofVoice = says(0);
        PeerSays.Voip voip = Objects.requireNonNull(ofVoice.voip());
        assertThat(voip.lostPercent()).isEqualTo(25);
        assertThat(voip.discardedPercent()).isEqualTo(12.5);
        assertThat(voip.burstMs()).isEqualTo(100);
        assertThat(voip.roundTripMs()).isEqualTo(81);
        assertThat(voip.endSystemMs()).isEqualTo(95);
        assertThat(voip.signalDbm()).isEqualTo(-20);
        assertThat(voip.noiseDbm()).as("not known").isEqualTo(127);
        assertThat(voip.rating()).isEqualTo(88);
        assertThat(voip.mosListening()).isEqualTo(4.1);
        assertThat(voip.mosConversation()).isEqualTo(4.0);
        assertThat(voip.jitterBufferMs()).isEqualTo(60);
        assertThat(ofVoice.feedback()).isEqualTo(new PeerSays.Feedback(0, 0, 0, 0, 0, 0, 1));
        assertThat(says(1).feedback()).isEqualTo(new PeerSays.Feedback(1, 2, 1, 0, 1, 512_000, 0));
        assertThat(says(1).voip()).isNull();
    }

    private PeerSays says(int stream) {
        return bundle.shard.snapshot(1).streams().get(stream).quality().says();
    }

    /// RFC 4585 section 3.6.2, RFC 5124 section 3.2: whoever did not agree to feedback gets none.
    @Test
    void feedbackEndsBeforeAPhoneThatDidNotAgreeToIt() {
        bundle.agreesToFeedback(picture, false);
        bothTalk();

        bundle.sendsRtcp(
                new Compound()
                        .receiverReport(PICTURE, picture.ssrc)
                        .nack(PICTURE, picture.ssrc, 3)
                        .pli(PICTURE, picture.ssrc)
                        .remb(PICTURE, picture.ssrc)
                        .transportWide(PICTURE, picture.ssrc));
        assertThat(heard(picture, 5003)).containsExactly("201/1");

        bundle.sendsRtcp(new Compound().pli(PICTURE, picture.ssrc));
        assertThat(bundle.shard.sent).isEmpty();
        assertThat(bundle.shard.snapshot(1).streams().get(1).drops()).containsEntry("feedback", 1L);
    }

    /// The other way: a phone's requests reach the browser in whole.
    @Test
    void aPhonesRequestReachesTheBrowser() {
        bothTalk();

        bundle.shard.arrives(
                picture.port + 1,
                new Compound()
                        .receiverReport(picture.ssrc, PICTURE)
                        .nack(picture.ssrc, PICTURE, 9)
                        .pli(picture.ssrc, PICTURE)
                        .bytes(),
                picture.address.withPort(5003));

        Rtcp heard = bundle.hearsRtcp();
        assertThat(heard.next()).isTrue();
        assertThat(heard.type()).isEqualTo(Rtcp.RR);
        assertThat(heard.next()).isTrue();
        var feedback = new Feedback();
        assertThat(feedback.wrap(heard)).isTrue();
        assertThat(feedback.kind()).isEqualTo(Feedback.Kind.NACK);
        assertThat(feedback.mediaSource()).isEqualTo(PICTURE);
        assertThat(feedback.missing(0)).isEqualTo(9);
        assertThat(heard.next()).isTrue();
        assertThat(feedback.wrap(heard)).isTrue();
        assertThat(feedback.kind()).isEqualTo(Feedback.Kind.PLI);
    }
}
