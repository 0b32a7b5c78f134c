package jackfield.media.prompt;

/// A piece of sound in memory. Many players may read the same samples, each with its own clip over
/// them ([#again()]).
public final class PcmClip implements AudioSource {
    private final int sampleRate;
    private final short[] samples;
    private int position;

    /// @param samples are not copied, and never changed
    public PcmClip(int sampleRate, short[] samples) {
        if (sampleRate <= 0) {
            throw new IllegalArgumentException("rate " + sampleRate);
        }
        this.sampleRate = sampleRate;
        this.samples = samples;
    }

    /// The same sound, from its start.
    public PcmClip again() {
        return new PcmClip(sampleRate, samples);
    }

    /// The same sound at another rate.
    public PcmClip at(int rate) {
        return rate == sampleRate
                ? again()
                : new PcmClip(rate, Resampling.resample(samples, sampleRate, rate));
    }

    /// How long it lasts (ms).
    public long durationMs() {
        return samples.length * 1000L / sampleRate;
    }

    @Override
    public int sampleRate() {
        return sampleRate;
    }

    @Override
    public int read(short[] to, int offset, int count) {
        int some = Math.min(count, samples.length - position);
        System.arraycopy(samples, position, to, offset, some);
        position += some;
        return some;
    }

    @Override
    public void seek(long sample) {
        if (sample < 0 || sample > samples.length) {
            throw new IndexOutOfBoundsException(sample);
        }
        position = (int) sample;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long length() {
        return samples.length;
    }
}
