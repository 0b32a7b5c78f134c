package jackfield.media.opus;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import jackfield.media.codec.Decoder;
import jackfield.media.codec.Encoder;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The system's libopus, by foreign function calls.
///
/// States live in memory of our own, which `opus_encoder_init` and `opus_decoder_init` fill, and
/// end with it. Pointers travel as `long`, so that no segment is made for a call.
@SuppressWarnings("restricted") // native access is what this class is for
public final class Libopus implements Opus {
    private static final String LIBRARY = "libopus.so.0";
    private static final int APPLICATION_VOIP = 2048;
    private static final int SET_BITRATE = 4002;
    private static final int SET_COMPLEXITY = 4010;
    private static final int SET_INBAND_FEC = 4012;
    private static final int SET_PACKET_LOSS = 4014;
    private static final int SET_DTX = 4016;
    private static final int SET_SIGNAL = 4024;
    private static final int RESET_STATE = 4028;
    private static final int SIGNAL_VOICE = 3001;

    /// The longest payload that is read or written.
    private static final int MOST_BYTES = 1500;

    private static final ValueLayout.OfShort SAMPLE =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.nativeOrder());

    /// Why it cannot be used here; empty when it can.
    public static final String UNAVAILABLE = probe();

    /// One per use; it holds nothing.
    public Libopus() {
        if (!UNAVAILABLE.isEmpty()) {
            throw new IllegalStateException(UNAVAILABLE);
        }
    }

    private static String probe() {
        try {
            return Calls.ENCODE.type().parameterCount() > 0 ? "" : "no opus_encode";
        } catch (LinkageError refused) {
            Throwable cause = refused.getCause();
            return String.valueOf(cause == null ? refused : cause);
        }
    }

    @Override
    public String name() {
        try {
            long address = (long) Calls.VERSION.invokeExact();
            return MemorySegment.ofAddress(address).reinterpret(64).getString(0);
        } catch (Throwable impossible) {
            throw new LinkageError("opus_get_version_string", impossible);
        }
    }

    @Override
    public Decoder decoder(int rate) {
        return new Reader(rate);
    }

    @Override
    public Encoder encoder(int rate, OpusOptions options) {
        return new Writer(rate, options);
    }

    /// A state, and room for the payload and the samples of one call.
    private abstract static class Memory {
        final int rate;
        final int room;
        private final Arena arena = Arena.ofConfined();
        final MemorySegment payload = arena.allocate(MOST_BYTES, 16);
        final MemorySegment samples;
        final long state;

        Memory(int rate, int stateBytes) {
            this.rate = rate;
            room = MOST_SAMPLES / (48_000 / rate);
            samples = arena.allocate(2L * room, 16);
            state = arena.allocate(stateBytes, 64).address();
        }

        final void free() {
            arena.close();
        }
    }

    private static final class Reader extends Memory implements Decoder {
        Reader(int rate) {
            super(rate, Calls.decoderSize());
            Calls.check("opus_decoder_init", Calls.initDecoder(state, rate));
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
            MemorySegment.copy(packet, offset, payload, 0, length);
            int made = Calls.decode(state, payload.address(), length, samples.address(), room, 0);
            if (made < 0) {
                return -1;
            }
            int kept = Math.min(made, pcm.length - at);
            MemorySegment.copy(samples, SAMPLE, 0, pcm, at, kept);
            return kept;
        }

        @Override
        public void conceal(short[] pcm, int at, int count) {
            missing(0, pcm, at, count, 0);
        }

        @Override
        public void recover(
                MemorySegment next, long offset, int length, short[] pcm, int at, int count) {
            if (length < 1 || length > MOST_BYTES) {
                conceal(pcm, at, count);
                return;
            }
            MemorySegment.copy(next, offset, payload, 0, length);
            missing(length, pcm, at, count, 1);
        }

        /// Only whole units of 2.5 ms can be made up; what is over is silence.
        private void missing(int length, short[] pcm, int at, int count, int fec) {
            int whole = Math.min(count - count % (rate / 400), room);
            int made = 0;
            if (whole > 0) {
                long from = length == 0 ? 0 : payload.address();
                made =
                        Math.max(
                                0,
                                Calls.decode(state, from, length, samples.address(), whole, fec));
                MemorySegment.copy(samples, SAMPLE, 0, pcm, at, made);
            }
            Arrays.fill(pcm, at + made, at + count, (short) 0);
        }

        @Override
        public int samples(MemorySegment packet, long offset, int length) {
            return OpusPayload.samples(packet, offset, length, rate);
        }

        @Override
        public void reset() {
            Calls.check("OPUS_RESET_STATE", Calls.resetDecoder(state));
        }

        @Override
        public void close() {
            free();
        }
    }

    private static final class Writer extends Memory implements Encoder {
        private final boolean dtx;
        private int complexity;

        Writer(int rate, OpusOptions options) {
            super(rate, Calls.encoderSize());
            dtx = options.dtx();
            Calls.check("opus_encoder_init", Calls.initEncoder(state, rate, APPLICATION_VOIP));
            set(SET_BITRATE, options.bitrate());
            complexity = options.complexity();
            set(SET_COMPLEXITY, complexity);
            set(SET_SIGNAL, SIGNAL_VOICE);
            set(SET_INBAND_FEC, options.expectedLoss() > 0 ? 1 : 0);
            set(SET_PACKET_LOSS, options.expectedLoss());
            set(SET_DTX, dtx ? 1 : 0);
        }

        private void set(int request, int value) {
            Calls.check("opus_encoder_ctl", Calls.control(state, request, value));
        }

        @Override
        public int sampleRate() {
            return rate;
        }

        @Override
        public void complexity(int asked) {
            if (asked != complexity) {
                complexity = asked;
                set(SET_COMPLEXITY, asked);
            }
        }

        @Override
        public int encode(short[] pcm, int at, int count, MemorySegment packet, long offset) {
            MemorySegment.copy(pcm, at, samples, SAMPLE, 0, count);
            int made = Calls.encode(state, samples.address(), count, payload.address(), MOST_BYTES);
            Calls.check("opus_encode", made < 0 ? made : 0);
            if (dtx && OpusPayload.isSilence(made)) {
                return 0;
            }
            MemorySegment.copy(payload, 0, packet, offset, made);
            return made;
        }

        @Override
        public void close() {
            free();
        }
    }

    /// The handles, in a class of their own: loading it fails where the library is missing or
    /// native access is denied.
    private static final class Calls {
        private static final SymbolLookup OPUS =
                SymbolLookup.libraryLookup(LIBRARY, Arena.global());
        private static final MethodHandle VERSION =
                Linker.nativeLinker()
                        .downcallHandle(
                                symbol("opus_get_version_string"),
                                FunctionDescriptor.of(JAVA_LONG));
        private static final MethodHandle ENCODER_SIZE = call("opus_encoder_get_size", JAVA_INT);
        private static final MethodHandle DECODER_SIZE = call("opus_decoder_get_size", JAVA_INT);
        private static final MethodHandle ENCODER_INIT =
                call("opus_encoder_init", JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT);
        private static final MethodHandle DECODER_INIT =
                call("opus_decoder_init", JAVA_LONG, JAVA_INT, JAVA_INT);
        private static final MethodHandle ENCODE =
                call("opus_encode", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
        private static final MethodHandle DECODE =
                call("opus_decode", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
        private static final MethodHandle CONTROL =
                Linker.nativeLinker()
                        .downcallHandle(
                                symbol("opus_encoder_ctl"),
                                FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT),
                                Linker.Option.firstVariadicArg(2));
        private static final MethodHandle RESET =
                Linker.nativeLinker()
                        .downcallHandle(
                                symbol("opus_decoder_ctl"),
                                FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT),
                                Linker.Option.firstVariadicArg(2));

        private Calls() {}

        private static MethodHandle call(String name, ValueLayout... parameters) {
            return Linker.nativeLinker()
                    .downcallHandle(symbol(name), FunctionDescriptor.of(JAVA_INT, parameters));
        }

        private static MemorySegment symbol(String name) {
            return OPUS.find(name).orElseThrow(() -> new UnsatisfiedLinkError(name));
        }

        static void check(String what, int answer) {
            if (answer < 0) {
                throw new IllegalStateException(what + " answered " + answer);
            }
        }

        static int encoderSize() {
            try {
                return (int) ENCODER_SIZE.invokeExact(1);
            } catch (Throwable impossible) {
                throw failed(impossible);
            }
        }

        static int decoderSize() {
            try {
                return (int) DECODER_SIZE.invokeExact(1);
            } catch (Throwable impossible) {
                throw failed(impossible);
            }
        }

        static int initEncoder(long state, int rate, int application) {
            try {
                return (int) ENCODER_INIT.invokeExact(state, rate, 1, application);
            } catch (Throwable impossible) {
                throw failed(impossible);
            }
        }

        static int initDecoder(long state, int rate) {
            try {
                return (int) DECODER_INIT.invokeExact(state, rate, 1);
            } catch (Throwable impossible) {
                throw failed(impossible);
            }
        }

        static int encode(long state, long pcm, int samples, long payload, int room) {
            try {
                return (int) ENCODE.invokeExact(state, pcm, samples, payload, room);
            } catch (Throwable impossible) {
                throw failed(impossible);
            }
        }

        static int decode(long state, long payload, int length, long pcm, int room, int fec) {
            try {
                return (int) DECODE.invokeExact(state, payload, length, pcm, room, fec);
            } catch (Throwable impossible) {
                throw failed(impossible);
            }
        }

        static int control(long state, int request, int value) {
            try {
                return (int) CONTROL.invokeExact(state, request, value);
            } catch (Throwable impossible) {
                throw failed(impossible);
            }
        }

        static int resetDecoder(long state) {
            try {
                return (int) RESET.invokeExact(state, RESET_STATE);
            } catch (Throwable impossible) {
                throw failed(impossible);
            }
        }

        /// A call into C throws nothing: what arrives here is a fault of the handle.
        private static LinkageError failed(Throwable impossible) {
            return new LinkageError("libopus", impossible);
        }
    }
}
