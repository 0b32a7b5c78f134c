package jackfield.media.transcode;

import jackfield.media.codec.Decoder;
import jackfield.media.codec.Resampler;
import jackfield.media.opus.Opus;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// One codec that the sender may use, decoded to the rate of the encoder.
final class Source implements AutoCloseable {
    private static final int LONGEST_MS = 120;

    final AudioCodec codec;
    private final Decoder decoder;
    private final int rate;
    private final @Nullable Resampler resampler;
    private final short[] scratch;

    /// @param rate samples per second that are wanted
    Source(AudioCodec codec, int rate, Opus opus) {
        this.codec = codec;
        this.rate = rate;
        decoder = codec.decoder(opus, rate);
        boolean other = decoder.sampleRate() != rate;
        resampler = other ? new Resampler(decoder.sampleRate(), rate) : null;
        scratch = new short[other ? decoder.sampleRate() * LONGEST_MS / 1000 : 0];
    }

    /// What a payload lasts, in RTP's clock; -1 where it cannot be read, or lasts longer than any
    /// should.
    int ticks(MemorySegment packet, long offset, int length) {
        int samples = decoder.samples(packet, offset, length);
        return samples < 0 || samples > decoder.sampleRate() * LONGEST_MS / 1000
                ? -1
                : (int) ((long) samples * codec.clock() / decoder.sampleRate());
    }

    /// Decodes a payload to the end of `to`.
    void decode(MemorySegment packet, long offset, int length, Frames to) {
        Resampler between = resampler;
        to.compact();
        if (between == null) {
            to.wrote(Math.max(0, decoder.decode(packet, offset, length, to.array(), to.end())));
            return;
        }
        int samples = decoder.decode(packet, offset, length, scratch, 0);
        if (samples > 0 && to.room() > (long) samples * rate / decoder.sampleRate()) {
            to.wrote(between.process(scratch, 0, samples, to.array(), to.end()));
        }
    }

    /// Makes up `ticks` of what was lost.
    void conceal(int ticks, Frames to) {
        missing(ticks, to, null, 0, 0);
    }

    /// Makes up `ticks` of what was lost before a payload that may know it.
    void recover(int ticks, MemorySegment next, long offset, int length, Frames to) {
        missing(ticks, to, next, offset, length);
    }

    private void missing(
            int ticks, Frames to, @Nullable MemorySegment next, long offset, int length) {
        int samples =
                Math.min(
                        (int) ((long) ticks * decoder.sampleRate() / codec.clock()),
                        decoder.sampleRate() * LONGEST_MS / 1000);
        to.compact();
        Resampler between = resampler;
        short[] into = between == null ? to.array() : scratch;
        int at = between == null ? to.end() : 0;
        if (to.room() <= (long) samples * rate / decoder.sampleRate()) {
            return;
        }
        if (next == null) {
            decoder.conceal(into, at, samples);
        } else {
            decoder.recover(next, offset, length, into, at, samples);
        }
        to.wrote(
                between == null
                        ? samples
                        : between.process(scratch, 0, samples, to.array(), to.end()));
    }

    void reset() {
        decoder.reset();
    }

    @Override
    public void close() {
        decoder.close();
    }
}
