package jackfield.media.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// G.722 at 64 kbit/s (ITU-T G.722, mode 1): 16 kHz, split into two bands by a quadrature mirror
/// filter, each band coded by its own adaptive differential coder; six bits of a byte are the lower
/// band's, two the upper one's.
///
/// In RTP its clock runs at 8,000 a second, by an error that was kept (RFC 3551 section 4.5.2): one
/// for each byte.
public final class G722 {
    private static final int RATE = 16000;

    private G722() {}

    /// A decoder of one stream.
    public static Decoder decoder() {
        return new Reader();
    }

    /// An encoder of one stream.
    public static Encoder encoder() {
        return new Writer();
    }

    private static int saturate(int value) {
        return Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
    }

    private static final class Reader implements Decoder {
        private final Concealment concealment = new Concealment(RATE);
        private G722Band low = G722Band.lower();
        private G722Band high = G722Band.upper();
        private final Mirror mirror = new Mirror();

        @Override
        public int sampleRate() {
            return RATE;
        }

        @Override
        public int decode(MemorySegment packet, long offset, int length, short[] pcm, int at) {
            int bytes = Math.min(length, (pcm.length - at) / 2);
            for (int i = 0; i < bytes; i++) {
                int code = packet.get(ValueLayout.JAVA_BYTE, offset + i) & 0xff;
                int below = Math.clamp(low.predicted() + low.fine(code & 0x3f), -16384, 16383);
                int above = Math.clamp(high.predicted() + high.step(code >> 6), -16384, 16383);
                low.adapt((code & 0x3f) >> 2);
                high.adapt(code >> 6);
                mirror.push(below + above, below - above);
                pcm[at + 2 * i] = (short) saturate(mirror.odd() >> 11);
                pcm[at + 2 * i + 1] = (short) saturate(mirror.even() >> 11);
            }
            concealment.heard(pcm, at, 2 * bytes);
            return 2 * bytes;
        }

        @Override
        public void conceal(short[] pcm, int at, int samples) {
            concealment.conceal(pcm, at, samples);
        }

        @Override
        public int samples(MemorySegment packet, long offset, int length) {
            return 2 * length;
        }

        @Override
        public void reset() {
            concealment.reset();
            mirror.reset();
            low = G722Band.lower();
            high = G722Band.upper();
        }
    }

    private static final class Writer implements Encoder {
        private final G722Band low = G722Band.lower();
        private final G722Band high = G722Band.upper();
        private final Mirror mirror = new Mirror();

        @Override
        public int sampleRate() {
            return RATE;
        }

        @Override
        public int encode(short[] pcm, int at, int samples, MemorySegment packet, long offset) {
            for (int i = 0; i + 1 < samples; i += 2) {
                mirror.push(pcm[at + i], pcm[at + i + 1]);
                int even = mirror.even();
                int odd = mirror.odd();
                int below = low.quantizeLower(even + odd >> 14);
                int above = high.quantizeUpper(odd - even >> 14);
                low.adapt(below >> 2);
                high.adapt(above);
                packet.set(ValueLayout.JAVA_BYTE, offset + (i >> 1), (byte) (above << 6 | below));
            }
            return samples / 2;
        }
    }

    /// The quadrature mirror filter of both directions: 24 taps over pairs of samples.
    private static final class Mirror {
        private static final int PAIRS = 12;

        /// Every second tap; the others are the same, from the end.
        private static final int[] TAPS = {
            3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11
        };

        /// The pairs, twice, so that any twelve in a row stand together.
        private final int[] first = new int[2 * PAIRS];

        private final int[] second = new int[2 * PAIRS];
        private int oldest;

        void push(int one, int other) {
            first[oldest] = one;
            first[oldest + PAIRS] = one;
            second[oldest] = other;
            second[oldest + PAIRS] = other;
            oldest = oldest + 1 == PAIRS ? 0 : oldest + 1;
        }

        /// The first of each pair, by the taps in order.
        int even() {
            int sum = 0;
            for (int i = 0; i < PAIRS; i++) {
                sum += first[oldest + i] * TAPS[i];
            }
            return sum;
        }

        /// The second of each pair, by the taps from the end.
        int odd() {
            int sum = 0;
            for (int i = 0; i < PAIRS; i++) {
                sum += second[oldest + i] * TAPS[PAIRS - 1 - i];
            }
            return sum;
        }

        void reset() {
            Arrays.fill(first, 0);
            Arrays.fill(second, 0);
        }
    }
}
