package jackfield.media.transcode;

import jackfield.media.codec.Decoder;
import jackfield.media.codec.Encoder;
import jackfield.media.codec.G711;
import jackfield.media.codec.L16;
import jackfield.media.opus.Opus;
import jackfield.media.opus.OpusOptions;
import jackfield.rtc.sdp.Codec;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The voices that can be translated, each as RTP counts it.
public enum AudioCodec {
    /// G.711 mu-law.
    PCMU("PCMU", 8000, 8000, 0, 8),
    /// G.711 A-law.
    PCMA("PCMA", 8000, 8000, 8, 8),
    /// G.722 at 64 kbit/s: 16 kHz, counted as 8,000 (RFC 3551 section 4.5.2).
    G722("G722", 8000, 16_000, 9, 8),
    /// Opus, at any rate, counted as 48,000 (RFC 7587).
    OPUS("opus", 48_000, 48_000, -1, 0),
    /// Samples at 8 kHz.
    L16_8("L16", 8000, 8000, -1, 16),
    /// Samples at 16 kHz.
    L16_16("L16", 16_000, 16_000, -1, 32);

    private final String encoding;
    private final int clock;
    private final int rate;
    private final int number;
    private final int bytesPerMs;

    AudioCodec(String encoding, int clock, int rate, int number, int bytesPerMs) {
        this.encoding = encoding;
        this.clock = clock;
        this.rate = rate;
        this.number = number;
        this.bytesPerMs = bytesPerMs;
    }

    /// The one that SDP means; null for one that is not known here, or has more than one channel.
    public static @Nullable AudioCodec of(Codec codec) {
        for (AudioCodec each : values()) {
            boolean mono = codec.channels() == 1 || each == OPUS;
            if (each.encoding.equalsIgnoreCase(codec.encoding())
                    && each.clock == codec.clockRate()
                    && mono) {
                return each;
            }
        }
        return null;
    }

    /// The one with this name, `opus` or `L16/16000`; null for one that is not known here.
    public static @Nullable AudioCodec named(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (AudioCodec each : values()) {
            String own = each.encoding.toLowerCase(Locale.ROOT);
            if (wanted.equals(own) || wanted.startsWith(own + "/" + each.clock)) {
                return each;
            }
        }
        return null;
    }

    /// As SDP has it.
    ///
    /// @param payloadType the number, for those without a fixed one
    public Codec inSdp(int payloadType) {
        String fmtp = this == OPUS ? "useinbandfec=1" : null;
        return new Codec(
                number < 0 ? payloadType : number, encoding, clock, this == OPUS ? 2 : 1, fmtp);
    }

    /// Its name in SDP.
    public String encoding() {
        return encoding;
    }

    /// The fixed payload type (RFC 3551); -1 where there is none.
    public int number() {
        return number;
    }

    /// What RTP timestamps count in a second.
    public int clock() {
        return clock;
    }

    /// Samples per second, the most that it carries.
    public int rate() {
        return rate;
    }

    /// Bytes of a millisecond; 0 where that is not fixed.
    public int bytesPerMs() {
        return bytesPerMs;
    }

    /// A decoder.
    ///
    /// @param wanted samples per second, for one that can give any
    Decoder decoder(Opus opus, int wanted) {
        return switch (this) {
            case PCMU -> G711.MU_LAW.decoder();
            case PCMA -> G711.A_LAW.decoder();
            case G722 -> jackfield.media.codec.G722.decoder();
            case OPUS -> opus.decoder(wanted);
            case L16_8, L16_16 -> L16.decoder(rate);
        };
    }

    /// An encoder.
    ///
    /// @param wanted samples per second, for one that can take any
    Encoder encoder(Opus opus, int wanted, OpusOptions options) {
        return switch (this) {
            case PCMU -> G711.MU_LAW.encoder();
            case PCMA -> G711.A_LAW.encoder();
            case G722 -> jackfield.media.codec.G722.encoder();
            case OPUS -> opus.encoder(wanted, options);
            case L16_8, L16_16 -> L16.encoder(rate);
        };
    }
}
