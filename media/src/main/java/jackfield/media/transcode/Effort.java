package jackfield.media.transcode;

/// How much CPU the encoders of one thread may take on each frame. It follows how busy the thread
/// is, so that as many streams as the machine can bear are translated, each as well as it can be:
/// running encoders follow too. On that thread.
public final class Effort {
    /// More of its time than this, and encoders take less.
    static final double BUSY = 0.7;

    /// Not to be had by small steps any more.
    static final double EXHAUSTED = 0.9;

    /// Less than this for [#CALM_SECONDS], and they may take more.
    static final double CALM = 0.45;

    static final int CALM_SECONDS = 10;

    private static final int[] COMPLEXITIES = {10, 5, 2, 0};

    private int step;
    private int calm;

    /// Of a thread that has time.
    public Effort() {}

    /// What an encoder takes that wants `wanted` (Opus's complexity, 0 to 10).
    public int complexity(int wanted) {
        return Math.min(wanted, COMPLEXITIES[step]);
    }

    /// Told once a second how much of its time the thread ran, 0 to 1.
    public void busy(double share) {
        if (share > BUSY) {
            int last = COMPLEXITIES.length - 1;
            step = share > EXHAUSTED ? last : Math.min(step + 1, last);
            calm = 0;
        } else if (share >= CALM || step == 0) {
            calm = 0;
        } else if (++calm >= CALM_SECONDS) {
            step--;
            calm = 0;
        }
    }
}
