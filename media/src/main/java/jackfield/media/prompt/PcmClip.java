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

    /// The same sound at another rate: made while it is read where the rates are in a ratio of
    /// small numbers, else (44.1 kHz) made here, which takes its time.
    public AudioSource at(int rate) {
        if (rate == sampleRate) {
            return again();
        }
        return sampleRate % 8000 == 0 && rate % 8000 == 0
                ? new RatedSource(again(), rate)
                : new PcmClip(rate, Resampling.resample(samples, sampleRate, rate));
    }

    /// The same sound at a rate that [#at] makes others of at once.
    public PcmClip eased() {
        return sampleRate % 8000 == 0
                ? this
                : new PcmClip(48_000, Resampling.resample(samples, sampleRate, 48_000));
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
