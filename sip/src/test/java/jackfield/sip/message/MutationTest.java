package jackfield.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever arrives, the parser answers with a value, and what it takes is readable and writable.
class MutationTest {
    private static final List<byte[]> CORPUS =
            Torture.verdicts().stream().map(verdict -> Torture.message(verdict.name())).toList();
    private static final String SPICE = "\r\n\t \",;:<>@[]%\\=?*/\0\u007f\u00ff09az";
    private static final int ROUNDS = 1_000;

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mutatedMessagesAreTakenWholeOrRefused(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int taken = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] mutant = mutate(CORPUS.get(random.nextInt(CORPUS.size())), random);
            switch (Parser.read(mutant)) {
                case Reading.Whole(Message message) -> {
                    taken++;
                    AllReaders.read(message);
                    Message again = Parser.parse(Writer.write(message)).orThrow();
                    assertThat(again.headers().without(HeaderName.CONTENT_LENGTH))
                            .isEqualTo(message.headers().without(HeaderName.CONTENT_LENGTH));
                    assertThat(again.body()).isEqualTo(message.body());
                }
                case Reading.Malformed bad -> {
                    assertThat(bad.what()).isNotEmpty();
                    Response answer = bad.answer();
                    if (answer != null) {
                        assertThat(answer.headers().topVia().host()).isNotEmpty();
                        assertThat(new String(Writer.write(answer), StandardCharsets.ISO_8859_1))
                                .startsWith("SIP/2.0 " + bad.status() + " ");
                    }
                }
            }
        }
        assertThat(taken).isPositive().isLessThan(ROUNDS);
    }

    private static byte[] mutate(byte[] original, SplittableRandom random) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && bytes.length > 2; i++) {
            int at = random.nextInt(bytes.length);
            byte spice = (byte) SPICE.charAt(random.nextInt(SPICE.length()));
            bytes =
                    switch (random.nextInt(5)) {
                        case 0 -> set(bytes, at, spice);
                        case 1 -> set(bytes, at, (byte) random.nextInt());
                        case 2 -> join(Arrays.copyOf(bytes, at), new byte[] {spice}, bytes, at);
                        case 3 -> join(Arrays.copyOf(bytes, at), new byte[0], bytes, at + 1);
                        default -> {
                            int to = Math.min(bytes.length, at + 1 + random.nextInt(40));
                            byte[] part = Arrays.copyOfRange(bytes, at, to);
                            yield join(
                                    Arrays.copyOf(bytes, at),
                                    part,
                                    bytes,
                                    random.nextInt(bytes.length));
                        }
                    };
        }
        return bytes;
    }

    private static byte[] set(byte[] bytes, int at, byte value) {
        bytes[at] = value;
        return bytes;
    }

    private static byte[] join(byte[] head, byte[] middle, byte[] bytes, int tail) {
        byte[] joined = new byte[head.length + middle.length + bytes.length - tail];
        System.arraycopy(head, 0, joined, 0, head.length);
        System.arraycopy(middle, 0, joined, head.length, middle.length);
        System.arraycopy(bytes, tail, joined, head.length + middle.length, bytes.length - tail);
        return joined;
    }
}
