package jackfield.testkit.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/// Sound as numbers: writes a WAV with one tone, and finds tones in a recorded one.
public final class Tone {
    private static final int HEADER = 44;

    private Tone() {}

    /// Writes `seconds` of a sine of `hz` at half scale: 48 kHz, mono, 16 bit.
    public static Path write(Path file, int hz, int seconds) {
        int rate = 48_000;
        int bytes = rate * seconds * 2;
        ByteBuffer wav = ByteBuffer.allocate(HEADER + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(36 + bytes);
        wav.put("WAVEfmt ".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(rate).putInt(rate * 2);
        wav.putShort((short) 2).putShort((short) 16);
        wav.put("data".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(bytes);
        for (int i = 0; i < rate * seconds; i++) {
            wav.putShort((short) (16_000 * Math.sin(2 * Math.PI * hz * i / rate)));
        }
        try {
            return Files.write(file, wav.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How long a recording is by now, by its size: its header may not be whole yet.
    static double seconds(Path wav) {
        try {
            byte[] bytes = Files.readAllBytes(wav);
            if (bytes.length < HEADER) {
                return 0;
            }
            ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            int channels = header.getShort(22);
            int rate = header.getInt(24);
            return (double) (bytes.length - HEADER) / 2 / channels / rate;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How much of the energy of the recording's last `seconds` is within 3 % of `hz`, 0 to 1. 0
    /// for silence and for a recording that is too short.
    public static double share(Path wav, int hz, double seconds) {
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(Files.readAllBytes(wav)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (bytes.limit() < HEADER) {
            return 0;
        }
        int channels = bytes.getShort(22);
        int rate = bytes.getInt(24);
        int frames = (bytes.limit() - HEADER) / 2 / channels;
        int wanted = (int) (seconds * rate);
        if (frames < wanted) {
            return 0;
        }
        double[] sound = new double[wanted];
        for (int i = 0; i < wanted; i++) {
            sound[i] = bytes.getShort(HEADER + 2 * channels * (frames - wanted + i)) / 32768.0;
        }
        return share(sound, rate, hz);
    }

    /// True for the shares of two tones of which neither drowns the other, and nothing else is
    /// there.
    static boolean areBoth(double one, double other) {
        return one > 0.15 && other > 0.15 && one + other > 0.8;
    }

    /// The share of `hz` in `sound`: the best Goertzel bin near it against the whole energy, in
    /// blocks of 100 ms so that a jump in phase does not hide the tone.
    static double share(double[] sound, int rate, int hz) {
        int block = rate / 10;
        double inTone = 0;
        double total = 0;
        for (int from = 0; from + block <= sound.length; from += block) {
            double energy = 0;
            for (int i = from; i < from + block; i++) {
                energy += sound[i] * sound[i];
            }
            double best = 0;
            for (double f = hz * 0.97; f <= hz * 1.03; f += 1) {
                best = Math.max(best, goertzel(sound, from, block, f / rate));
            }
            inTone += best;
            total += energy;
        }
        double audible = 1e-6 * sound.length;
        return total < audible ? 0 : inTone / total;
    }

    private static double goertzel(double[] sound, int from, int count, double cyclesPerSample) {
        double coefficient = 2 * Math.cos(2 * Math.PI * cyclesPerSample);
        double last = 0;
        double before = 0;
        for (int i = from; i < from + count; i++) {
            double next = sound[i] + coefficient * last - before;
            before = last;
            last = next;
        }
        double power = last * last + before * before - coefficient * last * before;
        return 2 * power / count;
    }
}
