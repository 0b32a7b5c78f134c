package jackfield.media.dtmf;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.media.dtmf.DtmfOutput.Pressed;
import jackfield.media.dtmf.DtmfOutput.Released;
import jackfield.media.prompt.ToneCadence;
import jackfield.media.prompt.ToneCadence.Beat;
import jackfield.media.prompt.ToneCadence.Tone;
import jackfield.media.prompt.ToneSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys heard in sound, and voices in which none are.
class InbandDetectorTest {
    private static final List<Integer> ALL = IntStream.range(0, 16).boxed().toList();

    /// Level of each tone (dBm0), twist (dB, high over low), signal to noise (dB).
    @ParameterizedTest
    @CsvSource({
        "-8, 0, 60",
        "-8, 4, 60",
        "-8, -8, 60",
        "-30, 0, 60",
        "-8, 0, 15",
        "-8, 3, 18",
        "-8, -6, 18",
        "-3, 0, 30",
        "-25, 2, 20"
    })
    void allKeysAreHeardInNoiseAndWithTwist(double level, double twist, double noiseDb) {
        for (long seed = 0; seed < 10; seed++) {
            short[] sound = sound(DtmfTones.of(ALL, 50, 50, level, twist));
            noise(sound, level + Math.min(0, twist) + 3 - noiseDb, new SplittableRandom(seed));
            assertThat(keys(sound, (int) seed)).as("seed %d", seed).isEqualTo(ALL);
        }
    }

    @Test
    void fortyMillisecondsAreEnoughWhereverTheyBegin() {
        for (int shift = 0; shift < 102; shift++) {
            assertThat(keys(sound(DtmfTones.of(ALL, 40, 40, -10, 0)), shift)).isEqualTo(ALL);
        }
    }

    @Test
    void twentyThreeMillisecondsAreNoKey() {
        for (int shift = 0; shift < 102; shift++) {
            assertThat(keys(sound(DtmfTones.of(ALL, 23, 60, -10, 0)), shift)).isEmpty();
        }
    }

    @Test
    void aKeyIsHeardWithItsLength() {
        List<DtmfOutput> heard = hear(sound(DtmfTones.of(7, 200, 100, -10)), 0);
        assertThat(heard.getFirst()).isEqualTo(new Pressed(7, 6));
        assertThat(heard.getLast())
                .isInstanceOfSatisfying(
                        Released.class, end -> assertThat(end.durationMs()).isBetween(180, 220));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.985, 1.015})
    void frequenciesMayBeALittleOff(double factor) {
        assertThat(keys(sound(off(factor)), 0)).containsExactly(5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.955, 1.045})
    void frequenciesTooFarOffAreNoKey(double factor) {
        assertThat(keys(sound(off(factor)), 0)).isEmpty();
    }

    private static ToneCadence off(double factor) {
        return new ToneCadence(
                List.of(
                        new Beat(
                                List.of(new Tone(770 * factor, -10), new Tone(1336 * factor, -10)),
                                100),
                        Beat.silence(60)),
                false);
    }

    @Test
    void tooMuchTwistIsNoKey() {
        assertThat(keys(sound(DtmfTones.of(ALL, 60, 60, -20, 8)), 0)).isEmpty();
        assertThat(keys(sound(DtmfTones.of(ALL, 60, 60, -8, -12)), 0)).isEmpty();
    }

    @Test
    void aShortGapDoesNotSplitAKey() {
        short[] sound = sound(DtmfTones.of(4, 200, 60, -10));
        Arrays.fill(sound, 800, 880, (short) 0);
        assertThat(keys(sound, 0)).containsExactly(4);
    }

    @Test
    void callTonesAreNoKeys() {
        for (var tone :
                List.of(
                        ToneCadence.dialNorthAmerica(),
                        ToneCadence.ringbackNorthAmerica(),
                        ToneCadence.busyNorthAmerica(),
                        ToneCadence.dial())) {
            short[] sound = new short[8000 * 20];
            assertThat(new ToneSource(tone, 8000).read(sound, 0, sound.length))
                    .isEqualTo(sound.length);
            assertThat(keys(sound, 0)).isEmpty();
        }
    }

    /// Ten minutes of something like a voice: harmonics of a wandering pitch under wandering
    /// formants, syllables, breath.
    @Test
    void noKeysInWhatSoundsLikeSpeech() {
        List<DtmfOutput> heard = hear(speech(600, 1), 0);
        assertThat(heard).isEmpty();
    }

    @Test
    void noKeysInNoise() {
        short[] sound = new short[8000 * 120];
        noise(sound, -15, new SplittableRandom(3));
        assertThat(keys(sound, 0)).isEmpty();
    }

    static short[] speech(int seconds, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        short[] sound = new short[8000 * seconds];
        double phase = 0;
        double pitch = 120;
        double[] formants = {500, 1400, 2400};
        for (int at = 0; at < sound.length; ) {
            int syllable = 800 + random.nextInt(1600);
            double towards = 80 + random.nextDouble() * 200;
            double[] next = {
                300 + random.nextDouble() * 600,
                900 + random.nextDouble() * 1300,
                2100 + random.nextDouble() * 900
            };
            boolean voiced = random.nextInt(5) > 0;
            for (int i = 0; i < syllable && at < sound.length; i++, at++) {
                pitch += (towards - pitch) / 2000;
                phase += pitch / 8000;
                double value = 0;
                for (int f = 0; f < 3; f++) {
                    formants[f] += (next[f] - formants[f]) / 1500;
                }
                if (voiced) {
                    for (int h = 1; h * pitch < 3800; h++) {
                        double gain = 0.02;
                        for (int f = 0; f < 3; f++) {
                            double away = (h * pitch - formants[f]) / (60 + 40 * f);
                            gain += Math.pow(0.6, f) / (1 + away * away);
                        }
                        value += gain * Math.sin(2 * Math.PI * h * phase);
                    }
                } else {
                    value = random.nextGaussian() * 0.5;
                }
                double envelope = Math.sin(Math.PI * i / syllable);
                sound[at] = (short) Math.clamp(value * envelope * 5000, -32768, 32767);
            }
        }
        return sound;
    }

    private static short[] sound(ToneCadence cadence) {
        var source = new ToneSource(cadence, 8000);
        short[] sound = new short[(int) source.length()];
        source.read(sound, 0, sound.length);
        return sound;
    }

    private static void noise(short[] sound, double levelDbm0, RandomGenerator random) {
        double rms = 32767 / Math.sqrt(2) * Math.pow(10, (levelDbm0 - 3.14) / 20);
        for (int i = 0; i < sound.length; i++) {
            sound[i] =
                    (short)
                            Math.clamp(
                                    sound[i] + Math.round(random.nextGaussian() * rms),
                                    -32768,
                                    32767);
        }
    }

    private static List<Integer> keys(short[] sound, int shift) {
        return hear(sound, shift).stream()
                .filter(Pressed.class::isInstance)
                .map(out -> ((Pressed) out).event())
                .toList();
    }

    private static List<DtmfOutput> hear(short[] sound, int shift) {
        var detector = new InbandDetector();
        List<DtmfOutput> heard = new ArrayList<>();
        detector.receive(new short[shift], 0, shift, heard::add);
        for (int at = 0; at < sound.length; at += 160) {
            detector.receive(sound, at, Math.min(160, sound.length - at), heard::add);
        }
        detector.end(heard::add);
        return heard;
    }
}
