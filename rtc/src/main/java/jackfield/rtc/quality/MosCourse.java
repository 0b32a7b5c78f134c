package jackfield.rtc.quality;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the score of one direction went over the call.
///
/// @param intervalNs how far the points are apart
/// @param points the oldest first; each is an average of its interval
/// @param lowest the worst single rating; null before the first
/// @param highest the best one
public record MosCourse(
        long intervalNs, List<Point> points, @Nullable Point lowest, @Nullable Point highest) {
    /// Nothing was rated.
    public static final MosCourse NONE = new MosCourse(0, List.of(), null, null);

    public MosCourse {
        points = List.copyOf(points);
    }

    /// The score at one time, and what it was made from.
    ///
    /// @param at when it was rated (ns since the node started)
    /// @param roundTripNs 0 where it was not known
    public record Point(
            long at, double mos, double lossPercent, long jitterMicros, long roundTripNs) {}

    /// Keeps the course of a call of any length in little room: when it is full, every two points
    /// become one. Makes no garbage before it is asked.
    static final class Recorder {
        static final int MOST = 32;

        private final long[] at = new long[MOST];
        private final double[] mos = new double[MOST];
        private final double[] loss = new double[MOST];
        private final long[] jitter = new long[MOST];
        private final long[] trip = new long[MOST];
        private final double[] low = new double[5];
        private final double[] high = new double[5];
        private int size;
        private int perPoint = 1;
        private int inLast = 1;
        private boolean rated;

        void rated(double score, double lossPercent, long jitterMicros, long roundTrip, long now) {
            if (!rated || score < low[1]) {
                keep(low, now, score, lossPercent, jitterMicros, roundTrip);
            }
            if (!rated || score > high[1]) {
                keep(high, now, score, lossPercent, jitterMicros, roundTrip);
            }
            rated = true;
            if (inLast < perPoint) {
                inLast++;
                int i = size - 1;
                at[i] = now;
                mos[i] += (score - mos[i]) / inLast;
                loss[i] += (lossPercent - loss[i]) / inLast;
                jitter[i] += (jitterMicros - jitter[i]) / inLast;
                trip[i] += (roundTrip - trip[i]) / inLast;
                return;
            }
            if (size == MOST) {
                halve();
            }
            at[size] = now;
            mos[size] = score;
            loss[size] = lossPercent;
            jitter[size] = jitterMicros;
            trip[size] = roundTrip;
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

        private void halve() {
            size /= 2;
            perPoint *= 2;
            for (int i = 0; i < size; i++) {
                int one = 2 * i;
                int other = one + 1;
                at[i] = at[other];
                mos[i] = (mos[one] + mos[other]) / 2;
                loss[i] = (loss[one] + loss[other]) / 2;
                jitter[i] = (jitter[one] + jitter[other]) / 2;
                trip[i] = (trip[one] + trip[other]) / 2;
            }
        }

        private static Point point(double[] of) {
            return new Point((long) of[0], of[1], of[2], (long) of[3], (long) of[4]);
        }

        MosCourse course() {
            if (!rated) {
                return NONE;
            }
            List<Point> points = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                points.add(new Point(at[i], mos[i], loss[i], jitter[i], trip[i]));
            }
            long interval = perPoint * QualityMeter.INTERVAL;
            return new MosCourse(interval, points, point(low), point(high));
        }
    }
}
