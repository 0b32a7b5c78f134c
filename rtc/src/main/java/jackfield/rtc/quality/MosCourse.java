package jackfield.rtc.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one direction went over the call: its score, and what it was made from. A copy that never
/// changes; its points are made when they are asked for.
public final class MosCourse {
    /// Nothing was rated.
    public static final MosCourse NONE = new MosCourse(0, new Columns(0), 0, null, null);

    private final long intervalNs;
    private final Columns columns;
    private final long base;
    private final @Nullable Point lowest;
    private final @Nullable Point highest;

    private MosCourse(
            long intervalNs,
            Columns columns,
            long base,
            @Nullable Point lowest,
            @Nullable Point highest) {
        this.intervalNs = intervalNs;
        this.columns = columns;
        this.base = base;
        this.lowest = lowest;
        this.highest = highest;
    }

    /// The score at one time, and what it was made from.
    ///
    /// @param at when it was rated (ns since the node started)
    /// @param roundTripNs 0 where it was not known
    public record Point(
            long at, double mos, double lossPercent, long jitterMicros, long roundTripNs) {}

    /// How far the points are apart, about.
    public long intervalNs() {
        return intervalNs;
    }

    /// How many points there are.
    public int size() {
        return columns.at.length;
    }

    /// The oldest first; each is an average of its interval.
    public List<Point> points() {
        return columns.points(base);
    }

    /// The worst single rating; null before the first.
    public @Nullable Point lowest() {
        return lowest;
    }

    /// The best one.
    public @Nullable Point highest() {
        return highest;
    }

    /// The same in so many points at most: neighbours become one.
    public MosCourse atMost(int points) {
        MosCourse less = this;
        while (less.size() > points) {
            Columns half = less.columns.copy(less.size());
            int size = half.halve(less.size());
            less = new MosCourse(2 * less.intervalNs, half.copy(size), base, lowest, highest);
        }
        return less;
    }

    /// Points as columns of numbers: 20 bytes each.
    private static final class Columns {
        private static final double MILLIS = 1e6;
        private static final double MICROS = 1e3;

        /// Milliseconds after the base.
        private final int[] at;

        private final float[] mos;
        private final float[] loss;
        private final int[] jitterMicros;
        private final int[] tripMicros;

        private Columns(int size) {
            this(new int[size], new float[size], new float[size], new int[size], new int[size]);
        }

        private Columns(int[] at, float[] mos, float[] loss, int[] jitter, int[] trip) {
            this.at = at;
            this.mos = mos;
            this.loss = loss;
            this.jitterMicros = jitter;
            this.tripMicros = trip;
        }

        private Columns copy(int size) {
            return new Columns(
                    Arrays.copyOf(at, size),
                    Arrays.copyOf(mos, size),
                    Arrays.copyOf(loss, size),
                    Arrays.copyOf(jitterMicros, size),
                    Arrays.copyOf(tripMicros, size));
        }

        private void set(int i, long time, double score, double lost, long jitter, long trip) {
            at[i] = bounded(time / MILLIS);
            mos[i] = (float) score;
            loss[i] = (float) lost;
            jitterMicros[i] = bounded((double) jitter);
            tripMicros[i] = bounded(trip / MICROS);
        }

        /// Takes one rating more into the average of a point that has `others` of them.
        private void join(
                int i, int others, long time, double score, double lost, long jitter, long trip) {
            int all = others + 1;
            at[i] = bounded(time / MILLIS);
            mos[i] += (float) ((score - mos[i]) / all);
            loss[i] += (float) ((lost - loss[i]) / all);
            jitterMicros[i] += (bounded((double) jitter) - jitterMicros[i]) / all;
            tripMicros[i] += (bounded(trip / MICROS) - tripMicros[i]) / all;
        }

        private static int bounded(double value) {
            return (int) Math.min(Integer.MAX_VALUE, value);
        }

        /// Makes one of every two; gives how many are left. An odd one stays as it is.
        private int halve(int size) {
            int left = size / 2;
            for (int i = 0; i < left; i++) {
                int one = 2 * i;
                int other = one + 1;
                at[i] = at[other];
                mos[i] = (mos[one] + mos[other]) / 2;
                loss[i] = (loss[one] + loss[other]) / 2;
                jitterMicros[i] = mean(jitterMicros[one], jitterMicros[other]);
                tripMicros[i] = mean(tripMicros[one], tripMicros[other]);
            }
            if (size % 2 == 1) {
                int last = size - 1;
                at[left] = at[last];
                mos[left] = mos[last];
                loss[left] = loss[last];
                jitterMicros[left] = jitterMicros[last];
                tripMicros[left] = tripMicros[last];
                return left + 1;
            }
            return left;
        }

        private static int mean(int one, int other) {
            return (int) (((long) one + other) / 2);
        }

        private List<Point> points(long base) {
            List<Point> points = new ArrayList<>(at.length);
            for (int i = 0; i < at.length; i++) {
                points.add(
                        new Point(
                                base + at[i] * 1_000_000L,
                                mos[i],
                                loss[i],
                                jitterMicros[i],
                                tripMicros[i] * 1_000L));
            }
            return points;
        }
    }

    /// Keeps the course of a call of any length in little room: when it is full, every two points
    /// become one. Makes no garbage before it is asked.
    public static final class Recorder {
        /// Points at most: an even number.
        static final int MOST = 120;

        private final Columns columns = new Columns(MOST);
        private final double[] low = new double[5];
        private final double[] high = new double[5];
        private long base;
        private int size;
        private int perPoint = 1;
        private int inLast = 1;
        private boolean rated;

        /// Nothing was rated yet.
        public Recorder() {}

        /// Takes one rating.
        ///
        /// @param roundTrip in ns; 0 where it is not known
        public void rated(
                double score, double lossPercent, long jitterMicros, long roundTrip, long now) {
            if (!rated) {
                base = now;
            }
            if (!rated || score < low[1]) {
                keep(low, now, score, lossPercent, jitterMicros, roundTrip);
            }
            if (!rated || score > high[1]) {
                keep(high, now, score, lossPercent, jitterMicros, roundTrip);
            }
            rated = true;
            if (inLast < perPoint) {
                columns.join(
                        size - 1, inLast, now - base, score, lossPercent, jitterMicros, roundTrip);
                inLast++;
                return;
            }
            if (size == MOST) {
                size = columns.halve(MOST);
                perPoint *= 2;
            }
            columns.set(size, now - base, score, lossPercent, jitterMicros, roundTrip);
            size++;
            inLast = 1;
        }

        private static void keep(
                double[] in, long now, double mos, double loss, long jitter, long trip) {
            in[0] = now;
            in[1] = mos;
            in[2] = loss;
            in[3] = jitter;
            in[4] = trip;
        }

        private static Point point(double[] of) {
            return new Point((long) of[0], of[1], of[2], (long) of[3], (long) of[4]);
        }

        /// A copy of the course so far.
        public MosCourse course() {
            return rated
                    ? new MosCourse(
                            perPoint * QualityMeter.INTERVAL,
                            columns.copy(size),
                            base,
                            point(low),
                            point(high))
                    : NONE;
        }
    }
}
