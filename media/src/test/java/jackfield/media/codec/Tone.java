package jackfield.media.codec;

/// Sines and how to find them again.
public final class Tone {
    private Tone() {}

    /// A sine.
    public static short[] of(double hertz, int rate, int samples, double amplitude) {
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hertz * i / rate));
        }
        return pcm;
    }

    /// The amplitude of one frequency (Goertzel).
    public static double amplitude(short[] pcm, int at, int samples, double hertz, int rate) {
        double turn = 2 * Math.cos(2 * Math.PI * hertz / rate);
        double one = 0;
        double two = 0;
        for (int i = 0; i < samples; i++) {
            double next = pcm[at + i] + turn * one - two;
            two = one;
            one = next;
        }
        return 2 * Math.sqrt(Math.max(0, one * one + two * two - turn * one * two)) / samples;
    }

    /// Signal to noise in decibels: the power of one frequency against all other.
    public static double cleanness(short[] pcm, int at, int samples, double hertz, int rate) {
        double signal = Math.pow(amplitude(pcm, at, samples, hertz, rate), 2) / 2;
        double all = 0;
        for (int i = 0; i < samples; i++) {
            all += (double) pcm[at + i] * pcm[at + i];
        }
        return 10 * Math.log10(signal / Math.max(1e-9, all / samples - signal));
    }
}
