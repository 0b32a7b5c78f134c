package jackfield.media.record;

import static jackfield.media.record.Talker.MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackfield.media.prompt.AudioSource;
import jackfield.media.prompt.ToneCadence;
import jackfield.media.prompt.ToneSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Calls of two tones, recorded and read back.
class WavRecorderTest {
    private static final long START = 5_000_000 * MS;
    private static final int RATE = 8000;

    private final MemoryFile file = new MemoryFile();
    private final Talker caller = new Talker(0, tone(440));
    private final Talker callee = new Talker(1, tone(1000));
    private WavRecorder recorder;

    @BeforeEach
    void start() throws IOException {
        recorder = new WavRecorder(file, RATE, List.of(voices(), voices()), START);
    }

    @Test
    void eachSideHasItsChannelAndBeginsWhenItBegan() throws IOException {
        for (int ms = 0; ms < 4000; ms += 20) {
            if (ms >= 300) {
                caller.says(recorder, at(ms));
            }
            if (ms >= 1700 && ms < 3700) {
                callee.says(recorder, at(ms));
            }
        }
        recorder.finish(at(4000));
        assertThat(seconds()).isEqualTo(4);
        silent(0, 0, 300);
        sounds(0, 440, 300, 4000);
        silent(1, 0, 1700);
        sounds(1, 1000, 1700, 3700);
        silent(1, 3700, 4000);
        assertThat(recorder.skipped()).isZero();
    }

    @Test
    void jitterAndReorderingLeaveNoTrace() throws IOException {
        var random = new SplittableRandom(4);
        caller.says(recorder, at(0));
        for (int ms = 20; ms < 6000; ms += 40) {
            // two packets, the second one first: hold back one by sending on a copy of its times
            int late = ms + 30 + random.nextInt(60);
            caller.rests(20);
            callee.says(recorder, at(ms));
            callee.says(recorder, at(ms + 20));
            caller.says(recorder, at(late));
            caller.timestamp -= 320;
            caller.says(recorder, at(late));
            caller.timestamp += 160;
        }
        recorder.finish(at(6000));
        assertThat(recorder.skipped()).isZero();
        short[] left = channel(0);
        for (int at = 160; at < 40_000; at += 160) {
            assertThat(Arrays.copyOfRange(left, at, at + 160)).doesNotContain(Short.MIN_VALUE);
            assertThat(power(left, at, 160)).isGreaterThan(1e6);
        }
        sounds(1, 1000, 20, 5900);
    }

    @Test
    void whatIsLostIsSilenceAndTheRestStaysInPlace() throws IOException {
        for (int ms = 0; ms < 3000; ms += 20) {
            boolean lost = ms >= 1000 && ms < 1500;
            caller.says(recorder, at(ms), lost);
        }
        recorder.finish(at(3000));
        sounds(0, 440, 0, 1000);
        silent(0, 1000, 1500);
        sounds(0, 440, 1500, 3000);
    }

    @Test
    void aNewSsrcAndAJumpOfTheClockStandWhereTheyArrive() throws IOException {
        for (int ms = 0; ms < 1000; ms += 20) {
            caller.says(recorder, at(ms));
        }
        caller.ssrc = 555;
        caller.timestamp = 1_234_567;
        for (int ms = 1500; ms < 2500; ms += 20) {
            caller.says(recorder, at(ms));
        }
        caller.timestamp += 99_999_999; // the same source, another clock
        for (int ms = 3000; ms < 4000; ms += 20) {
            caller.says(recorder, at(ms));
        }
        recorder.finish(at(4000));
        assertThat(seconds()).isEqualTo(4);
        sounds(0, 440, 0, 1000);
        silent(0, 1000, 1500);
        sounds(0, 440, 1500, 2500);
        silent(0, 2500, 3000);
        sounds(0, 440, 3000, 4000);
    }

    @Test
    void afterAHoldWithAStoppedClockTheSoundIsSoonInItsPlace() throws IOException {
        for (int ms = 0; ms < 1000; ms += 20) {
            caller.says(recorder, at(ms));
        }
        for (int ms = 4000; ms < 8000; ms += 20) {
            caller.says(recorder, at(ms)); // its timestamps go on as if there had been no hold
        }
        recorder.finish(at(8000));
        silent(0, 1000, 4000);
        sounds(0, 440, 4000, 8000);
    }

