package jackfield.media.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Comfort noise (RFC 3389): one byte that says how loud the background is, and up to twelve that
/// say how it sounds, in place of a voice that pauses. Reads and writes payloads, and makes the
/// noise. Makes no garbage.
public final class ComfortNoise {
    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final int MOST_ORDER = 12;
    private static final int QUIETEST = 127;
    private static final double OVERLOAD = 32767;

    /// The level that is assumed before one is known.
    private static final int USUAL = 62;

    private final double[] reflections = new double[MOST_ORDER];
    private final double[] backward = new double[MOST_ORDER + 1];
    private int order;
    private double amplitude;
    private long random;

    /// @param seed where its noise begins
    public ComfortNoise(long seed) {
        random = seed;
        level(USUAL);
    }

    /// Takes a payload; one without bytes changes nothing.
    public void take(MemorySegment packet, long offset, int length) {
        if (length < 1) {
            return;
        }
        order = Math.min(length - 1, MOST_ORDER);
        for (int i = 0; i < order; i++) {
            int quantized = packet.get(U8, offset + 1 + i) & 0xff;
            reflections[i] = Math.clamp(258 * (quantized - 127) / 32768.0, -0.99, 0.99);
        }
        level(packet.get(U8, offset) & 0x7f);
    }

    /// Takes a level: so many decibels below overload.
    public void take(int level) {
        order = 0;
        level(Math.clamp(level, 0, QUIETEST));
    }

    private void level(int below) {
        double gain = 1;
        for (int i = 0; i < order; i++) {
            gain *= 1 - reflections[i] * reflections[i];
        }
        // White noise of even distribution has a third of its peak's power.
        amplitude = OVERLOAD * Math.pow(10, -below / 20.0) * Math.sqrt(3 * gain);
    }

    /// Makes noise as last described.
    public void make(short[] pcm, int at, int samples) {
        for (int i = 0; i < samples; i++) {
            double value = shaped(amplitude * next());
            pcm[at + i] = (short) Math.clamp(Math.round(value), Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }

    /// The all-pole lattice of the reflection coefficients.
    private double shaped(double forward) {
        double value = forward;
        for (int i = order - 1; i >= 0; i--) {
            value -= reflections[i] * backward[i];
            backward[i + 1] = backward[i] + reflections[i] * value;
        }
        backward[0] = value;
        return value;
    }

    /// From -1 to 1, evenly.
    private double next() {
        random = random * 6364136223846793005L + 1442695040888963407L;
        return (random >> 32) / (double) (1L << 31);
    }

    /// How loud samples are: decibels below overload, 0 to 127.
    public static int level(short[] pcm, int at, int samples) {
        long power = 0;
        for (int i = 0; i < samples; i++) {
            power += (long) pcm[at + i] * pcm[at + i];
        }
        if (power == 0) {
            return QUIETEST;
        }
        double mean = (double) power / samples / (OVERLOAD * OVERLOAD);
        return Math.clamp(Math.round(-10 * Math.log10(mean)), 0, QUIETEST);
    }

    /// Writes the payload for a level, without a colour.
    ///
    /// @return its length
    public static int write(int level, MemorySegment packet, long offset) {
        packet.set(U8, offset, (byte) Math.clamp(level, 0, QUIETEST));
        return 1;
    }
}
