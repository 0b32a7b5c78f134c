package jackfield.rtc.quality;

import java.util.Locale;

/// What a codec does to speech, in the E-model's words (ITU-T G.113 appendix I).
///
/// Everything is rated on the narrow-band scale, whose best is a MOS of 4.4: a wide-band codec
/// without loss stands there as G.711 does, though people like it better. G.113 has no narrow-band
/// numbers for G.722, AMR-WB and Opus; theirs are estimates. So is what follows for a phone that
/// does not conceal losses: with G.711 it hears 2 % as an R of 63, not of 86 (Bpl 4.3).
///
/// @param impairment what the codec costs where nothing is lost (Ie)
/// @param robustness how well it bears random loss (Bpl): the loss in per cent that costs half of
///   what is left
public record CodecQuality(double impairment, double robustness) {
    /// G.711 with the concealment of its appendix I, as every phone has it.
    public static final CodecQuality G711 = new CodecQuality(0, 25.1);

    /// G.722 at 64 kbit/s. An estimate: it repeats what it lacks, as codecs with a Bpl of 16 to 20
    /// do.
    public static final CodecQuality G722 = new CodecQuality(0, 20);

    /// Opus in the way of browsers: 32 kbit/s, with in-band correction. An estimate: a little
    /// better than G.711 with concealment, for single losses are sent again with the next packet.
    public static final CodecQuality OPUS = new CodecQuality(0, 30);

    /// G.729A.
    public static final CodecQuality G729 = new CodecQuality(11, 19);

    /// G.723.1 at 6.3 kbit/s.
    public static final CodecQuality G723 = new CodecQuality(15, 16.1);

    /// GSM EFR and AMR at 12.2 kbit/s; of AMR-WB an estimate.
    public static final CodecQuality AMR = new CodecQuality(5, 10);

    /// One of which nothing is known: no impairment of its own, a middling robustness.
    public static final CodecQuality UNKNOWN = new CodecQuality(0, 20);

    /// By the name of `a=rtpmap`, in any case.
    public static CodecQuality of(String encoding) {
        return switch (encoding.toUpperCase(Locale.ROOT)) {
            case "PCMU", "PCMA" -> G711;
            case "G722" -> G722;
            case "OPUS" -> OPUS;
            case "G729" -> G729;
            case "G723" -> G723;
            case "GSM-EFR", "AMR", "AMR-WB" -> AMR;
            default -> UNKNOWN;
        };
    }
}
