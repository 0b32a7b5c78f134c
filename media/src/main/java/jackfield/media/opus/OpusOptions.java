package jackfield.media.opus;

/// How an encoder works.
///
/// @param bitrate bits per second
/// @param complexity 0 to 10: how much CPU it may take
/// @param expectedLoss in percent; above 0 each payload may carry a poorer copy of the one before
///   (in-band FEC), which costs bits
/// @param dtx whether silence is left out, but for a payload every 400 ms
public record OpusOptions(int bitrate, int complexity, int expectedLoss, boolean dtx) {
    /// Telephone speech at 8 kHz: beyond 16 kbit/s nothing is gained.
    public static final OpusOptions TELEPHONE = new OpusOptions(16_000, 5, 0, false);

    /// Wide-band speech at 16 kHz.
    public static final OpusOptions WIDE = new OpusOptions(24_000, 5, 0, false);

    public OpusOptions {
        if (bitrate < 6000
                || bitrate > 510_000
                || complexity < 0
                || complexity > 10
                || expectedLoss < 0
                || expectedLoss > 100) {
            throw new IllegalArgumentException(
                    "bitrate "
                            + bitrate
                            + ", complexity "
                            + complexity
                            + ", expected loss "
                            + expectedLoss);
        }
    }

    /// The same with another complexity.
    public OpusOptions withComplexity(int other) {
        return new OpusOptions(bitrate, other, expectedLoss, dtx);
    }
}