    @Test
    void timestampsThatLieFillNoDisk() throws IOException {
        var random = new SplittableRandom(9);
        for (int ms = 0; ms < 20_000; ms += 20) {
            caller.timestamp = random.nextInt();
            caller.ssrc = random.nextInt(3);
            caller.says(recorder, at(ms));
        }
        recorder.finish(at(20_000));
        assertThat(seconds()).isEqualTo(20);
    }

    @Test
    void aPauseIsNotInTheRecording() throws IOException {
        for (int ms = 0; ms < 3000; ms += 20) {
            if (ms == 1000) {
                recorder.pause(at(ms));
            }
            if (ms == 2000) {
                recorder.resume(at(ms));
            }
            caller.says(recorder, at(ms));
        }
        recorder.finish(at(3000));
        assertThat(recorder.durationMs(at(3000))).isEqualTo(2000);
        assertThat(seconds()).isEqualTo(2);
        sounds(0, 440, 0, 1000);
        sounds(0, 440, 1020, 2000);
    }

    @Test
    void theFileIsWholeAtAnyTime() throws IOException {
        for (int ms = 0; ms < 10_000; ms += 20) {
            caller.says(recorder, at(ms));
            if (ms % 1000 == 0 && ms > 3000) {
                ByteBuffer header = ByteBuffer.wrap(file.bytes()).order(ByteOrder.LITTLE_ENDIAN);
                assertThat(header.getInt(40)).isEqualTo(header.limit() - 44);
                assertThat(header.getInt(4)).isEqualTo(header.limit() - 8);
                assertThat(header.limit()).isGreaterThan((ms - 2100) * 32);
            }
        }
    }

    @Test
    void anHourOfADriftingClockStaysTogether() throws IOException {
        // 100 ppm: after an hour 360 ms
        for (long i = 0; i < 180_000; i++) {
            recorder.advance(at(0) + i * 20_002_000L);
            caller.says(recorder, at(0) + i * 20_002_000L);
        }
        long end = 180_000 * 20_002_000L;
        recorder.finish(at(0) + end);
        short[] left = channel(0);
        int last = 0;
        for (int i = 0; i < left.length; i++) {
            last = left[i] != 0 ? i : last;
        }
        assertThat(left.length - last).isLessThan(8000 * 35 / 100);
    }

    private static Map<Integer, Voice> voices() {
        return Map.of(0, Objects.requireNonNull(Voice.of("PCMU", RATE)));
    }

    private static AudioSource tone(double frequency) {
        return new ToneSource(ToneCadence.tone(frequency, -10, 4_000_000), RATE);
    }

    private static long at(int ms) {
        return START + ms * MS;
    }

    private double seconds() {
        return channel(0).length / (double) RATE;
    }

    private short[] channel(int side) {
        ByteBuffer in = ByteBuffer.wrap(file.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(in.getShort(22)).isEqualTo((short) 2);
        assertThat(in.getInt(40)).isEqualTo(in.limit() - 44);
        short[] samples = new short[(in.limit() - 44) / 4];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = in.getShort(44 + 4 * i + 2 * side);
        }
        return samples;
    }

    /// Nothing but silence from one time to another, to the sample.
    private void silent(int side, int from, int to) {
        assertThat(Arrays.copyOfRange(channel(side), from * 8, to * 8)).containsOnly(0);
    }

    /// The tone and nothing else in each 20 ms.
    private void sounds(int side, double frequency, int from, int to) {
        short[] samples = channel(side);
        for (int at = from * 8; at < to * 8; at += 160) {
            double sin = 0;
            double cos = 0;
            for (int i = 0; i < 160; i++) {
                sin += samples[at + i] * Math.sin(2 * Math.PI * frequency * i / RATE);
                cos += samples[at + i] * Math.cos(2 * Math.PI * frequency * i / RATE);
            }
            double tone = 2 * (sin * sin + cos * cos) / (160 * 160);
            assertThat(tone / power(samples, at, 160))
                    .as("%s Hz at %s ms", frequency, at / 8)
                    .isCloseTo(1, within(0.15));
        }
    }

    private static double power(short[] samples, int at, int count) {
        double power = 0;
        for (int i = 0; i < count; i++) {
            power += (double) samples[at + i] * samples[at + i];
        }
        return power / count;
    }
}
