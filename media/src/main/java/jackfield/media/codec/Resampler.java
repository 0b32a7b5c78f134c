package jackfield.media.codec;

/// Changes the rate of one stream by a ratio of small whole numbers: 8, 16, 24, 32 and 48 kHz among
/// each other. A windowed sinc in polyphase form: each sample that comes out costs one short dot
/// product, and no sample is computed that is thrown away. Makes no garbage.
public final class Resampler {
    /// Samples of the slower side that one output looks at.
    private static final int SPAN = 32;

    /// Where the filter begins to cut, as a part of the slower side's half rate.
    private static final double CUT = 0.91;

    /// How steep against how deep: 8 gives about 80 dB in the stop band (Kaiser's window).
    private static final double BETA = 8;

    private static final int ONE = 1 << 14;

    private final int up;
    private final int down;
    private final int taps;
    private final int[][] phases;
    private final short[] line;

    /// Which phase comes next, and at which sample of the coming input, counted from its first.
    private int phase;

    private int position;

    /// @param from samples per second that come in
    /// @param to samples per second that go out
    public Resampler(int from, int to) {
        int divisor = divisor(from, to);
        up = to / divisor;
        down = from / divisor;
        if (up > 12 || down > 12) {
            throw new IllegalArgumentException("from " + from + " to " + to);
        }
        taps = SPAN * Math.max(1, (down + up - 1) / up);
        phases = phases();
        line = new short[taps - 1 + from / 5];
    }

    private static int divisor(int one, int other) {
        return other == 0 ? one : divisor(other, one % other);
    }

    /// Takes `samples` samples, 200 ms at most, and writes what follows from them.
    ///
    /// @return how many samples were written
    public int process(short[] in, int at, int samples, short[] out, int outAt) {
        System.arraycopy(in, at, line, taps - 1, samples);
        int written = 0;
        while (position < samples) {
            out[outAt + written++] = at(phases[phase], position);
            phase += down;
            position += phase / up;
            phase %= up;
        }
        position -= samples;
        System.arraycopy(line, samples, line, 0, taps - 1);
        return written;
    }

    private short at(int[] filter, int first) {
        int sum = ONE / 2;
        for (int i = 0; i < filter.length; i++) {
            sum += line[first + i] * filter[i];
        }
        return (short) Math.clamp(sum / ONE, Short.MIN_VALUE, Short.MAX_VALUE);
    }

    /// The filter, at the rate of `up` times the input, dealt out to the phases; each backwards, as
    /// the line is read.
    private int[][] phases() {
        int length = taps * up;
        double cut = CUT / Math.max(up, down);
        double middle = (length - 1) / 2.0;
        int[][] dealt = new int[up][taps];
        for (int p = 0; p < up; p++) {
            double[] real = new double[taps];
            double sum = 0;
            for (int i = 0; i < taps; i++) {
                double x = i * up + p - middle;
                double sinc = x == 0 ? 1 : Math.sin(Math.PI * x * cut) / (Math.PI * x * cut);
                double y = x / (middle + 1);
                real[i] = sinc * bessel(BETA * Math.sqrt(1 - y * y));
                sum += real[i];
            }
            for (int i = 0; i < taps; i++) {
                dealt[p][taps - 1 - i] = (int) Math.round(real[i] / sum * ONE);
            }
        }
        return dealt;
    }

    /// The modified Bessel function of order 0, by its series.
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int i = 1; i < 40; i++) {
            term *= x / 2 / i * (x / 2 / i);
            sum += term;
        }
        return sum;
    }
}
