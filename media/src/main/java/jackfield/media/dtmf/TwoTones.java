package jackfield.media.dtmf;

/// The two sines that fit a block best, by least squares: each tone's power without what leaks over
/// from the other. Frequencies up to 1.5 % off are met by three tries for each tone.
final class TwoTones {
    private static final double[] OFF = {-0.01, 0, 0.01};
    private static final int TRIES = OFF.length;
    private static final int BLOCK = InbandDetector.BLOCK;

    /// Cosine and sine at each frequency: `[tone * TRIES + try][sample]`.
    private static final double[][] LOW_COS = waves(InbandDetector.LOW, Math.PI / 2);

    private static final double[][] LOW_SIN = waves(InbandDetector.LOW, 0);
    private static final double[][] HIGH_COS = waves(InbandDetector.HIGH, Math.PI / 2);
    private static final double[][] HIGH_SIN = waves(InbandDetector.HIGH, 0);
    private static final double[][] INVERSES = inverses();

    private final double[] sums = new double[4];
    private final double[] amplitudes = new double[4];
    private double low;
    private double high;

    /// Fits the tones of a row and a column.
    ///
    /// @return the power of what fits, of the block's mean square
    double of(short[] block, int row, int column) {
        int lower = best(block, LOW_COS, LOW_SIN, row);
        int higher = best(block, HIGH_COS, HIGH_SIN, column);
        sums[0] = dot(block, LOW_COS[lower]);
        sums[1] = dot(block, LOW_SIN[lower]);
        sums[2] = dot(block, HIGH_COS[higher]);
        sums[3] = dot(block, HIGH_SIN[higher]);
        double[] inverse = INVERSES[lower * HIGH_COS.length + higher];
        double explained = 0;
        for (int i = 0; i < 4; i++) {
            double sum = 0;
            for (int k = 0; k < 4; k++) {
                sum += inverse[i * 4 + k] * sums[k];
            }
            amplitudes[i] = sum;
            explained += sum * sums[i];
        }
        low = (amplitudes[0] * amplitudes[0] + amplitudes[1] * amplitudes[1]) / 2;
        high = (amplitudes[2] * amplitudes[2] + amplitudes[3] * amplitudes[3]) / 2;
        return explained / BLOCK;
    }

    /// The power of the lower tone.
    double low() {
        return low;
    }

    /// The power of the higher tone.
    double high() {
        return high;
    }

    private static int best(short[] block, double[][] cos, double[][] sin, int tone) {
        int best = tone * TRIES;
        double most = -1;
        for (int i = tone * TRIES; i < (tone + 1) * TRIES; i++) {
            double a = dot(block, cos[i]);
            double b = dot(block, sin[i]);
            if (a * a + b * b > most) {
                most = a * a + b * b;
                best = i;
            }
        }
        return best;
    }

    private static double dot(short[] block, double[] wave) {
        double sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += block[i] * wave[i];
        }
        return sum;
    }

    private static double[][] waves(int[] frequencies, double phase) {
        double[][] waves = new double[frequencies.length * TRIES][BLOCK];
        for (int i = 0; i < waves.length; i++) {
            double frequency = frequencies[i / TRIES] * (1 + OFF[i % TRIES]);
            for (int k = 0; k < BLOCK; k++) {
                double angle = 2 * Math.PI * frequency * k / InbandDetector.SAMPLE_RATE;
                waves[i][k] = Math.sin(angle + phase);
            }
        }
        return waves;
    }

    private static double[][] inverses() {
        double[][] inverses = new double[LOW_COS.length * HIGH_COS.length][];
        for (int lower = 0; lower < LOW_COS.length; lower++) {
            for (int higher = 0; higher < HIGH_COS.length; higher++) {
                double[][] waves = {
                    LOW_COS[lower], LOW_SIN[lower], HIGH_COS[higher], HIGH_SIN[higher]
                };
                inverses[lower * HIGH_COS.length + higher] = inverse(waves);
            }
        }
        return inverses;
    }

    /// The inverse of the waves' products with each other (Gauss and Jordan; they are far from
    /// dependent, so no pivot is near 0).
    private static double[] inverse(double[][] waves) {
        double[][] rows = new double[4][8];
        for (int i = 0; i < 4; i++) {
            for (int k = 0; k < 4; k++) {
                for (int n = 0; n < BLOCK; n++) {
                    rows[i][k] += waves[i][n] * waves[k][n];
                }
            }
            rows[i][4 + i] = 1;
        }
        for (int i = 0; i < 4; i++) {
            double pivot = rows[i][i];
            for (int k = 0; k < 8; k++) {
                rows[i][k] /= pivot;
            }
            for (int other = 0; other < 4; other++) {
                double factor = rows[other][i];
                for (int k = 0; other != i && k < 8; k++) {
                    rows[other][k] -= factor * rows[i][k];
                }
            }
        }
        double[] inverse = new double[16];
        for (int i = 0; i < 4; i++) {
            System.arraycopy(rows[i], 4, inverse, i * 4, 4);
        }
        return inverse;
    }
}
