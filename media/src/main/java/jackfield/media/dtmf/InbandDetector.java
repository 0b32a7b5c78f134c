package jackfield.media.dtmf;

import jackfield.base.Outbox;

/// Hears digits in sound (ITU-T Q.23, Q.24): 16-bit PCM at 8 kHz.
///
/// Blocks of 12.75 ms, each half over the one before, are looked at with Goertzel's filter at the
/// eight frequencies. A block is a digit where its two tones are loud enough, hold nearly all of
/// the block's power, differ by no more than the twist allowed, stand out in their groups, have no
/// second harmonic as a voice has, and keep their power as no voice does. Four such blocks in a row
/// are a press (at least 33 ms, so that 40 ms are always heard and 23 ms never), five others a
/// release: a gap of 10 ms is none.
public final class InbandDetector {
    /// The rate of the samples (Hz).
    public static final int SAMPLE_RATE = 8000;

    static final int BLOCK = 102;
    private static final int HOP = BLOCK / 2;
    private static final int ENOUGH = 4;
    private static final int GONE = 5;
    static final int[] LOW = {697, 770, 852, 941};
    static final int[] HIGH = {1209, 1336, 1477, 1633};
    private static final int[] CODES = {1, 2, 3, 12, 4, 5, 6, 13, 7, 8, 9, 14, 10, 0, 11, 15};
    private static final double[] LOW_STEP = steps(LOW, 1);
    private static final double[] HIGH_STEP = steps(HIGH, 1);
    private static final double[] LOW_HARMONIC = steps(LOW, 2);
    private static final double[] HIGH_HARMONIC = steps(HIGH, 2);

    /// The low group may be 8 dB above the high one, the high 4 dB above the low (Q.24), and 1 dB
    /// more where noise or a filter adds to it.
    private static final double TWIST = 7.94;

    private static final double REVERSE_TWIST = 3.16;

    /// The other tones of a group are at least 6 dB below, with what leaks over from the other
    /// group.
    private static final double PEAK = 4;

    /// The two tones hold so much of a block's power.
    private static final double SHARE = 0.87;

    /// A second harmonic above -13 dB is a voice, where it is not hidden by the other tone.
    private static final double HARMONIC = 0.05;

    private static final int HIDDEN = 150;

    /// The power of a tone changes by less than 2 dB from block to block; a voice's does not stay.
    private static final double STEADY = 1.58;

    /// Power of a full-scale sine, 3.14 dBm0.
    private static final double FULL = 32767.0 * 32767.0 / 2;

    private final double quietest;
    private final TwoTones fit = new TwoTones();
    private final short[] block = new short[BLOCK];
    private int filled;
    private int candidate = -1;
    private int run;
    private int misses;
    private int pressed = -1;
    private int hops;
    private int level;
    private double lastLow;
    private double lastHigh;
    private boolean steady;
    private boolean suspected;

    /// Hears tones down to -36 dBm0 each.
    public InbandDetector() {
        this(-36);
    }

    /// @param quietestDbm0 the least power of one of the two tones
    public InbandDetector(int quietestDbm0) {
        quietest = FULL * Math.pow(10, (quietestDbm0 - 3.14) / 10);
    }

    /// Sound, in pieces of any length.
    public void receive(short[] samples, int offset, int count, Outbox<DtmfOutput> out) {
        boolean any = false;
        for (int i = 0; i < count; ) {
            int some = Math.min(count - i, BLOCK - filled);
            System.arraycopy(samples, offset + i, block, filled, some);
            filled += some;
            i += some;
            if (filled == BLOCK) {
                judge(look(), out);
                any |= suspected;
                System.arraycopy(block, HOP, block, 0, BLOCK - HOP);
                filled = BLOCK - HOP;
            }
        }
        suspected |= any;
    }

    /// Whether a block of the latest sound looked like a key, though it may turn out to be none, or
    /// is part of one: who keeps keys back cannot wait until it is sure.
    public boolean isSuspected() {
        return suspected;
    }

