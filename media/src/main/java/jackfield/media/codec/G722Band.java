package jackfield.media.codec;

import java.util.Arrays;

/// One band of G.722: what is predicted, how large a step is, and how both follow the signal. The
/// figures are those of ITU-T G.722; all arithmetic is that of 16-bit words, so that encoder and
/// decoder stay in step.
final class G722Band {
    /// Levels of the lower band's 60 intervals, in units of the step (table of `q6`).
    private static final int[] LEVELS = {
        35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940,
        1023, 1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919
    };

    /// What six bits of the lower band mean: 30 outputs; the encoder never writes the first four.
    private static final int[] SIX = sixBits();

    /// What the first four bits of the lower band mean, by which both sides adapt.
    private static final int[] FOUR = {
        0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584,
        1200, 0
    };

    /// What the two bits of the upper band mean.
    private static final int[] TWO = {-7408, -1616, 7408, 1616};

    /// How the logarithm of the step changes with the magnitude of the lower band's code.
    private static final int[] LOWER_CHANGE = {-60, 3042, 1198, 538, 334, 172, 58, -30};

    /// Likewise for the upper band: the outer codes, the inner ones.
    private static final int[] UPPER_CHANGE = {798, -214};

    /// 2,048 times two to the power of n/32.
    private static final int[] EXPONENTIAL = new int[32];

    static {
        for (int i = 0; i < 32; i++) {
            EXPONENTIAL[i] = (int) Math.round(2048 * Math.pow(2, i / 32.0));
        }
    }

    private final boolean upper;
    private final int leastExponent;
    private final int largestLog;

    private int step;
    private int log;
    private int predicted;
    private int zeros;

    /// The last differences, the newest first, and the six coefficients on them.
    private final int[] differences = new int[7];

    private final int[] zeroCoefficients = new int[7];

    /// The two coefficients on the last reconstructed samples, and what these were.
    private int pole1;

    private int pole2;
    private int rebuilt1;
    private int partial1;
    private int partial2;

    private G722Band(boolean upper) {
        this.upper = upper;
        step = upper ? 8 : 32;
        leastExponent = upper ? 10 : 8;
        largestLog = upper ? 22528 : 18432;
    }

    static G722Band lower() {
        return new G722Band(false);
    }

    static G722Band upper() {
        return new G722Band(true);
    }

    int predicted() {
        return predicted;
    }

    /// The difference that six bits of the lower band stand for.
    int fine(int code) {
        return step * SIX[code] >> 15;
    }

    /// The difference that both sides adapt by: from four bits of the lower band, or the two of the
    /// upper one.
    int step(int code) {
        return step * (upper ? TWO[code] : FOUR[code]) >> 15;
    }

    /// The six bits for a sample of the lower band.
    int quantizeLower(int sample) {
        int difference = saturate(sample - predicted);
        int magnitude = difference >= 0 ? difference : ~difference;
        int level = 0;
        while (level < LEVELS.length && magnitude >= LEVELS[level] * step >> 12) {
            level++;
        }
        if (difference >= 0) {
            return 61 - level;
        }
        return level < 2 ? 63 - level : 33 - level;
    }

    /// The two bits for a sample of the upper band.
    int quantizeUpper(int sample) {
        int difference = saturate(sample - predicted);
        int magnitude = difference >= 0 ? difference : ~difference;
        int outer = magnitude >= 564 * step >> 12 ? 0 : 1;
        return difference >= 0 ? 2 + outer : outer;
    }

    /// Moves on by one sample, as both sides do.
    void adapt(int code) {
        int difference = step(code);
        rescale(code);
        predict(difference);
    }

    private void rescale(int code) {
        int change;
        if (upper) {
            change = UPPER_CHANGE[code & 1];
        } else {
            // 1 and 8 are the largest differences, 0 and 15 the smallest.
            change = LOWER_CHANGE[code < 8 ? code : code - 7 & 7];
        }
        log = Math.clamp((log * 127 >> 7) + change, 0, largestLog);
        int shift = leastExponent - (log >> 11);
        int value = EXPONENTIAL[log >> 6 & 31];
        step = (shift < 0 ? value << -shift : value >> shift) << 2;
    }

    private void predict(int difference) {
        int rebuilt = saturate(predicted + difference);
        int partial = saturate(zeros + difference);
        poles(partial);
        zeros(difference);
        int fromPoles =
                saturate(
                        (pole1 * saturate(2 * rebuilt) >> 15)
                                + (pole2 * saturate(2 * rebuilt1) >> 15));
        rebuilt1 = rebuilt;
        predicted = saturate(fromPoles + zeros);
    }

    private void poles(int partial) {
        boolean same1 = partial < 0 == partial1 < 0;
        boolean same2 = partial < 0 == partial2 < 0;
        int first = saturate(pole1 << 2);
        int pull = Math.min(same1 ? -first : first, Short.MAX_VALUE) >> 7;
        int next2 = pull + (same2 ? 128 : -128) + (pole2 * 32512 >> 15);
        pole2 = Math.clamp(next2, -12288, 12288);
        int next1 = saturate((same1 ? 192 : -192) + (pole1 * 32640 >> 15));
        int limit = 15360 - pole2;
        pole1 = Math.clamp(next1, -limit, limit);
        partial2 = partial1;
        partial1 = partial;
    }

    private void zeros(int difference) {
        int gain = difference == 0 ? 0 : 128;
        System.arraycopy(differences, 0, differences, 1, 6);
        differences[0] = difference;
        int sum = 0;
        for (int i = 1; i <= 6; i++) {
            boolean same = differences[i] < 0 == difference < 0;
            int coefficient = saturate((same ? gain : -gain) + (zeroCoefficients[i] * 32640 >> 15));
            zeroCoefficients[i] = coefficient;
            sum += coefficient * saturate(2 * differences[i - 1]) >> 15;
        }
        zeros = saturate(sum);
    }

    private static int saturate(int value) {
        return Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
    }

    private static int[] sixBits() {
        int[] outputs = {
            24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192,
            6576, 6000, 5456, 4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728,
            432, 136
        };
        int[] all = new int[64];
        Arrays.fill(all, 0, 4, -136);
        for (int i = 0; i < outputs.length; i++) {
            all[32 + i] = outputs[i];
            all[i < 28 ? 4 + i : 62 + i - 28] = -outputs[i];
        }
        return all;
    }
}
