package jackfield.media.prompt;

import java.util.Arrays;
import java.util.List;

/// What a signal sounds like: tones that sound together, then others or silence, once or for ever.
///
/// @param beats in order, at least one
/// @param repeats true where it begins again after the last
public record ToneCadence(List<Beat> beats, boolean repeats) {
    private static final double LEVEL = -13;
    private static final double QUIETER = -16;

    /// @param frequency in Hz
    /// @param levelDbm0 its power, at most 0
    public record Tone(double frequency, double levelDbm0) {
        public Tone {
            if (!(frequency > 0 && frequency < 4000) || !(levelDbm0 <= 3)) {
                throw new IllegalArgumentException(frequency + " Hz, " + levelDbm0 + " dBm0");
            }
        }
    }

    /// Tones that sound together.
    ///
    /// @param tones none for silence
    public record Beat(List<Tone> tones, int durationMs) {
        public Beat {
            tones = List.copyOf(tones);
            if (durationMs <= 0) {
                throw new IllegalArgumentException("duration " + durationMs);
            }
        }

        /// Nothing, for a time.
        public static Beat silence(int durationMs) {
            return new Beat(List.of(), durationMs);
        }
    }

    public ToneCadence {
        beats = List.copyOf(beats);
        if (beats.isEmpty()) {
            throw new IllegalArgumentException("a cadence of nothing");
        }
    }

    /// One tone for a time.
    public static ToneCadence tone(double frequency, double levelDbm0, int durationMs) {
        return new ToneCadence(
                List.of(new Beat(List.of(new Tone(frequency, levelDbm0)), durationMs)), false);
    }

    /// The line is free (most of Europe: 425 Hz; ETSI TR 101 041).
    public static ToneCadence dial() {
        return on(1000, 425);
    }

    /// The other side rings.
    public static ToneCadence ringback() {
        return onAndOff(1000, 4000, LEVEL, 425);
    }

    /// The other side is busy.
    public static ToneCadence busy() {
        return onAndOff(500, 500, LEVEL, 425);
    }

    /// There is no way through.
    public static ToneCadence congestion() {
        return onAndOff(250, 250, LEVEL, 425);
    }

    /// As [#dial()] in North America.
    public static ToneCadence dialNorthAmerica() {
        return on(1000, 350, 440);
    }

    /// As [#ringback()] in North America.
    public static ToneCadence ringbackNorthAmerica() {
        return onAndOff(2000, 4000, QUIETER, 440, 480);
    }

    /// As [#busy()] in North America.
    public static ToneCadence busyNorthAmerica() {
        return onAndOff(500, 500, QUIETER, 480, 620);
    }

    private static ToneCadence on(int ms, int... frequencies) {
        return new ToneCadence(List.of(beat(ms, LEVEL, frequencies)), true);
    }

    private static ToneCadence onAndOff(int on, int off, double level, int... frequencies) {
        return new ToneCadence(List.of(beat(on, level, frequencies), Beat.silence(off)), true);
    }

    private static Beat beat(int ms, double level, int... frequencies) {
        return new Beat(Arrays.stream(frequencies).mapToObj(f -> new Tone(f, level)).toList(), ms);
    }
}
