package jackfield.media.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackfield.base.Deadlines;
import jackfield.base.Parsed;
import jackfield.media.codec.G711;
import jackfield.media.prompt.PromptPlayer.Extent;
import jackfield.media.prompt.PromptPlayer.PlayerOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tones, clips, and the player that cuts them into frames.
class PromptTest {
    private static final long MS = 1_000_000;

    @Test
    void aToneHasItsLevelAndFrequency() {
        short[] sound = read(new ToneSource(ToneCadence.tone(1000, -10, 1000), 8000), 8000);
        assertThat(dbm0(sound, 1000, 8000)).isCloseTo(-10, within(0.1));
        assertThat(dbm0(sound, 1300, 8000)).isLessThan(-50);
    }

    @Test
    void busyIsHalfASecondOfEach() {
        short[] sound = read(new ToneSource(ToneCadence.busy(), 8000), 16_000);
        assertThat(dbm0(Arrays.copyOfRange(sound, 0, 4000), 425, 8000)).isCloseTo(-13, within(0.2));
        assertThat(Arrays.copyOfRange(sound, 4000, 8000)).containsOnly(0);
        assertThat(dbm0(Arrays.copyOfRange(sound, 8000, 12_000), 425, 8000))
                .isCloseTo(-13, within(0.2));
    }

