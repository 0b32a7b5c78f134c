package jackfield.roles.relay;

import static jackfield.roles.relay.LegProfile.SIP;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.media.dtmf.DtmfInfo;
import jackfield.media.prompt.PcmClip;
import jackfield.media.prompt.PromptPlayer.Extent;
import jackfield.roles.relay.CallMedia.Answer;
import jackfield.roles.relay.CallMedia.MediaCommand;
import jackfield.roles.relay.CallMedia.Who;
import jackfield.roles.relay.media.Coding;
import jackfield.roles.relay.media.Gate;
import jackfield.roles.relay.media.KeyBlocking;
import jackfield.roles.relay.media.MediaEvent;
import jackfield.roles.relay.media.Speech;
import jackfield.roles.relay.media.Tap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is done to the media of a call between alice and bob.
class CallMediaTest {
    private final Tapes tapes = new Tapes();
    private final Talk talk = new Talk(tapes);
    private final List<Answer> answers = new ArrayList<>();

    /// Recordings that only note what happens to them.
    private static final class Tapes implements Recordings {
        final List<Request> requests = new ArrayList<>();
        final List<String> log = new ArrayList<>();

        @Override
        public Begun begin(Request request, long now) {
            requests.add(request);
            return new Begun.Running(
                    new Recording() {
                        @Override
                        public Tap tap(int side) {
                            return (packet, _, _) -> log.add("side " + side + packet);
                        }

                        @Override
                        public void pause(long at) {
                            log.add("pause");
                        }

                        @Override
                        public void resume(long at) {
                            log.add("resume");
                        }

                        @Override
                        public void stop(long at) {
                            log.add("stop");
                        }
                    });
        }
    }

    @Test
    void aPromptGoesToThePartyInItsFirstCodec() {
        connect("0 8 101", "8 101");
        command(new Who.Tagged("bob"), new MediaCommand.Play(clip(), Extent.ONCE));
        assertThat(answers).containsExactly(new Answer.Playing(1000));
        Shard.Said said = talk.shard.said.getFirst();
        assertThat(said.from()).isEqualTo(talk.plan(0).leg());
        assertThat(said.to()).isEqualTo(talk.plan(1).leg());
        assertThat(said.coding()).isEqualTo(new Coding(8, "PCMA", 8000, 101));
    }

    @Test
    void keysArePressedAsIfThePartyDid() {
        connect("0 101", "0 101");
        command(new Who.Tagged("bob"), new MediaCommand.PlayDtmf(List.of(1, 2), 250, 100, 8));
        Shard.Said said = talk.shard.said.getFirst();
        assertThat(said.from()).isEqualTo(talk.plan(1).leg());
        assertThat(said.to()).isEqualTo(talk.plan(0).leg());
        assertThat(said.speech()).isEqualTo(new Speech.Press(List.of(1, 2), 250, 100, 8));
    }

    @Test
    void whoTakesNoEventsHearsTones() {
        connect("0", "0");
        command(new Who.Tagged("alice"), new MediaCommand.PlayDtmf(List.of(5), 250, 100, 8));
        assertThat(talk.shard.said.getFirst().speech()).isInstanceOf(Speech.Play.class);
        assertThat(answers).containsExactly(new Answer.Done());
    }

    @Test
    void keysAreToldAndKeptBackAndReportsAreOursWhereTheOfferSaysSo() {
        var keys = new ExchangeOptions.KeyTerms(true, true, false);
        var asked =
                new ExchangeOptions(
                        false,
                        ExchangeOptions.Shape.KEPT,
                        ExchangeOptions.Reports.OURS,
                        keys,
                        ExchangeOptions.CodecTerms.NONE,
                        ExchangeOptions.SAME_TOS);
        talk.tryOffer(
                Talk.exchange("alice", null, "z1").with(asked), Sdps.phone("0 101"), SIP, SIP);
        assertThat(talk.shard.listened).isEmpty();
        talk.answer(Sdps.phone("0 101"));
        long alice = talk.stream(0).stream();
        long bob = talk.stream(1).stream();
        assertThat(talk.shard.listened).containsExactlyInAnyOrder(alice, bob);
        assertThat(talk.shard.reports).containsOnly(Map.entry(alice, true), Map.entry(bob, true));
        assertThat(talk.shard.said)
                .extracting(Shard.Said::speech)
                .containsExactly(
                        new Speech.KeepKeys(KeyBlocking.DROP, 101, true),
                        new Speech.KeepKeys(KeyBlocking.DROP, 101, true));

        talk.relay.receive(new MediaEvent.KeyPressed(talk.plan(1).leg(), bob, 11, 120), talk.now);
        talk.relay.receive(new MediaEvent.KeyPressed(99, 99, 11, 120), talk.now);
        talk.relay.receive(new MediaEvent.KeyPressed(talk.plan(0).leg(), alice, 77, 120), talk.now);
        assertThat(talk.keys).containsExactly("bob # 120");
    }

