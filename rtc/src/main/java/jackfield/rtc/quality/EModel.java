package jackfield.rtc.quality;

/// The E-model (ITU-T G.107): what people would say of a call, computed from codec, loss and delay.
/// Everything that a relay cannot see (noise, levels, echo) has the default of G.107.
public final class EModel {
    /// The rating with every default and neither loss nor delay.
    public static final double BEST = 93.2;

    private EModel() {}

    /// The rating R, 0 to 93.2: below 50 nobody recommends it, below 70 many complain.
    ///
    /// @param lossPercent packets lost on the way or too late for the jitter buffer
    /// @param burstRatio how much more the losses come in a row than at random would; 1 for random
    /// @param delayMs from mouth to ear, one way
    public static double rating(
            CodecQuality codec, double lossPercent, double burstRatio, double delayMs) {
        double loss =
                lossPercent <= 0
                        ? 0
                        : (95 - codec.impairment())
                                * lossPercent
                                / (lossPercent / burstRatio + codec.robustness());
        double rating = BEST - codec.impairment() - loss - delayImpairment(delayMs);
        return Math.clamp(rating, 0, BEST);
    }

    /// What delay alone costs, without echo (Idd): nothing up to 100 ms.
    static double delayImpairment(double delayMs) {
        if (delayMs <= 100) {
            return 0;
        }
        double x = Math.log(delayMs / 100) / Math.log(2);
        return 25
                * (Math.pow(1 + Math.pow(x, 6), 1.0 / 6)
                        - 3 * Math.pow(1 + Math.pow(x / 3, 6), 1.0 / 6)
                        + 2);
    }

    /// The mean opinion score of a rating, 1 (bad) to 4.5 (G.107 annex B).
    public static double mos(double rating) {
        if (rating <= 0) {
            return 1;
        }
        double capped = Math.min(rating, 100);
        double mos = 1 + 0.035 * capped + capped * (capped - 60) * (100 - capped) * 7e-6;
        // The polynomial dips a little below 1 for the worst.
        return Math.max(1, mos);
    }

    /// Milliseconds from mouth to ear, as well as a relay can tell: half the round trips of both
    /// sides, a jitter buffer of twice the jitter and at least a packet, a packet of 20 ms and the
    /// codec's look-ahead.
    ///
    /// @param roundTripMs of the whole way, 0 where it is not known
    /// @param jitterMs interarrival jitter
    public static double delay(double roundTripMs, double jitterMs) {
        return roundTripMs / 2 + Math.max(20, 2 * jitterMs) + 25;
    }
}
