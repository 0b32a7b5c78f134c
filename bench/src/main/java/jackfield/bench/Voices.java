package jackfield.bench;

import jackfield.media.codec.Encoder;
import jackfield.media.codec.G711;
import jackfield.media.codec.G722;
import jackfield.media.opus.Opus;
import jackfield.media.opus.OpusOptions;
import jackfield.media.transcode.AudioCodec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A voice to code: 20 seconds of it, in frames of 20 ms.
public final class Voices {
    /// How many frames it has.
    public static final int FRAMES = 1000;

    private static final int SECONDS = FRAMES / 50;

    private Voices() {}

    /// What a phone sends: browsers' Opus is at 48 kHz.
    public static List<byte[]> packets(AudioCodec codec, MemorySegment packet) {
        List<byte[]> packets = new ArrayList<>();
        Encoder encoder =
                switch (codec) {
                    case OPUS -> Opus.best().encoder(48_000, new OpusOptions(32_000, 9, 0, false));
                    case G722 -> G722.encoder();
                    case PCMA -> G711.A_LAW.encoder();
                    default -> G711.MU_LAW.encoder();
                };
        try (encoder) {
            int frame = encoder.sampleRate() / 50;
            short[] voice = voice(encoder.sampleRate());
            packet.set(ValueLayout.JAVA_BYTE, 0, (byte) 0x80);
            packet.set(ValueLayout.JAVA_BYTE, 1, (byte) 96);
            for (int i = 0; i < FRAMES; i++) {
                int length = encoder.encode(voice, i * frame, frame, packet, 12);
                packets.add(packet.asSlice(0, 12L + length).toArray(ValueLayout.JAVA_BYTE));
            }
        }
        return packets;
    }

    /// Something like a voice: a changing pitch with formants and breath, in syllables.
    static short[] voice(int rate) {
        short[] pcm = new short[rate * SECONDS];
        SplittableRandom random = new SplittableRandom(1);
        double phase = 0;
        double[] state = new double[4];
        for (int i = 0; i < pcm.length; i++) {
            double t = (double) i / rate;
            phase += (110 + 30 * Math.sin(2 * Math.PI * 0.7 * t)) / rate;
            double loud = Math.max(0, Math.sin(2 * Math.PI * 3 * t));
            double pulse = phase % 1 < 0.05 ? 1 : 0;
            double source = loud * (pulse + 0.05 * (random.nextDouble() - 0.5));
            double one = resonance(source, 700, rate, state, 0);
            double two = resonance(source, 1800, rate, state, 2);
            pcm[i] = (short) Math.clamp(3000 * (one + two), -30_000, 30_000);
        }
        return pcm;
    }

    private static double resonance(double in, double hertz, int rate, double[] state, int at) {
        double radius = Math.exp(-Math.PI * 100 / rate);
        double out =
                in
                        + 2 * radius * Math.cos(2 * Math.PI * hertz / rate) * state[at]
                        - radius * radius * state[at + 1];
        state[at + 1] = state[at];
        state[at] = out;
        return out;
    }
}
