package jackfield.media.codec;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Our G.722 beside spandsp's, bit for bit, where the system has that library.
@SuppressWarnings("restricted") // the oracle is a native library
class G722OracleTest {
    private static final int SAMPLES = 64_000;
    private static final Arena ARENA = Arena.ofAuto();
    private static SymbolLookup spandsp = _ -> Optional.empty();

    @BeforeAll
    static void find() {
        boolean found = true;
        try {
            spandsp = SymbolLookup.libraryLookup("libspandsp.so.2", ARENA);
        } catch (IllegalArgumentException missing) {
            found = false;
        }
        assumeTrue(found, "no libspandsp.so.2");
    }

    @Test
    void encoderAndDecoderAgreeToTheBit() throws Throwable {
        short[] pcm = voice();
        MemorySegment in = ARENA.allocate(2L * SAMPLES);
        MemorySegment.copy(pcm, 0, in, JAVA_SHORT, 0, SAMPLES);
        byte[] theirs = theirs(in);
        MemorySegment ours = ARENA.allocate(SAMPLES / 2);
        assertThat(G722.encoder().encode(pcm, 0, SAMPLES, ours, 0)).isEqualTo(SAMPLES / 2);
        assertThat(ours.toArray(JAVA_BYTE)).isEqualTo(theirs);

        short[] heard = new short[SAMPLES];
        G722.decoder().decode(ours, 0, SAMPLES / 2, heard, 0);
        compare(heard, theirsDecoded(ours));
    }

    @Test
    void decodersAgreeOnBytesThatNoEncoderWrites() throws Throwable {
        byte[] noise = new byte[SAMPLES / 2];
        new SplittableRandom(1).nextBytes(noise);
        MemorySegment bytes = ARENA.allocateFrom(JAVA_BYTE, noise);
        short[] heard = new short[SAMPLES];
        G722.decoder().decode(bytes, 0, SAMPLES / 2, heard, 0);
        compare(heard, theirsDecoded(bytes));
    }

    /// Theirs wraps where the recommendation saturates.
    private static void compare(short[] ours, short[] theirs) {
        for (int i = 0; i < ours.length; i++) {
            boolean saturated = ours[i] == Short.MAX_VALUE || ours[i] == Short.MIN_VALUE;
            if (!saturated && ours[i] != theirs[i]) {
                fail("sample %d is %d, spandsp has %d", i, ours[i], theirs[i]);
            }
        }
    }

    /// Tones, a loud square, noise and silence.
    private static short[] voice() {
        short[] pcm = new short[SAMPLES];
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < SAMPLES; i++) {
            pcm[i] =
                    (short)
                            switch (i / 8000 % 5) {
                                case 0 -> 9000 * Math.sin(i * 0.17);
                                case 1 -> i % 80 < 40 ? 32767 : -32768;
                                case 2 -> random.nextInt(-32768, 32768);
                                case 3 -> 20_000 * Math.sin(i * i * 1e-5);
                                default -> 0;
                            };
        }
        return pcm;
    }

    private static byte[] theirs(MemorySegment pcm) throws Throwable {
        MemorySegment out = ARENA.allocate(SAMPLES / 2);
        MemorySegment state = init("g722_encode_init");
        int made = (int) coder("g722_encode").invoke(state, out, pcm, SAMPLES);
        assertThat(made).isEqualTo(SAMPLES / 2);
        return out.toArray(JAVA_BYTE);
    }

    private static short[] theirsDecoded(MemorySegment bytes) throws Throwable {
        MemorySegment out = ARENA.allocate(2L * SAMPLES);
        MemorySegment state = init("g722_decode_init");
        int made = (int) coder("g722_decode").invoke(state, out, bytes, SAMPLES / 2);
        assertThat(made).isEqualTo(SAMPLES);
        return out.toArray(JAVA_SHORT);
    }

    private static MemorySegment init(String name) throws Throwable {
        return (MemorySegment)
                Linker.nativeLinker()
                        .downcallHandle(
                                spandsp.find(name).orElseThrow(),
                                FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, JAVA_INT))
                        .invoke(MemorySegment.NULL, 64_000, 0);
    }

    private static MethodHandle coder(String name) {
        return Linker.nativeLinker()
                .downcallHandle(
                        spandsp.find(name).orElseThrow(),
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
    }
}
