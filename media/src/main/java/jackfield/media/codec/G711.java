package jackfield.media.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// G.711: eight bits for a sample, at 8 kHz (ITU-T G.711, RFC 3551 section 4.5.14).
///
/// Both laws are a sign, a segment that doubles with each step, and four bits within it. The tables
/// are made from that: one of 256 entries to read, one of 65,536 to write.
@SuppressWarnings("ImmutableEnumChecker") // tables, written once
public enum G711 {
    /// North America and Japan: 14 bits of range.
    MU_LAW {
        @Override
        short expand(int code) {
            int bits = ~code & 0xff;
            int magnitude = (((bits & 0xf) << 3) + BIAS << (bits >> 4 & 7)) - BIAS;
            return (short) (bits > 127 ? -magnitude : magnitude);
        }

        @Override
        byte compress(int sample) {
            int sign = sample < 0 ? 0x80 : 0;
            int magnitude = Math.min(Math.abs(sample), CLIP) + BIAS;
            int segment = 24 - Integer.numberOfLeadingZeros(magnitude);
            return (byte) ~(sign | segment << 4 | magnitude >> segment + 3 & 0xf);
        }
    },

    /// The rest of the world: 13 bits of range.
    A_LAW {
        @Override
        short expand(int code) {
            int bits = code ^ EVEN_BITS;
            int segment = bits >> 4 & 7;
            int within = (bits & 0xf) << 4 | 8;
            int magnitude = segment == 0 ? within : within + 256 << segment - 1;
            return (short) ((bits & 0x80) == 0 ? -magnitude : magnitude);
        }

        @Override
        byte compress(int sample) {
            int sign = sample < 0 ? 0 : 0x80;
            // The intervals of the negative half are those of the positive one, mirrored.
            int magnitude = sample < 0 ? ~sample : sample;
            int segment = Math.max(0, 24 - Integer.numberOfLeadingZeros(magnitude));
            int within = magnitude >> (segment == 0 ? 4 : segment + 3) & 0xf;
            return (byte) ((sign | segment << 4 | within) ^ EVEN_BITS);
        }
    };

    private static final int RATE = 8000;
    private static final int MOST_BYTES = 1500;
    private static final int BIAS = 0x84;
    private static final int CLIP = 32635;
    private static final int EVEN_BITS = 0x55;

    private final short[] toSample = new short[256];
    private final byte[] toCode = new byte[65536];

    G711() {
        for (int code = 0; code < 256; code++) {
            toSample[code] = expand(code);
        }
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            toCode[sample & 0xffff] = compress(sample);
        }
    }

    abstract short expand(int code);

    abstract byte compress(int sample);

    /// The sample that a code stands for.
    public short sample(byte code) {
        return toSample[code & 0xff];
    }

    /// The code of a sample.
    public byte code(short sample) {
        return toCode[sample & 0xffff];
    }

    /// A decoder of one stream.
    public Decoder decoder() {
        return new Reader();
    }

    /// An encoder; it keeps nothing between payloads.
    public Encoder encoder() {
        return new Writer();
    }

    private final class Reader implements Decoder {
        private final Concealment concealment = new Concealment(RATE);
        private final byte[] codes = new byte[MOST_BYTES];

        @Override
        public int sampleRate() {
            return RATE;
        }

        @Override
        public int decode(MemorySegment packet, long offset, int length, short[] pcm, int at) {
            int samples = Math.min(Math.min(length, pcm.length - at), codes.length);
            MemorySegment.copy(packet, ValueLayout.JAVA_BYTE, offset, codes, 0, samples);
            for (int i = 0; i < samples; i++) {
                pcm[at + i] = toSample[codes[i] & 0xff];
            }
            concealment.heard(pcm, at, samples);
            return samples;
        }

        @Override
        public void conceal(short[] pcm, int at, int samples) {
            concealment.conceal(pcm, at, samples);
        }

        @Override
        public int samples(MemorySegment packet, long offset, int length) {
            return length;
        }

        @Override
        public void reset() {
            concealment.reset();
        }
    }

    private final class Writer implements Encoder {
        @Override
        public int sampleRate() {
            return RATE;
        }

        @Override
        public int encode(short[] pcm, int at, int samples, MemorySegment packet, long offset) {
            for (int i = 0; i < samples; i++) {
                packet.set(ValueLayout.JAVA_BYTE, offset + i, toCode[pcm[at + i] & 0xffff]);
            }
            return samples;
        }
    }
}
