package jackfield.media.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Samples as they are, most significant byte first (RFC 3551 section 4.5.11).
public final class L16 {
    private static final ValueLayout.OfShort SAMPLE =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private L16() {}

    /// A decoder for one channel.
    ///
    /// @param rate samples per second
    public static Decoder decoder(int rate) {
        return new Reader(rate, new Concealment(rate));
    }

    /// An encoder for one channel.
    ///
    /// @param rate samples per second
    public static Encoder encoder(int rate) {
        return new Writer(rate);
    }

    private record Reader(int sampleRate, Concealment concealment) implements Decoder {
        @Override
        public int decode(MemorySegment packet, long offset, int length, short[] pcm, int at) {
            int samples = Math.min(length / 2, pcm.length - at);
            MemorySegment.copy(packet, SAMPLE, offset, pcm, at, samples);
            concealment.heard(pcm, at, samples);
            return samples;
        }

        @Override
        public void conceal(short[] pcm, int at, int samples) {
            concealment.conceal(pcm, at, samples);
        }

        @Override
        public int samples(MemorySegment packet, long offset, int length) {
            return length / 2;
        }

        @Override
        public void reset() {
            concealment.reset();
        }
    }

    private record Writer(int sampleRate) implements Encoder {
        @Override
        public int encode(short[] pcm, int at, int samples, MemorySegment packet, long offset) {
            MemorySegment.copy(pcm, at, packet, SAMPLE, offset, samples);
            return 2 * samples;
        }
    }
}
