package jackfield.roles.relay.media;

import jackfield.media.codec.Decoder;
import jackfield.media.codec.Encoder;
import jackfield.media.codec.G711;
import jackfield.media.codec.G722;
import jackfield.media.opus.Opus;
import jackfield.media.opus.OpusOptions;
import java.util.Locale;

/// What a party takes from us when we speak ourselves.
///
/// @param payloadType of the voice, as the party knows it; -1 where it takes none that we speak
/// @param encoding as `a=rtpmap` has it
/// @param clockRate of the voice's timestamps (Hz)
/// @param eventType of telephone-event; -1 where it takes none
public record Coding(int payloadType, String encoding, int clockRate, int eventType) {
    /// The length of our packets (ms).
    static final int PTIME_MS = 20;

    /// The most bytes of a packet of ours, header and all.
    static final int LONGEST = 1500;

    /// True for a codec that we can speak.
    public static boolean canSpeak(String encoding) {
        return switch (encoding.toUpperCase(Locale.ROOT)) {
            case "PCMU", "PCMA", "G722", "OPUS" -> true;
            default -> false;
        };
    }

    /// True where prompts can be played.
    public boolean hasVoice() {
        return payloadType >= 0;
    }

    /// The rate of what is to be encoded (Hz).
    public int sampleRate() {
        return switch (encoding.toUpperCase(Locale.ROOT)) {
            case "G722" -> 16_000;
            case "OPUS" -> 48_000;
            default -> 8000;
        };
    }

    Encoder encoder() {
        return switch (encoding.toUpperCase(Locale.ROOT)) {
            case "PCMA" -> G711.A_LAW.encoder();
            case "G722" -> G722.encoder();
            case "OPUS" -> Opus.best().encoder(sampleRate(), OpusOptions.WIDE);
            default -> G711.MU_LAW.encoder();
        };
    }

    /// A decoder of the voice, at the rate of [#sampleRate()].
    Decoder decoder() {
        return switch (encoding.toUpperCase(Locale.ROOT)) {
            case "PCMA" -> G711.A_LAW.decoder();
            case "G722" -> G722.decoder();
            case "OPUS" -> Opus.best().decoder(sampleRate());
            default -> G711.MU_LAW.decoder();
        };
    }

    /// Ticks of the clock in `ns`.
    int ticks(long ns) {
        return (int) (ns / 1000 * clockRate / 1_000_000);
    }
}
