package jackfield.media.prompt;

/// A whole clip at another rate: a windowed sinc that cuts what the lower of the two rates cannot
/// hold. Meant for files that are read once, not for calls.
final class Resampling {
    /// Zero crossings of the filter on either side.
    private static final int CROSSINGS = 16;

    private static final int PHASES = 512;

    private Resampling() {}

    static short[] resample(short[] in, int from, int to) {
        int length = (int) Math.ceilDiv((long) in.length * to, from);
        short[] out = new short[length];
        double cut = Math.min(1.0, (double) to / from) * 0.95;
        int reach = (int) Math.ceil(CROSSINGS / cut);
        float[][] filter = filter(cut, reach);
        for (int i = 0; i < length; i++) {
            long scaled = (long) i * from;
            int centre = (int) (scaled / to);
            int phase = (int) ((scaled % to) * PHASES / to);
            float[] taps = filter[phase];
            float sum = 0;
            int first = Math.max(0, centre - reach + 1);
            int last = Math.min(in.length - 1, centre + reach);
            for (int k = first; k <= last; k++) {
                sum += in[k] * taps[k - centre + reach - 1];
            }
            out[i] = (short) Math.clamp(Math.round(sum), -32768, 32767);
        }
        return out;
    }

    private static float[][] filter(double cut, int reach) {
        float[][] filter = new float[PHASES][2 * reach];
        for (int phase = 0; phase < PHASES; phase++) {
            double sum = 0;
            for (int tap = 0; tap < 2 * reach; tap++) {
                double distance = tap - reach + 1 - (double) phase / PHASES;
                double window = 0.5 + 0.5 * Math.cos(Math.PI * distance / (reach + 1));
                double angle = Math.PI * distance * cut;
                double sinc = Math.abs(angle) < 1e-9 ? 1 : Math.sin(angle) / angle;
                filter[phase][tap] = (float) (cut * sinc * window);
                sum += filter[phase][tap];
            }
            for (int tap = 0; tap < 2 * reach; tap++) {
                filter[phase][tap] /= (float) sum;
            }
        }
        return filter;
    }
}
