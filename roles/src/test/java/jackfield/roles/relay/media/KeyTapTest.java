package jackfield.roles.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.media.codec.Encoder;
import jackfield.media.codec.G711;
import jackfield.media.dtmf.DtmfTones;
import jackfield.media.dtmf.TelephoneEvent;
import jackfield.media.prompt.ToneSource;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Alice presses keys, and whoever asked is told.
class KeyTapTest {
    private static final int PCMU = 0;
    private static final int EVENTS = 101;
    private static final PayloadMap VOICE = PayloadMap.NONE.with(PCMU, PCMU, 8000, "PCMU");
    private static final PayloadMap BOTH = VOICE.with(EVENTS, EVENTS, 8000, "telephone-event");
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final Shard shard = new Shard(new NoDtls());
    private final Phone alice = new Phone(shard, 1, 10_000, "192.0.2.1:4000", PCMU);
    private final Phone bob = new Phone(shard, 2, 10_002, "203.0.113.2:5000", PCMU);

    @Test
    void eventsAreToldOnceEach() {
        connect(BOTH);
        shard.handle.hearKeys(1, true);
        shard.handle.hearKeys(1, true);
        press(5, 800, true);
        alice.speaks();
        assertThat(keys()).containsExactly(new MediaEvent.KeyPressed(1, 1, 5, 100));
        press(11, 1600, true);
        assertThat(keys()).hasSize(2).last().isEqualTo(new MediaEvent.KeyPressed(1, 1, 11, 200));
    }

    @Test
    void aKeyWhoseEndIsLostEndsWithTheVoiceThatFollows() {
        connect(BOTH);
        shard.handle.hearKeys(1, true);
        press(5, 800, false);
        assertThat(keys()).isEmpty();
        for (int i = 0; i < 20; i++) {
            alice.speaks();
        }
        assertThat(keys()).containsExactly(new MediaEvent.KeyPressed(1, 1, 5, 100));
    }

    @Test
    void tonesAreHeardWhereThereAreNoEvents() {
        connect(VOICE);
        shard.handle.hearKeys(1, true);
        dials(List.of(4, 11));
        assertThat(keys()).extracting(MediaEvent.KeyPressed::event).containsExactly(4, 11);
        assertThat(keys()).allMatch(key -> key.durationMs() > 70 && key.durationMs() < 130);
    }

    @Test
    void tonesAreNoKeysWhereThereAreEvents() {
        connect(BOTH);
        shard.handle.hearKeys(1, true);
        dials(List.of(4));
        assertThat(keys()).isEmpty();
    }

    @Test
    void nobodyListensUnasked() {
        connect(BOTH);
        press(5, 800, true);
        shard.handle.hearKeys(1, true);
        shard.handle.hearKeys(1, false);
        press(6, 800, true);
        assertThat(keys()).isEmpty();
    }

    @Test
    void aStreamThatEndsTellsOfTheKeyThatIsDown() {
        connect(BOTH);
        shard.handle.hearKeys(1, true);
        press(5, 800, false);
        shard.handle.remove(1);
        shard.settle();
        assertThat(keys()).containsExactly(new MediaEvent.KeyPressed(1, 1, 5, 100));
    }

    private List<MediaEvent.KeyPressed> keys() {
        shard.sent.clear();
        return shard.events.stream()
                .filter(MediaEvent.KeyPressed.class::isInstance)
                .map(MediaEvent.KeyPressed.class::cast)
                .toList();
    }

    private void connect(PayloadMap payloads) {
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", payloads));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", payloads));
        shard.handle.patch(1, 2);
    }

    /// Three packets of one key.
    private void press(int event, int duration, boolean ends) {
        int began = alice.sequence * 160;
        for (int i = 0; i < 3; i++) {
            byte[] packet = java.util.Arrays.copyOf(alice.packet(EVENTS), 16);
            MemorySegment at = MemorySegment.ofArray(packet);
            at.set(U32, 4, began);
            new TelephoneEvent(event, ends, 8, duration).write(at, 12);
            alice.arrivesRtp(packet, alice.address);
            shard.now += 20 * Shard.MILLI;
        }
    }

    private void dials(List<Integer> keys) {
        var tones = new ToneSource(DtmfTones.of(keys, 100, 100, -8, 0), 8000);
        Encoder encoder = G711.MU_LAW.encoder();
        short[] sound = new short[160];
        for (int i = 0; i < 40; i++) {
            java.util.Arrays.fill(sound, (short) 0);
            tones.read(sound, 0, sound.length);
            byte[] packet = alice.packet(PCMU);
            encoder.encode(sound, 0, sound.length, MemorySegment.ofArray(packet), 12);
            alice.arrivesRtp(packet, alice.address);
            shard.now += 20 * Shard.MILLI;
        }
    }
}
