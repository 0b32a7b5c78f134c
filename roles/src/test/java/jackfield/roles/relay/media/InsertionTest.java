package jackfield.roles.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.media.codec.G711;
import jackfield.media.dtmf.TelephoneEvent;
import jackfield.media.prompt.PromptPlayer.Extent;
import jackfield.media.prompt.ToneCadence;
import jackfield.media.prompt.ToneSource;
import jackfield.rtc.rtp.RtpPacket;
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
        speak(new Speech.KeepKeys(true));
        talk(3, PCMA);
        alice.arrivesRtp(alice.packet(EVENTS), alice.address);
        alice.arrivesRtp(alice.packet(EVENTS), alice.address);
        assertThat(shard.sent).isEmpty();
        lastTimestamp += 320;
        talk(3, PCMA);
        speak(new Speech.KeepKeys(false));
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
