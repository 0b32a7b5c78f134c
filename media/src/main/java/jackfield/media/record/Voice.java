package jackfield.media.record;

import jackfield.media.codec.Decoder;
import jackfield.media.codec.G711;
import jackfield.media.codec.G722;
import jackfield.media.codec.Resampler;
import jackfield.media.opus.Opus;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What one payload type of one direction sounds like, at the rate of a recording. Used by the
/// thread that made it.
public final class Voice implements AutoCloseable {
    private static final int LONGEST_MS = 120;

    private final int clockRate;
    private final int rate;
    private final Decoder decoder;
    private final @Nullable Resampler resampler;
    private final short[] decoded;

    private Voice(int clockRate, Decoder decoder, int rate) {
        this.clockRate = clockRate;
        this.rate = rate;
        this.decoder = decoder;
        int from = decoder.sampleRate();
        resampler = from == rate ? null : new Resampler(from, rate);
        decoded = new short[resampler == null ? 0 : from * LONGEST_MS / 1000];
    }

    /// A codec that can be heard here; null for others, and for what is no voice.
    ///
    /// @param encoding as `a=rtpmap` has it
    /// @param rate of the recording: 8, 16 or 48 kHz
    public static @Nullable Voice of(String encoding, int rate) {
        return switch (encoding.toUpperCase(Locale.ROOT)) {
            case "PCMU" -> new Voice(8000, G711.MU_LAW.decoder(), rate);
            case "PCMA" -> new Voice(8000, G711.A_LAW.decoder(), rate);
            case "G722" -> new Voice(8000, G722.decoder(), rate); // RFC 3551 section 4.5.2
            case "OPUS" -> new Voice(48_000, Opus.best().decoder(rate), rate);
            default -> null;
        };
    }

    /// The rate (Hz) that loses nothing of a codec as telephones use it: 16 kHz for wideband ones.
    public static int rateOf(String encoding) {
        return switch (encoding.toUpperCase(Locale.ROOT)) {
            case "G722", "OPUS" -> 16_000;
            default -> 8000;
        };
    }

    /// Of the RTP timestamps (Hz).
    int clockRate() {
        return clockRate;
    }

    /// Of what [#decode] gives (Hz).
    int sampleRate() {
        return rate;
    }

    /// The sound in a payload.
    ///
    /// @param to at least 120 ms at [#sampleRate()]
    /// @return samples written; 0 or less where the payload cannot be read
    int decode(MemorySegment packet, long offset, int length, short[] to) {
        Resampler changes = resampler;
        if (changes == null) {
            return decoder.decode(packet, offset, length, to, 0);
        }
        int count = decoder.decode(packet, offset, length, decoded, 0);
        return count <= 0 ? count : changes.process(decoded, 0, count, to, 0);
    }

    @Override
    public void close() {
        decoder.close();
    }
}
