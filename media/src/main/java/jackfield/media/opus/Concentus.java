package jackfield.media.opus;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusSignal;
import jackfield.media.codec.Decoder;
import jackfield.media.codec.Encoder;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Opus in Java, for systems without libopus. It makes garbage with each payload, and costs about
/// twice the time.
public final class Concentus implements Opus {
    private static final int MOST_BYTES = 1500;

    /// One per use; it holds nothing.
    public Concentus() {}

    @Override
    public String name() {
        return "Concentus";
    }

    @Override
    public Decoder decoder(int rate) {
        return new Reader(rate);
    }

    @Override
    public Encoder encoder(int rate, OpusOptions options) {
        return new Writer(rate, options);
    }

    private static final class Reader implements Decoder {
        private final int rate;
        private final int room;
        private final byte[] payload = new byte[MOST_BYTES];
        private final short[] samples;
        private final OpusDecoder decoder;

        Reader(int rate) {
            this.rate = rate;
            room = MOST_SAMPLES / (48_000 / rate);
            samples = new short[room];
            try {
                decoder = new OpusDecoder(rate, 1);
            } catch (OpusException refused) {
                throw new IllegalArgumentException(refused);
            }
        }

        @Override
        public int sampleRate() {
            return rate;
        }

        @Override
        public int decode(MemorySegment packet, long offset, int length, short[] pcm, int at) {
            if (length < 1 || length > MOST_BYTES) {
                return -1;
            }
            MemorySegment.copy(packet, ValueLayout.JAVA_BYTE, offset, payload, 0, length);
            int made = decode(payload, length, room, false);
            if (made < 0) {
                return -1;
            }
            int kept = Math.min(made, pcm.length - at);
            System.arraycopy(samples, 0, pcm, at, kept);
            return kept;
        }

        /// Bytes of a stranger may not end in an exception, whatever the library thinks of them.
        @SuppressWarnings("NullAway") // the library takes null for a payload that is lost
        private int decode(byte[] from, int length, int count, boolean fec) {
            try {
                return decoder.decode(length == 0 ? null : from, 0, length, samples, 0, count, fec);
            } catch (OpusException | RuntimeException unreadable) {
                decoder.resetState();
                return -1;
            }
        }

        @Override
        public void conceal(short[] pcm, int at, int count) {
            missing(0, pcm, at, count, false);
        }

        @Override
        public void recover(
                MemorySegment next, long offset, int length, short[] pcm, int at, int count) {
            if (length < 1 || length > MOST_BYTES) {
                conceal(pcm, at, count);
                return;
            }
            MemorySegment.copy(next, ValueLayout.JAVA_BYTE, offset, payload, 0, length);
            missing(length, pcm, at, count, true);
        }

        private void missing(int length, short[] pcm, int at, int count, boolean fec) {
            int whole = Math.min(count - count % (rate / 400), room);
            int made = whole > 0 ? Math.max(0, decode(payload, length, whole, fec)) : 0;
            System.arraycopy(samples, 0, pcm, at, made);
            Arrays.fill(pcm, at + made, at + count, (short) 0);
        }

        @Override
        public int samples(MemorySegment packet, long offset, int length) {
            return OpusPayload.samples(packet, offset, length, rate);
        }

        @Override
        public void reset() {
            decoder.resetState();
        }
    }

    private static final class Writer implements Encoder {
        private final int rate;
        private final boolean dtx;
        private final byte[] payload = new byte[MOST_BYTES];
        private final OpusEncoder encoder;

        Writer(int rate, OpusOptions options) {
            this.rate = rate;
            dtx = options.dtx();
            try {
                encoder = new OpusEncoder(rate, 1, OpusApplication.OPUS_APPLICATION_VOIP);
            } catch (OpusException refused) {
                throw new IllegalArgumentException(refused);
            }
            encoder.setBitrate(options.bitrate());
            encoder.setComplexity(options.complexity());
            encoder.setSignalType(OpusSignal.OPUS_SIGNAL_VOICE);
            encoder.setUseInbandFEC(options.expectedLoss() > 0);
            encoder.setPacketLossPercent(options.expectedLoss());
            encoder.setUseDTX(dtx);
        }

        @Override
        public int sampleRate() {
            return rate;
        }

        @Override
        public void complexity(int asked) {
            encoder.setComplexity(asked);
        }

        @Override
        public int encode(short[] pcm, int at, int count, MemorySegment packet, long offset) {
            int made;
            try {
                made = encoder.encode(pcm, at, count, payload, 0, MOST_BYTES);
            } catch (OpusException refused) {
                throw new IllegalStateException(refused);
            }
            if (dtx && OpusPayload.isSilence(made)) {
                return 0;
            }
            MemorySegment.copy(payload, 0, packet, ValueLayout.JAVA_BYTE, offset, made);
            return made;
        }
    }
}
