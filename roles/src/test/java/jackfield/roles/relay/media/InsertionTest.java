package jackfield.roles.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.media.codec.G711;
import jackfield.media.dtmf.DtmfOutput;
import jackfield.media.dtmf.DtmfTones;
import jackfield.media.dtmf.InbandDetector;
import jackfield.media.dtmf.TelephoneEvent;
import jackfield.media.prompt.PromptPlayer.Extent;
import jackfield.media.prompt.ToneCadence;
import jackfield.media.prompt.ToneSource;
import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What bob hears while we speak in alice's place.
class InsertionTest {
    private static final int PCMA = 8;
    private static final int EVENTS = 101;
    private static final PayloadMap PAYLOADS =
            PayloadMap.NONE.with(PCMA, PCMA, 8000).with(EVENTS, EVENTS, 0);
    private static final Coding CODING = new Coding(PCMA, "PCMA", 8000, EVENTS);

    private final Shard shard = new Shard(new NoDtls());
    private final Phone alice = new Phone(shard, 1, 10_000, "192.0.2.1:4000", PCMA);
    private final Phone bob = new Phone(shard, 2, 10_002, "203.0.113.2:5000", PCMA).secured();
    private final List<Long> answers = new ArrayList<>();
    private int lastSequence = -1;
    private int lastTimestamp;

    @BeforeEach
    void connect() {
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", PAYLOADS));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PAYLOADS));
        shard.handle.patch(1, 2);
        bob.speaks();
        shard.sent.clear();
    }

    @Test
    void aPromptTakesAlicesPlaceWithoutASeam() {
        talk(5, PCMA);
        speak(new Speech.Play(tone(200), Extent.ONCE));
        talk(1, PCMA); // whose source and clock are taken up
        shard.passes(0);
        RtpPacket first = heard(PCMA);
        assertThat(first.marker()).isTrue();
        assertThat(first.memory().get(ValueLayout.JAVA_BYTE, 40))
                .isNotEqualTo(G711.A_LAW.code((short) 0));
        for (int i = 0; i < 9; i++) {
            alice.speaks();
            shard.passes(0);
            assertThat(heard(PCMA).marker()).isFalse();
            assertThat(shard.sent).isEmpty();
        }
        alice.speaks();
        shard.passes(0);
        talk(5, PCMA);
        assertThat(answers).containsExactly(0L);
    }

    @Test
    void stoppingTellsWhereItWas() {
        talk(1, PCMA);
        speak(new Speech.Play(tone(2000), Extent.ONCE));
        for (int i = 0; i < 5; i++) {
            alice.speaks();
            shard.passes(0);
        }
        speak(new Speech.Stop());
        speak(new Speech.Stop());
        assertThat(answers).containsExactly(0L, 100L, Speech.NOTHING);
        shard.sent.clear();
    }

