package jackfield.media.opus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jackfield.media.codec.ComfortNoise;
import jackfield.media.codec.Decoder;
import jackfield.media.codec.Encoder;
import jackfield.media.codec.Tone;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpusTest {
    private static final OpusOptions ROBUST = new OpusOptions(32_000, 5, 20, false);

    private final MemorySegment packet = Arena.ofAuto().allocate(2048);

    private static Opus opus(String name) {
        boolean system = name.equals("libopus");
        assumeTrue(!system || Libopus.UNAVAILABLE.isEmpty(), Libopus.UNAVAILABLE);
        return system ? new Libopus() : new Concentus();
    }

    @ParameterizedTest
    @CsvSource({
        "libopus, libopus, 8000, 8000",
        "libopus, Concentus, 8000, 16000",
        "Concentus, libopus, 16000, 8000",
        "Concentus, Concentus, 16000, 48000",
        "libopus, Concentus, 48000, 48000"
    })
    void eachReadsWhatTheOtherWrites(String writer, String reader, int from, int to) {
        short[] in = Tone.of(440, from, from, 8000);
        short[] out = new short[to];
        try (Encoder encoder = opus(writer).encoder(from, OpusOptions.WIDE);
                Decoder decoder = opus(reader).decoder(to)) {
            for (int i = 0; i < 50; i++) {
                int length = encoder.encode(in, i * from / 50, from / 50, packet, 12);
                assertThat(length).isPositive();
                assertThat(decoder.samples(packet, 12, length)).isEqualTo(to / 50);
                assertThat(decoder.decode(packet, 12, length, out, i * to / 50)).isEqualTo(to / 50);
            }
        }
        assertThat(Tone.amplitude(out, to / 2, to / 4, 440, to)).isCloseTo(8000, within(800.0));
        assertThat(Tone.cleanness(out, to / 2, to / 4, 440, to)).isGreaterThan(15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"libopus", "Concentus"})
    void aLostPayloadIsInTheNextOne(String name) {
        short[] in = Tone.of(300, 16_000, 16_000, 8000);
        // Changing loudness, so that repeating the past would not do.
        for (int i = 0; i < in.length; i++) {
            in[i] = (short) (in[i] * (i / 320 % 4 + 1) / 4);
        }
        short[] recovered = new short[16_000];
        short[] concealed = new short[16_000];
        hear(name, in, recovered, true);
        hear(name, in, concealed, false);
        assertThat(distance(in, recovered)).isLessThan(distance(in, concealed));
    }

    /// Every tenth payload is lost.
    private void hear(String name, short[] in, short[] out, boolean recover) {
        try (Encoder encoder = opus(name).encoder(16_000, ROBUST);
                Decoder decoder = opus(name).decoder(16_000)) {
            boolean lost = false;
            for (int i = 0; i < 50; i++) {
                int length = encoder.encode(in, i * 320, 320, packet, 0);
                if (i % 10 == 9) {
                    lost = true;
                    continue;
                }
                if (lost && recover) {
                    decoder.recover(packet, 0, length, out, i * 320 - 320, 320);
                } else if (lost) {
                    decoder.conceal(out, i * 320 - 320, 320);
                }
                lost = false;
                decoder.decode(packet, 0, length, out, i * 320);
            }
        }
    }

    /// How much the loudness of frames differs: samples are shifted by the codec's delay.
    private static long distance(short[] one, short[] other) {
        long sum = 0;
        for (int at = 0; at < one.length; at += 320) {
            int a = ComfortNoise.level(one, at, 320);
            int b = ComfortNoise.level(other, Math.min(at + 100, one.length - 320), 320);
            sum += (long) (a - b) * (a - b);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(strings = {"libopus", "Concentus"})
    void silenceIsNotSentWithDtx(String name) {
        int sent = 0;
        try (Encoder encoder = opus(name).encoder(8000, new OpusOptions(16_000, 5, 0, true))) {
            for (int i = 0; i < 100; i++) {
                sent += encoder.encode(new short[160], 0, 160, packet, 0) > 0 ? 1 : 0;
            }
        }
        assertThat(sent).isBetween(5, 30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"libopus", "Concentus"})
    void noPayloadHurts(String name) {
        SplittableRandom random = new SplittableRandom(3);
        short[] out = new short[5760];
        byte[] bytes = new byte[200];
        try (Decoder decoder = opus(name).decoder(48_000)) {
            for (int i = 0; i < 3000; i++) {
                random.nextBytes(bytes);
                int length = random.nextInt(0, bytes.length);
                MemorySegment.copy(bytes, 0, packet, ValueLayout.JAVA_BYTE, 0, length);
                int said = decoder.samples(packet, 0, length);
                int made = decoder.decode(packet, 0, length, out, 0);
                assertThat(made).isIn(-1, said);
                decoder.recover(packet, 0, length, out, 0, 960);
            }
        }
    }

    @Test
    void howLongAPayloadLastsIsReadAsTheLibraryReadsIt() {
        List<Integer> lengths = new ArrayList<>();
        for (int toc = 0; toc < 256; toc += 4) {
            packet.set(ValueLayout.JAVA_BYTE, 0, (byte) toc);
            lengths.add(OpusPayload.samples(packet, 0, 1, 48_000));
        }
        assertThat(lengths.subList(0, 8))
                .containsExactly(480, 480, 960, 960, 1920, 1920, 2880, 2880);
        assertThat(lengths.subList(56, 64)).containsExactly(120, 120, 240, 240, 480, 480, 960, 960);
        packet.set(ValueLayout.JAVA_BYTE, 0, (byte) 0xfb);
        packet.set(ValueLayout.JAVA_BYTE, 1, (byte) 6);
        assertThat(OpusPayload.samples(packet, 0, 2, 8000)).isEqualTo(960);
        packet.set(ValueLayout.JAVA_BYTE, 1, (byte) 7);
        assertThat(OpusPayload.samples(packet, 0, 2, 8000)).isEqualTo(-1);
        assertThat(OpusPayload.samples(packet, 0, 1, 8000)).isEqualTo(-1);
        assertThat(OpusPayload.samples(packet, 0, 0, 8000)).isEqualTo(-1);
    }
}
