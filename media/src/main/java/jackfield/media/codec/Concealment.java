package jackfield.media.codec;

import java.util.Arrays;

/// Makes up what was lost, for codecs that have nothing of their own: the last period of the voice
/// is repeated, and fades; what comes after begins with a short cross-fade out of it.
///
/// The period is the lag, between 2.5 and 15 ms, at which the end of what was heard resembles
/// itself most.
public final class Concealment {
    private static final int HISTORY_MS = 45;
    private static final int FADE_AFTER_MS = 10;
    private static final int FADE_MS = 60;
    private static final int JOIN_MS = 5;

    private final short[] history;
    private final int shortest;
    private final int longest;
    private final int window;
    private final int fadeAfter;
    private final int fade;
    private final int join;

    /// The repeated period, and where in it we are.
    private int period;

    private int position;

    /// Samples made up since the last that was heard; 0 while nothing is missing.
    private int made;

    private boolean heard;

    /// @param rate samples per second
    public Concealment(int rate) {
        history = new short[rate * HISTORY_MS / 1000];
        shortest = rate / 400;
        longest = rate * 15 / 1000;
        window = rate / 100;
        fadeAfter = rate * FADE_AFTER_MS / 1000;
        fade = rate * FADE_MS / 1000;
        join = rate * JOIN_MS / 1000;
    }

    /// Takes samples that arrived; after a loss their beginning is joined to what was made up.
    public void heard(short[] pcm, int at, int samples) {
        if (made > 0) {
            join(pcm, at, Math.min(join, samples));
            made = 0;
        }
        heard |= samples > 0;
        if (samples >= history.length) {
            System.arraycopy(pcm, at + samples - history.length, history, 0, history.length);
        } else {
            System.arraycopy(history, samples, history, 0, history.length - samples);
            System.arraycopy(pcm, at, history, history.length - samples, samples);
        }
    }

    /// Makes up `samples` samples.
    public void conceal(short[] pcm, int at, int samples) {
        if (made == 0) {
            period = heard ? period() : 0;
            position = 0;
        }
        for (int i = 0; i < samples; i++) {
            pcm[at + i] = next();
        }
    }

    /// Forgets the stream.
    public void reset() {
        made = 0;
        heard = false;
        Arrays.fill(history, (short) 0);
    }

    private short next() {
        int loud = Math.clamp((long) fade + fadeAfter - made, 0, fade);
        made = Math.min(made + 1, Integer.MAX_VALUE - 1);
        if (period == 0 || loud == 0) {
            return 0;
        }
        int sample = history[history.length - period + position];
        // The end of the period is blended into what came before its beginning: no click where it
        // starts again.
        int left = period - position;
        int blend = Math.min(join, period / 4);
        if (left <= blend) {
            int before = history[history.length - period - left];
            sample = (sample * left + before * (blend - left)) / blend;
        }
        position = position + 1 == period ? 0 : position + 1;
        return (short) (sample * loud / fade);
    }

    private void join(short[] pcm, int at, int samples) {
        for (int i = 0; i < samples; i++) {
            int old = next();
            pcm[at + i] = (short) ((old * (samples - i) + pcm[at + i] * i) / samples);
        }
    }

    private int period() {
        int end = history.length;
        int best = shortest;
        double most = 0;
        for (int lag = shortest; lag <= longest; lag++) {
            long product = 0;
            long energy = 1;
            for (int i = end - window; i < end; i += 2) {
                product += (long) history[i] * history[i - lag];
                energy += (long) history[i - lag] * history[i - lag];
            }
            double likeness = product <= 0 ? 0 : (double) product * product / energy;
            if (likeness > most) {
                most = likeness;
                best = lag;
            }
        }
        return most == 0 ? longest : best;
    }
}
