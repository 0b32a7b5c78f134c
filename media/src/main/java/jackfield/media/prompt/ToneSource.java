package jackfield.media.prompt;

import jackfield.media.prompt.ToneCadence.Beat;
import jackfield.media.prompt.ToneCadence.Tone;
import java.util.List;

/// A cadence as sound. Beats rise and fall over 3 ms, so that they do not click; a tone that
/// repeats without silence goes on without a seam.
public final class ToneSource implements AudioSource {
    private static final int RAMP_MS = 3;

    /// The peak of a sine of 0 dBm0: full scale is 3.14 dBm0 (ITU-T G.711).
    private static final double ZERO_DBM0 = 32767 / Math.pow(10, 3.14 / 20);

    private final int sampleRate;
    private final List<Beat> beats;
    private final long[] starts;
    private final double[][] amplitudes;
    private final double[][] steps;
    private final long round;
    private final boolean repeats;
    private long position;

    /// @param sampleRate 8000 or more (Hz)
    public ToneSource(ToneCadence cadence, int sampleRate) {
        if (sampleRate < 8000) {
            throw new IllegalArgumentException("rate " + sampleRate);
        }
        this.sampleRate = sampleRate;
        beats = cadence.beats();
        repeats = cadence.repeats();
        starts = new long[beats.size()];
        amplitudes = new double[beats.size()][];
        steps = new double[beats.size()][];
        long end = 0;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = end;
            Beat beat = beats.get(i);
            end += (long) beat.durationMs() * sampleRate / 1000;
            amplitudes[i] = beat.tones().stream().mapToDouble(ToneSource::amplitude).toArray();
            steps[i] =
                    beat.tones().stream()
                            .mapToDouble(tone -> 2 * Math.PI * tone.frequency() / sampleRate)
                            .toArray();
        }
        round = end;
    }

    @Override
    public int sampleRate() {
        return sampleRate;
    }

    @Override
    public int read(short[] to, int offset, int count) {
        int left = (int) Math.min(count, length() - position);
        for (int i = 0; i < left; i++) {
            to[offset + i] = sample(position++);
        }
        return left;
    }

    private short sample(long at) {
        long place = at % round;
        int beat = starts.length - 1;
        while (starts[beat] > place) {
            beat--;
        }
        double sum = 0;
        for (int i = 0; i < steps[beat].length; i++) {
            // the phase is that of the stream: a tone that goes on has no seam
            sum += amplitudes[beat][i] * Math.sin(steps[beat][i] * at);
        }
        return (short) Math.clamp(Math.round(sum * ramp(beat, place)), -32768, 32767);
    }

    private double ramp(int beat, long place) {
        if (repeats && starts.length == 1) {
            return 1;
        }
        long end = beat + 1 < starts.length ? starts[beat + 1] : round;
        double ramp = RAMP_MS * sampleRate / 1000.0;
        double near = Math.min(place - starts[beat], end - 1 - place) + 0.5;
        return near >= ramp ? 1 : near / ramp;
    }

    @Override
    public void seek(long sample) {
        if (sample < 0 || sample > length()) {
            throw new IndexOutOfBoundsException(sample);
        }
        position = sample;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long length() {
        return repeats ? ENDLESS : round;
    }

    private static double amplitude(Tone tone) {
        return ZERO_DBM0 * Math.pow(10, tone.levelDbm0() / 20);
    }
}