    /// The sound is over: a key that is down goes up.
    public void end(Outbox<DtmfOutput> out) {
        release(out);
        candidate = -1;
        run = 0;
        filled = 0;
        suspected = false;
    }

    private void judge(int code, Outbox<DtmfOutput> out) {
        run = code >= 0 && code == candidate && steady ? run + 1 : 1;
        candidate = code;
        suspected = code >= 0 || pressed >= 0;
        if (pressed >= 0) {
            hops++;
            misses = code == pressed ? 0 : misses + 1;
            if (misses >= GONE) {
                release(out);
            }
        }
        if (code >= 0 && run >= ENOUGH && pressed != code) {
            release(out);
            pressed = code;
            hops = ENOUGH;
            misses = 0;
            out.put(new DtmfOutput.Pressed(code, level));
        }
    }

    private void release(Outbox<DtmfOutput> out) {
        if (pressed >= 0) {
            int heard = (hops - misses + 1) * HOP;
            out.put(new DtmfOutput.Released(pressed, level, heard * 1000 / SAMPLE_RATE));
            pressed = -1;
        }
    }

    /// The digit in the block, or -1.
    private int look() {
        double power = 0;
        for (short sample : block) {
            power += (double) sample * sample;
        }
        power /= BLOCK;
        if (power < 2 * quietest * 0.6) {
            return -1;
        }
        int row = -1;
        int column = -1;
        double low = 0;
        double high = 0;
        double otherLow = 0;
        double otherHigh = 0;
        for (int i = 0; i < 4; i++) {
            double one = goertzel(LOW_STEP[i]);
            if (one > low) {
                otherLow = low;
                low = one;
                row = i;
            } else {
                otherLow = Math.max(otherLow, one);
            }
            double other = goertzel(HIGH_STEP[i]);
            if (other > high) {
                otherHigh = high;
                high = other;
                column = i;
            } else {
                otherHigh = Math.max(otherHigh, other);
            }
        }
        if (row < 0
                || column < 0
                || low < PEAK * otherLow
                || high < PEAK * otherHigh
                || harmonic(LOW_HARMONIC, LOW, row, HIGH[column]) > HARMONIC * (low + high)
                || goertzel(HIGH_HARMONIC[column]) > HARMONIC * (low + high)) {
            return -1;
        }
        double explained = fit.of(block, row, column);
        low = fit.low();
        high = fit.high();
        if (explained < SHARE * power
                || low < quietest * 0.6
                || high < quietest * 0.6
                || low > TWIST * high
                || high > REVERSE_TWIST * low) {
            return -1;
        }
        steady = near(low, lastLow) && near(high, lastHigh);
        lastLow = low;
        lastHigh = high;
        level = (int) Math.clamp(-10 * Math.log10((low + high) / FULL) - 3.14, 0, 63);
        return CODES[row * 4 + column];
    }

    private double harmonic(double[] steps, int[] frequencies, int tone, int other) {
        return Math.abs(2 * frequencies[tone] - other) < HIDDEN ? 0 : goertzel(steps[tone]);
    }

    private static boolean near(double one, double other) {
        return one < STEADY * other && other < STEADY * one;
    }

    /// The power at one frequency: that of a sine of just this frequency.
    private double goertzel(double coefficient) {
        double before = 0;
        double last = 0;
        for (short sample : block) {
            double next = sample + coefficient * last - before;
            before = last;
            last = next;
        }
        double squared = last * last + before * before - coefficient * last * before;
        return 2 * squared / ((double) BLOCK * BLOCK);
    }

    private static double[] steps(int[] frequencies, int harmonic) {
        double[] steps = new double[frequencies.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = 2 * Math.cos(2 * Math.PI * harmonic * frequencies[i] / SAMPLE_RATE);
        }
        return steps;
    }
}