    @Test
    void theDialToneHasNoSeam() {
        short[] sound = read(new ToneSource(ToneCadence.dial(), 8000), 24_000);
        int steepest = 0;
        for (int i = 1; i < sound.length; i++) {
            steepest = Math.max(steepest, Math.abs(sound[i] - sound[i - 1]));
        }
        double peak = 32767 * Math.pow(10, (-13 - 3.14) / 20);
        assertThat(steepest).isLessThan((int) (peak * 2 * Math.PI * 425 / 8000) + 3);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 8000, 16",
        "1, 2, 16000, 16",
        "1, 1, 44100, 16",
        "1, 2, 48000, 16",
        "1, 1, 8000, 8",
        "6, 1, 8000, 8",
        "7, 2, 8000, 8"
    })
    void wavFilesAreRead(int coding, int channels, int rate, int bits) {
        short[] tone = read(new ToneSource(ToneCadence.tone(800, -10, 500), rate), rate / 2);
        PcmClip clip = WavFile.parse(wav(coding, channels, rate, bits, tone)).orThrow();
        assertThat(clip.durationMs()).isEqualTo(500);
        AudioSource told = clip.at(8000);
        assertThat(told.length()).isEqualTo(4000);
        short[] sound = read(told, 4000);
        assertThat(dbm0(Arrays.copyOfRange(sound, 400, 3600), 800, 8000))
                .isCloseTo(-10, within(0.3));
        assertThat(dbm0(Arrays.copyOfRange(sound, 400, 3600), 1600, 8000)).isLessThan(-35);
    }

    @Test
    void whatTheLowerRateCannotHoldIsCut() {
        short[] tone = read(new ToneSource(ToneCadence.tone(3950, -10, 500), 16_000), 8000);
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (short) (i % 2 == 0 ? tone[i] : -tone[i]); // 3950 becomes 4050 Hz
        }
        short[] sound = read(new PcmClip(16_000, tone).at(8000), 4000);
        assertThat(dbm0(Arrays.copyOfRange(sound, 400, 3600), 3950, 8000)).isLessThan(-18);
    }

    @Test
    void aFileThatWasInterruptedIsReadAsFarAsItGoes() {
        byte[] whole = wav(1, 1, 8000, 16, new short[8000]);
        byte[] half = Arrays.copyOf(whole, 56 + 8000);
        assertThat(WavFile.parse(half).orThrow().length()).isEqualTo(4000);
    }

    @Test
    void whatIsNoWavFileIsSaidToBeNone() {
        assertThat(WavFile.parse(new byte[0])).isInstanceOf(Parsed.Bad.class);
        assertThat(WavFile.parse(wav(2, 1, 8000, 4, new short[10]))).isInstanceOf(Parsed.Bad.class);
        assertThat(WavFile.parse(wav(1, 6, 8000, 16, new short[12])))
                .isInstanceOf(Parsed.Bad.class);
        var random = new SplittableRandom(1);
        byte[] good = wav(1, 2, 16_000, 16, new short[100]);
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 1));
            for (int k = random.nextInt(4); k > 0 && bad.length > 0; k--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            assertThat(WavFile.parse(bad)).isNotNull();
        }
    }

    @Test
    void aPromptIsPlayedFrameByFrame() {
        List<Long> times = new ArrayList<>();
        var player = new PromptPlayer(clip(450), Extent.ONCE, 20, 5 * MS);
        assertThat(play(player, times)).isEqualTo(460);
        assertThat(times.getFirst()).isEqualTo(5);
        assertThat(times.get(1)).isEqualTo(25);
        assertThat(player.deadline()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void aPromptIsRepeatedWithoutASeam() {
        var player = new PromptPlayer(clip(50), new Extent(0, 3, 0), 20, 0);
        assertThat(play(player, new ArrayList<>())).isEqualTo(160);
    }

    @Test
    void repetitionsEndWithTheirTime() {
        var player = new PromptPlayer(clip(50), new Extent(0, 100, 400), 20, 0);
        assertThat(play(player, new ArrayList<>())).isEqualTo(400);
        var endless =
                new PromptPlayer(
                        new ToneSource(ToneCadence.dial(), 8000), new Extent(0, 1, 2000), 20, 0);
        assertThat(play(endless, new ArrayList<>())).isEqualTo(2000);
    }

    @Test
    void aPromptGoesOnWhereItStopped() {
        var first = new PromptPlayer(clip(1000), Extent.ONCE, 20, 0);
        first.wake(200 * MS, _ -> {});
        assertThat(first.positionMs()).isEqualTo(220);
        var second = new PromptPlayer(clip(1000), new Extent(220, 1, 0), 20, 0);
        assertThat(play(second, new ArrayList<>())).isEqualTo(780);
    }

    @Test
    void nothingAndWhatIsPastTheEndEndAtOnce() {
        assertThat(play(new PromptPlayer(clip(0), new Extent(0, 9, 0), 20, 0), new ArrayList<>()))
                .isZero();
        assertThat(play(new PromptPlayer(clip(10), new Extent(50, 1, 0), 20, 0), new ArrayList<>()))
                .isZero();
    }

    private static long play(PromptPlayer player, List<Long> times) {
        long[] frames = {0};
        boolean[] finished = {false};
        while (player.deadline() != Deadlines.NEVER) {
            long now = player.deadline();
            player.wake(
                    now,
                    out -> {
                        switch (out) {
                            case PlayerOutput.Frame(short[] samples) -> {
                                assertThat(samples).hasSize(160);
                                frames[0]++;
                                times.add(now / MS);
                            }
                            case PlayerOutput.Finished() -> finished[0] = true;
                        }
                    });
        }
        assertThat(finished[0]).isTrue();
        return frames[0] * 20;
    }

    private static PcmClip clip(int ms) {
        return new PcmClip(8000, new short[ms * 8]);
    }

    private static short[] read(AudioSource source, int count) {
        short[] sound = new short[count];
        assertThat(source.read(sound, 0, count)).isEqualTo(count);
        return sound;
    }

    static double dbm0(short[] sound, double frequency, int rate) {
        double sin = 0;
        double cos = 0;
        for (int i = 0; i < sound.length; i++) {
            sin += sound[i] * Math.sin(2 * Math.PI * frequency * i / rate);
            cos += sound[i] * Math.cos(2 * Math.PI * frequency * i / rate);
        }
        double amplitude = 2 * Math.hypot(sin, cos) / sound.length;
        return 20 * Math.log10(amplitude / 32767) + 3.14;
    }

    private static byte[] wav(int coding, int channels, int rate, int bits, short[] samples) {
        int width = bits / 8 + (bits % 8 == 0 ? 0 : 1);
        int bytes = samples.length * channels * width;
        ByteBuffer file = ByteBuffer.allocate(44 + 12 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(36 + 12 + bytes)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII));
        file.putInt(16).putShort((short) coding).putShort((short) channels).putInt(rate);
        file.putInt(rate * channels * width).putShort((short) (channels * width));
        file.putShort((short) bits);
        file.put("LIST".getBytes(StandardCharsets.US_ASCII)).putInt(3).put(new byte[4]);
        file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        for (short sample : samples) {
            for (int c = 0; c < channels; c++) {
                switch (coding) {
                    case 6 -> file.put(G711.A_LAW.code(sample));
                    case 7 -> file.put(G711.MU_LAW.code(sample));
                    default -> {
                        if (bits == 16) {
                            file.putShort(sample);
                        } else {
                            file.put((byte) ((sample >> 8) + 128));
                        }
                    }
                }
            }
        }
        return file.array();
    }
}
