package jackfield.roles.relay.media;

import jackfield.media.codec.Decoder;
import jackfield.media.codec.G711;
import jackfield.media.codec.G722;
import jackfield.media.codec.Resampler;
import jackfield.media.dtmf.InbandDetector;
import jackfield.media.opus.Opus;
import jackfield.rtc.rtp.RtpPacket;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Payloads of one voice as samples at 8 kHz: what keys are looked for in.
final class NarrowVoice implements AutoCloseable {
    private static final int LONGEST_MS = 120;

    private final Decoder decoder;
    private final @Nullable Resampler resampler;
    private final short[] decoded;
    private final short[] samples = new short[InbandDetector.SAMPLE_RATE / 1000 * LONGEST_MS];
    private int count;

    private NarrowVoice(Decoder decoder) {
        this.decoder = decoder;
        boolean other = decoder.sampleRate() != InbandDetector.SAMPLE_RATE;
        resampler = other ? new Resampler(decoder.sampleRate(), InbandDetector.SAMPLE_RATE) : null;
        decoded = other ? new short[decoder.sampleRate() / 1000 * LONGEST_MS] : samples;
    }

    /// One for a codec by its name in SDP; null where it cannot be decoded here.
    static @Nullable NarrowVoice of(String encoding) {
        return switch (encoding.toUpperCase(Locale.ROOT)) {
            case "PCMU" -> new NarrowVoice(G711.MU_LAW.decoder());
            case "PCMA" -> new NarrowVoice(G711.A_LAW.decoder());
            case "G722" -> new NarrowVoice(G722.decoder());
            case "OPUS" -> new NarrowVoice(Opus.best().decoder(InbandDetector.SAMPLE_RATE));
            default -> null;
        };
    }

    /// Decodes a packet.
    ///
    /// @return false where it cannot be read, or lasts longer than any should
    boolean decode(RtpPacket packet) {
        int offset = packet.headerLength();
        int length = packet.payloadLength();
        int expected = length <= 0 ? -1 : decoder.samples(packet.memory(), offset, length);
        count = 0;
        if (expected <= 0 || expected > decoder.sampleRate() / 1000 * LONGEST_MS) {
            return false;
        }
        int got = decoder.decode(packet.memory(), offset, length, decoded, 0);
        Resampler between = resampler;
        count = got <= 0 || between == null ? got : between.process(decoded, 0, got, samples, 0);
        return count > 0;
    }

    /// What was decoded last, from 0 on.
    short[] samples() {
        return samples;
    }

    /// How many samples it has.
    int count() {
        return count;
    }

    @Override
    public void close() {
        decoder.close();
    }
}