    /// Bob, who takes no events, gets what alice presses by INFO, and else as tones.
    @Test
    void eventsGoByInfoOrAsTonesToWhoTakesNone() {
        List<String> sent = new ArrayList<>();
        carried("0 101", "0");
        long alice = talk.stream(0).stream();
        assertThat(talk.shard.listened).containsExactlyInAnyOrder(alice, talk.stream(1).stream());
        assertThat(talk.shard.said)
                .extracting(Shard.Said::speech)
                .contains(new Speech.KeepKeys(KeyBlocking.DROP, 101, false));
        talk.shard.said.clear();

        var pressed = new MediaEvent.KeyPressed(talk.plan(0).leg(), alice, 5, 120);
        talk.relay.receive(pressed, talk.now);
        assertThat(talk.shard.said.getFirst().speech())
                .isInstanceOfSatisfying(
                        Speech.Play.class,
                        play -> assertThat(play.how()).isEqualTo(Speech.How.QUEUED));
        talk.byInfo = (_, tag, key, _) -> sent.add(tag + " " + key.event());
        talk.relay.receive(pressed, talk.now);
        assertThat(sent).containsExactly("alice 5");
        assertThat(talk.shard.said).hasSize(1);
        assertThat(talk.keys).isEmpty();
    }

    @Test
    void tonesBecomeEventsForWhoTakesThem() {
        carried("0", "0 97");
        long alice = talk.stream(0).stream();
        assertThat(talk.shard.listened).containsExactlyInAnyOrder(alice, talk.stream(1).stream());
        talk.shard.said.clear();
        talk.relay.receive(new MediaEvent.KeyPressed(talk.plan(0).leg(), alice, 11, 120), talk.now);
        assertThat(talk.shard.said.getFirst().speech())
                .isEqualTo(new Speech.Press(List.of(11), 120, 100, 8));
        assertThat(talk.shard.said.getFirst().coding().eventType()).isEqualTo(97);
        talk.shard.said.clear();
        talk.relay.receive(
                new MediaEvent.KeyPressed(talk.plan(1).leg(), talk.stream(1).stream(), 5, 120),
                talk.now);
        assertThat(talk.shard.said.getFirst().speech()).isInstanceOf(Speech.Play.class);
    }

    @Test
    void keysThatBothTakePassThoughTheyAreCarried() {
        carried("0 101", "0 101");
        assertThat(talk.shard.listened).isEmpty();
        assertThat(talk.shard.said)
                .extracting(Shard.Said::speech)
                .containsOnly(new Speech.KeepKeys(KeyBlocking.OFF, 101, true));
    }

    private void carried(String asked, String said) {
        var offer =
                Talk.read(
                        talk.tryOffer(
                                Talk.exchange("alice", null, "z1")
                                        .with(ExchangeOptions.KEYS_CARRIED),
                                Sdps.phone(asked),
                                SIP,
                                SIP));
        assertThat(Talk.body(offer)).contains("telephone-event/8000");
        int number =
                Talk.audio(offer).codecs().stream()
                        .filter(CodecOffer::isEvent)
                        .findFirst()
                        .orElseThrow()
                        .payloadType();
        String phone =
                said.endsWith("97") ? Sdps.phone("0 101").replace("101", "97") : Sdps.phone(said);
        var answer =
                Talk.read(
                        talk.tryAnswer(
                                Talk.exchange("alice", "bob", "z1")
                                        .with(ExchangeOptions.KEYS_CARRIED),
                                phone));
        assertThat(Talk.body(answer).contains("telephone-event")).isEqualTo(asked.contains("101"));
        assertThat(number).isGreaterThanOrEqualTo(96);
    }

