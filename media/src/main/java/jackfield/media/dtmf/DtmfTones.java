package jackfield.media.dtmf;

import jackfield.media.prompt.ToneCadence;
import jackfield.media.prompt.ToneCadence.Beat;
import java.util.ArrayList;
import java.util.List;

/// The two tones of each digit (ITU-T Q.23), to be put into sound.
public final class DtmfTones {
    private static final int[] LOW = {697, 770, 852, 941};
    private static final int[] HIGH = {1209, 1336, 1477, 1633};

    /// Row and column of each code on the keypad.
    private static final int[] PLACES = {
        0x31, 0x00, 0x01, 0x02, 0x10, 0x11, 0x12, 0x20, 0x21, 0x22, 0x30, 0x32, 0x03, 0x13, 0x23,
        0x33
    };

    private DtmfTones() {}

    /// One digit and the pause after it.
    ///
    /// @param code 0 to 15, see [DtmfCode]
    /// @param levelDbm0 of each of the two tones
    public static ToneCadence of(int code, int durationMs, int pauseMs, double levelDbm0) {
        return of(List.of(code), durationMs, pauseMs, levelDbm0, 0);
    }

    /// Digits, each with a pause after it.
    ///
    /// @param levelDbm0 of the low tone
    /// @param twistDb by how much the high tone is above it
    public static ToneCadence of(
            List<Integer> codes, int durationMs, int pauseMs, double levelDbm0, double twistDb) {
        var beats = new ArrayList<Beat>();
        for (int code : codes) {
            if (!DtmfCode.isDigit(code)) {
                throw new IllegalArgumentException("no tones for event " + code);
            }
            int place = PLACES[code];
            beats.add(
                    new Beat(
                            List.of(
                                    new ToneCadence.Tone(LOW[place >> 4], levelDbm0),
                                    new ToneCadence.Tone(HIGH[place & 0xf], levelDbm0 + twistDb)),
                            durationMs));
            if (pauseMs > 0) {
                beats.add(Beat.silence(pauseMs));
            }
        }
        return new ToneCadence(beats, false);
    }
}
