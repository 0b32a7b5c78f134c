package jackfield.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodecsTest {
    private final MemorySegment packet = Arena.ofAuto().allocate(2048);

    /// What is heard of `pcm` behind the codec, frame by frame of 20 ms.
    private short[] through(Encoder encoder, Decoder decoder, short[] pcm) {
        short[] out = new short[pcm.length];
        int frame = encoder.sampleRate() / 50;
        for (int at = 0; at + frame <= pcm.length; at += frame) {
            int length = encoder.encode(pcm, at, frame, packet, 12);
            assertThat(decoder.samples(packet, 12, length)).isEqualTo(frame);
            assertThat(decoder.decode(packet, 12, length, out, at)).isEqualTo(frame);
        }
        return out;
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 440, 1000, 3100, 5000, 6500})
    void g722KeepsATone(int hertz) {
        short[] out = through(G722.encoder(), G722.decoder(), Tone.of(hertz, 16_000, 32_000, 8000));
        assertThat(Tone.amplitude(out, 8000, 16_000, hertz, 16_000)).isCloseTo(8000, within(800.0));
        double least = hertz < 4000 ? 25 : 12; // two bits are all that the upper band has
        assertThat(Tone.cleanness(out, 8000, 16_000, hertz, 16_000)).isGreaterThan(least);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MU_LAW", "A_LAW"})
    void g711KeepsATone(G711 law) {
        short[] out = through(law.encoder(), law.decoder(), Tone.of(1004, 8000, 8000, 8000));
        assertThat(Tone.cleanness(out, 0, 8000, 1004, 8000)).isGreaterThan(35);
    }

    @Test
    void l16IsExact() {
        short[] pcm = Tone.of(997, 16_000, 3200, 30_000);
        assertThat(through(L16.encoder(16_000), L16.decoder(16_000), pcm)).isEqualTo(pcm);
    }

    @ParameterizedTest
    @CsvSource({
        "8000, 16000, 1000",
        "16000, 8000, 1000",
        "8000, 48000, 3000",
        "48000, 8000, 3000",
        "16000, 48000, 6000",
        "48000, 16000, 6000",
        "32000, 48000, 440"
    })
    void aToneSurvivesAnotherRate(int from, int to, int hertz) {
        short[] in = Tone.of(hertz, from, from, 10_000);
        short[] out = new short[to + 10];
        Resampler resampler = new Resampler(from, to);
        int made = 0;
        for (int at = 0; at < from; at += from / 50) {
            made += resampler.process(in, at, from / 50, out, made);
        }
        assertThat(made).isEqualTo(to);
        assertThat(Tone.amplitude(out, to / 2, to / 4, hertz, to)).isCloseTo(10_000, within(200.0));
        assertThat(Tone.cleanness(out, to / 2, to / 4, hertz, to)).isGreaterThan(55);
    }

    @Test
    void whatTheSlowerRateCannotCarryIsGone() {
        short[] in = Tone.of(5000, 16_000, 16_000, 10_000);
        short[] out = new short[8000];
        new Resampler(16_000, 8000).process(Arrays.copyOf(in, 3200), 0, 3200, out, 0);
        assertThat(ComfortNoise.level(out, 400, 1000)).isGreaterThan(60);
    }

    @Test
    void framesOfAnyLengthGiveTheSameSamples() {
        short[] in = Tone.of(700, 48_000, 9600, 10_000);
        short[] whole = new short[1600];
        short[] parts = new short[1600];
        new Resampler(48_000, 8000).process(in, 0, 9600, whole, 0);
        Resampler resampler = new Resampler(48_000, 8000);
        int made = 0;
        int at = 0;
        for (int length : new int[] {1, 7, 480, 955, 960, 1, 2, 3000, 4194}) {
            made += resampler.process(in, at, length, parts, made);
            at += length;
        }
        assertThat(at).isEqualTo(9600);
        assertThat(parts).isEqualTo(whole);
    }

    @Test
    void aLostFrameOfAToneIsHardlyMissed() {
        short[] pcm = Tone.of(200, 8000, 3200, 8000);
        short[] heard = pcm.clone();
        Concealment concealment = new Concealment(8000);
        concealment.heard(pcm, 0, 1600);
        concealment.conceal(heard, 1600, 80);
        for (int i = 1600; i < 1680; i++) {
            assertThat((int) heard[i]).as("sample %d", i).isCloseTo(pcm[i], within(900));
        }
    }

    @Test
    void aLongLossFadesToSilence() {
        short[] pcm = Tone.of(200, 8000, 1600, 8000);
        short[] made = new short[1600];
        Concealment concealment = new Concealment(8000);
        concealment.heard(pcm, 0, 1600);
        concealment.conceal(made, 0, 1600);
        assertThat(Tone.amplitude(made, 0, 80, 200, 8000)).isGreaterThan(6000);
        assertThat(ComfortNoise.level(made, 800, 800)).isEqualTo(127);
    }

    @Test
    void beforeAnythingWasHeardALossIsSilence() {
        short[] made = new short[160];
        new Concealment(8000).conceal(made, 0, 160);
        assertThat(made).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 62, 75})
    void noiseIsAsLoudAsThePayloadSays(int level) {
        short[] made = new short[16_000];
        ComfortNoise noise = new ComfortNoise(1);
        noise.take(packet, 0, ComfortNoise.write(level, packet, 0));
        noise.make(made, 0, made.length);
        assertThat(ComfortNoise.level(made, 0, made.length)).isCloseTo(level, within(1));
    }

    @Test
    void noiseHasTheColourOfThePayloadAndStillItsLevel() {
        packet.fill((byte) 127);
        packet.set(ValueLayout.JAVA_BYTE, 0, (byte) 30);
        packet.set(ValueLayout.JAVA_BYTE, 1, (byte) (127 - 100));
        short[] made = new short[32_000];
        ComfortNoise noise = new ComfortNoise(1);
        noise.take(packet, 0, 11);
        noise.make(made, 0, made.length);
        assertThat(ComfortNoise.level(made, 0, made.length)).isCloseTo(30, within(2));
        long neighbours = 0;
        for (int i = 1; i < made.length; i++) {
            neighbours += (long) made[i] * made[i - 1];
        }
        assertThat(neighbours).as("a negative first coefficient sounds dull").isPositive();
    }
}
