package jackfield.media.prompt;

import jackfield.media.codec.Resampler;

/// A clip at another rate, made while it is read.
final class RatedSource implements AudioSource {
    private final PcmClip clip;
    private final int from;
    private final int rate;
    private final short[] in;
    private final short[] out;
    private Resampler resampler;
    private int ready;
    private int taken;
    private long position;

    /// @param rate in a ratio of small numbers to the clip's
    RatedSource(PcmClip clip, int rate) {
        this.clip = clip;
        this.from = clip.sampleRate();
        this.rate = rate;
        in = new short[from / 100];
        out = new short[rate / 100 + 2];
        resampler = new Resampler(from, rate);
    }

    @Override
    public int sampleRate() {
        return rate;
    }

    @Override
    public int read(short[] to, int offset, int count) {
        int some = (int) Math.min(count, length() - position);
        for (int i = 0; i < some; i++) {
            while (taken == ready) {
                refill();
            }
            to[offset + i] = out[taken++];
        }
        position += some;
        return some;
    }

    /// The next 10 ms; silence behind the clip's end, for what the filter still holds.
    private void refill() {
        int read = clip.read(in, 0, in.length);
        for (int i = read; i < in.length; i++) {
            in[i] = 0;
        }
        ready = resampler.process(in, 0, in.length, out, 0);
        taken = 0;
    }

    @Override
    public void seek(long sample) {
        if (sample < 0 || sample > length()) {
            throw new IndexOutOfBoundsException(sample);
        }
        clip.seek(Math.min(clip.length(), sample * from / rate));
        resampler = new Resampler(from, rate);
        ready = 0;
        taken = 0;
        position = sample;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long length() {
        return clip.length() * rate / from;
    }
}
