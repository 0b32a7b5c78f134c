package jackfield.media.opus;

import jackfield.media.codec.Decoder;
import jackfield.media.codec.Encoder;

/// Opus with one channel. Decoders and encoders run at 8,000, 12,000, 16,000, 24,000 or 48,000
/// samples per second, whatever the other end uses; RTP counts 48,000 for all (RFC 7587 section
/// 4.1).
public interface Opus {
    /// Samples of one payload at most, at 48 kHz: 120 ms.
    int MOST_SAMPLES = 5760;

    /// What this is: `libopus 1.3.1`.
    String name();

    /// A decoder of one stream.
    ///
    /// @param rate samples per second, one of those above
    Decoder decoder(int rate);

    /// An encoder of one stream.
    ///
    /// @param rate samples per second, one of those above
    Encoder encoder(int rate, OpusOptions options);

    /// libopus where the system has it and native access is allowed, else Concentus.
    static Opus best() {
        return Best.OPUS;
    }

    /// Chosen once.
    final class Best {
        private static final Opus OPUS =
                Libopus.UNAVAILABLE.isEmpty() ? new Libopus() : new Concentus();

        private Best() {}
    }
}