    @Test
    void aKeyIsPressedAmongAlicesWords() {
        talk(3, PCMA);
        speak(new Speech.Press(List.of(5), 100, 100, 8));
        List<TelephoneEvent> events = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            while (!shard.sent.isEmpty()) {
                RtpPacket packet = bob.hears();
                assertThat((short) (packet.sequence() - lastSequence)).isEqualTo((short) 1);
                lastSequence = packet.sequence();
                if (packet.payloadType() == EVENTS) {
                    assertThat(packet.marker()).isEqualTo(events.isEmpty());
                    events.add(
                            Objects.requireNonNull(
                                    TelephoneEvent.read(
                                            packet.memory(), 12, packet.payloadLength())));
                } else {
                    assertThat(events.isEmpty() || events.size() == 7).isTrue();
                }
            }
            alice.speaks();
            shard.passes(0);
        }
        assertThat(events).hasSize(7);
        assertThat(events.stream().filter(TelephoneEvent::end)).hasSize(3);
        assertThat(events.getLast()).isEqualTo(new TelephoneEvent(5, true, 8, 800));
    }

    @Test
    void keysAreKeptBackWithoutAGap() {
        speak(new Speech.KeepKeys(KeyBlocking.DROP, EVENTS, true));
        talk(3, PCMA);
        alice.arrivesRtp(alice.packet(EVENTS), alice.address);
        alice.arrivesRtp(alice.packet(EVENTS), alice.address);
        assertThat(shard.sent).isEmpty();
        lastTimestamp += 320;
        talk(3, PCMA);
        speak(new Speech.KeepKeys(KeyBlocking.OFF, EVENTS, true));
        alice.arrivesRtp(alice.packet(EVENTS), alice.address);
        assertThat(bob.hears().payloadType()).isEqualTo(EVENTS);
    }

    @Test
    void whereAliceNeverSpokeASourceOfOurOwnDoes() {
        speak(new Speech.Play(tone(40), Extent.ONCE));
        shard.passes(60 * Shard.MILLI);
        RtpPacket first = bob.hears();
        assertThat(first.ssrc()).isNotEqualTo(alice.ssrc);
        lastSequence = first.sequence();
        lastTimestamp = first.timestamp();
        shard.now += 20 * Shard.MILLI;
        shard.passes(0);
        heard(PCMA);
        shard.now += 20 * Shard.MILLI;
        shard.passes(0);
        lastSequence = -1;
        alice.speaks();
        assertThat(bob.hears().ssrc()).isEqualTo(alice.ssrc);
    }

    @Test
    void thereIsNoSpeakingWhereNoRouteIs() {
        shard.handle.unpatch(1);
        speak(new Speech.Stop());
        assertThat(answers).containsExactly(Speech.NOWHERE);
    }

    @Test
    void aPromptIsHeardTogetherWithAlice() {
        talk(3, PCMA);
        aliceSays(tone(700, 1000));
        speak(new Speech.Play(tone(200), Extent.ONCE, Speech.How.MIXED));
        short[] both = hearsFrames(9);
        assertThat(power(both, 440)).isGreaterThan(1e6);
        assertThat(power(both, 700)).isGreaterThan(1e6);
        hearsFrames(3);
        short[] after = hearsFrames(5);
        assertThat(power(after, 440)).isLessThan(1e5);
        assertThat(power(after, 700)).isGreaterThan(1e6);
    }

    @Test
    void aMixedPromptGoesOnWhereAliceFallsSilent() {
        talk(3, PCMA);
        speak(new Speech.Play(tone(400), Extent.ONCE, Speech.How.MIXED));
        talk(2, PCMA);
        for (int i = 0; i < 12; i++) {
            shard.now += 20 * Shard.MILLI;
            shard.passes(0);
        }
        assertThat(shard.sent.size()).isBetween(8, 12);
        int last = -1;
        while (!shard.sent.isEmpty()) {
            RtpPacket packet = bob.hears();
            assertThat(last < 0 || packet.timestamp() == last + 160).isTrue();
            last = packet.timestamp();
        }
    }

    /// What is left of the key is shorter than any that a receiver takes for one.
    @Test
    void keysInTheVoiceAreKeptBackToo() {
        for (KeyBlocking mode : List.of(KeyBlocking.DROP, KeyBlocking.TONE)) {
            lastSequence = -1;
            speak(new Speech.KeepKeys(mode, EVENTS, true));
            for (int start = 0; start < 160; start += 37) {
                var silence = new short[start];
                aliceSays(new ToneSource(DtmfTones.of(5, 100, 60, -8), 8000), silence);
                short[] heard = hearsFrames(10);
                List<DtmfOutput> keys = new ArrayList<>();
                new InbandDetector().receive(heard, 0, heard.length, keys::add);
                assertThat(keys).isEmpty();
                assertThat(power(heard, 400) > 1e5).isEqualTo(mode == KeyBlocking.TONE);
            }
        }
        speak(new Speech.KeepKeys(KeyBlocking.OFF, EVENTS, true));
        aliceSays(new ToneSource(DtmfTones.of(5, 100, 60, -8), 8000));
        short[] open = hearsFrames(10);
        List<DtmfOutput> keys = new ArrayList<>();
        new InbandDetector().receive(open, 0, open.length, keys::add);
        assertThat(keys).hasSize(2).first().isInstanceOf(DtmfOutput.Pressed.class);
    }

    @Test
    void aKeyMayBecomeAnotherKeyOrSilence() {
        talk(2, PCMA);
        speak(new Speech.KeepKeys(KeyBlocking.ZERO, EVENTS, true));
        alice.arrivesRtp(event(7, 160), alice.address);
        RtpPacket packet = bob.hears();
        assertThat(TelephoneEvent.read(packet.memory(), 12, packet.payloadLength()))
                .isEqualTo(new TelephoneEvent(0, false, 8, 160));
        lastSequence = -1;
        talk(2, PCMA);
        speak(new Speech.KeepKeys(KeyBlocking.SILENCE, EVENTS, true));
        byte[] same = event(7, 160);
        alice.arrivesRtp(same.clone(), alice.address);
        alice.arrivesRtp(same, alice.address);
        assertThat(bob.hears().payloadType()).isEqualTo(PCMA);
        assertThat(shard.sent).isEmpty();
    }

    @Test
    void keysAsTonesComeOneAfterTheOther() {
        talk(1, PCMA);
        for (int key : new int[] {1, 2}) {
            speak(
                    new Speech.Play(
                            new ToneSource(DtmfTones.of(key, 100, 100, -8), 8000),
                            Extent.ONCE,
                            Speech.How.QUEUED));
        }
        List<DtmfOutput> keys = new ArrayList<>();
        short[] heard = new short[24 * 160];
        for (int i = 0, at = 0; i < 24; i++) {
            alice.speaks();
            shard.passes(0);
            for (; !shard.sent.isEmpty() && at < heard.length; at += 160) {
                RtpPacket packet = bob.hears();
                G711.A_LAW.decoder().decode(packet.memory(), 12, 160, heard, at);
            }
        }
        new InbandDetector().receive(heard, 0, heard.length, keys::add);
        assertThat(keys)
                .filteredOn(DtmfOutput.Pressed.class::isInstance)
                .extracting(each -> ((DtmfOutput.Pressed) each).event())
                .containsExactly(1, 2);
    }

    private byte[] event(int code, int duration) {
        var packet = alice.packet(EVENTS);
        new TelephoneEvent(code, false, 8, duration).write(MemorySegment.ofArray(packet), 12);
        return packet;
    }

    private ToneSource voice = tone(1);
    private short[] lead = {};
    private int led;

    /// What alice says from now on, after what comes first.
    private void aliceSays(ToneSource sound, short... first) {
        voice = sound;
        lead = first;
        led = 0;
    }

    /// Alice says frames, and what bob hears of them.
    private short[] hearsFrames(int frames) {
        short[] heard = new short[frames * 160];
        for (int i = 0; i < frames; i++) {
            short[] frame = new short[160];
            int at = Math.min(160, lead.length - led);
            led += at;
            voice.read(frame, at, 160 - at);
            shard.now += 20 * Shard.MILLI;
            var packet = alice.packet(PCMA);
            G711.A_LAW.encoder().encode(frame, 0, 160, MemorySegment.ofArray(packet), 12);
            alice.arrivesRtp(packet, alice.address);
            shard.passes(0);
            RtpPacket got = bob.hears();
            assertThat(got.payloadLength()).isEqualTo(160);
            assertThat(shard.sent).isEmpty();
            G711.A_LAW.decoder().decode(got.memory(), 12, 160, heard, i * 160);
        }
        return heard;
    }

    private static double power(short[] samples, int hz) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < samples.length; i++) {
            re += samples[i] * Math.cos(2 * Math.PI * hz * i / 8000);
            im += samples[i] * Math.sin(2 * Math.PI * hz * i / 8000);
        }
        return 2 * (re * re + im * im) / samples.length / samples.length;
    }

    private static ToneSource tone(int hz, int ms) {
        return new ToneSource(ToneCadence.tone(hz, -10, ms), 8000);
    }

    private void talk(int frames, int type) {
        for (int i = 0; i < frames; i++) {
            alice.speaks();
            heard(type);
        }
    }

    /// The next packet that bob hears goes on where the last one ended.
    private RtpPacket heard(int type) {
        RtpPacket packet = bob.hears();
        assertThat(packet.payloadType()).isEqualTo(type);
        if (lastSequence >= 0) {
            assertThat(packet.sequence()).isEqualTo(lastSequence + 1 & 0xffff);
            assertThat(packet.timestamp()).isEqualTo(lastTimestamp + 160);
        }
        lastSequence = packet.sequence();
        lastTimestamp = packet.timestamp();
        return packet;
    }

    private void speak(Speech speech) {
        shard.handle.speak(1, 2, CODING, speech, answers::add);
        shard.passes(0);
    }

    private static ToneSource tone(int ms) {
        return new ToneSource(ToneCadence.tone(440, -10, ms), 8000);
    }
}