    @Test
    void aKeyOfSignallingIsPressedInTheMediaWhereThePeerTakesKeys() {
        connect("0 101", "0 101");
        assertThat(talk.relay.press(Talk.CALL, "bob", new DtmfInfo(7, 200), talk.now)).isTrue();
        assertThat(talk.shard.said.getFirst().to()).isEqualTo(talk.plan(0).leg());
        assertThat(talk.shard.said.getFirst().speech())
                .isEqualTo(new Speech.Press(List.of(7), 200, 100, 8));
        assertThat(talk.relay.press(Talk.CALL, "carol", new DtmfInfo(7, 200), talk.now)).isFalse();
        assertThat(talk.relay.press("another", "bob", new DtmfInfo(7, 200), talk.now)).isFalse();
    }

    @Test
    void allIsDoneToBothWithOneAnswer() {
        connect("0 101", "0 101");
        command(new Who.All(), new MediaCommand.Play(clip(), Extent.ONCE));
        assertThat(talk.shard.said).hasSize(2);
        assertThat(answers).hasSize(1);
        command(new Who.Tagged("alice"), new MediaCommand.Shut(Gate.BLOCKED));
        assertThat(talk.shard.gates).containsExactly(Map.entry(talk.plan(0).leg(), Gate.BLOCKED));
    }

    @Test
    void unknownCallsAndPartiesAreRefused() {
        command(new Who.All(), new MediaCommand.StopPlaying());
        assertThat(answers).containsExactly(new Answer.Refused("Unknown call-id"));
        connect("0", "0");
        command(new Who.Tagged("carol"), new MediaCommand.StopPlaying());
        assertThat(answers.getLast())
                .isEqualTo(new Answer.Refused("Call-ID not found or tags didn't match"));
    }

    @Test
    void aRecordingListensToBothAndEndsWithTheCall() {
        connect("0 101", "0 101");
        command(new Who.All(), MediaCommand.StartRecording.USUAL);
        Recordings.Request request = tapes.requests.getFirst();
        assertThat(request.sides().stream().map(Recordings.Side::tag))
                .containsExactly("alice", "bob");
        assertThat(request.sides().getFirst().encodings())
                .containsEntry(0, "PCMU")
                .containsEntry(101, "telephone-event");
        assertThat(talk.shard.taps.values())
                .containsExactlyInAnyOrder(talk.plan(0).leg(), talk.plan(1).leg());
        command(new Who.All(), new MediaCommand.PauseRecording());
        command(new Who.All(), MediaCommand.StartRecording.USUAL);
        talk.relay.release(Talk.CALL, talk.now);
        assertThat(tapes.log).containsExactly("pause", "resume", "stop");
        assertThat(talk.shard.taps).isEmpty();
        talk.assertNothingLeft();
    }

    @Test
    void aRecordingAskedForEarlyBeginsWithTheAnswer() {
        talk.offer(Sdps.phone("0 101"), SIP, SIP);
        command(new Who.All(), MediaCommand.StartRecording.USUAL);
        assertThat(tapes.requests).isEmpty();
        talk.answer(Sdps.phone("0 101"));
        assertThat(tapes.requests).hasSize(1);
        command(new Who.All(), new MediaCommand.StopRecording());
        command(new Who.All(), new MediaCommand.StopRecording());
        assertThat(answers.getLast()).isEqualTo(new Answer.Refused("Not currently recording"));
    }

    private void connect(String offered, String answered) {
        talk.offer(Sdps.phone(offered), SIP, SIP);
        talk.answer(Sdps.phone(answered));
    }

    private void command(Who who, MediaCommand command) {
        talk.relay.command(Talk.CALL, who, command, answers::add, talk.now);
    }

    private static PcmClip clip() {
        return new PcmClip(8000, new short[8000]);
    }
}
