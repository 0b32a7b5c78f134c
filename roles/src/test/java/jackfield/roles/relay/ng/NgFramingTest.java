package jackfield.roles.relay.ng;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NgFramingTest {
    private final NgFraming framing = new NgFraming();
    private final List<String> messages = new ArrayList<>();

    private boolean take(String text) {
        return framing.receive(
                text.getBytes(StandardCharsets.ISO_8859_1),
                message -> messages.add(new String(message, StandardCharsets.ISO_8859_1)));
    }

    static LongStream seeds() {
        return LongStream.range(0, 30);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyPiecesMakeTheSameMessages(long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        String all = "1 d7:command4:pinge2 d1:ad1:bli1ei-2eeee\r\n3_4 de";
        int at = 0;
        while (at < all.length()) {
            int end = Math.min(all.length(), at + 1 + chance.nextInt(12));
            assertThat(take(all.substring(at, end))).isTrue();
            at = end;
        }
        assertThat(messages)
                .containsExactly("1 d7:command4:pinge", "2 d1:ad1:bli1ei-2eeee", "3_4 de");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 {\"command\":\"ping\"}", "1 x", "1 d5", "1 dx", "1 d1:ai5x"})
    void noBencodeEndsTheConnectionOrWaits(String text) {
        boolean waits = text.equals("1 d5");
        assertThat(take(text)).isEqualTo(waits);
        assertThat(messages).isEmpty();
    }

    @Test
    void garbageIsBounded() {
        assertThat(take("x".repeat(1_000))).isTrue();
        assertThat(take("x".repeat(100))).isFalse();
    }

    @Test
    void aMessageThatNeverEndsIsBounded() {
        assertThat(take("1 d1:a9000000:")).isTrue();
        String more = "x".repeat(500_000);
        assertThat(take(more)).isTrue();
        assertThat(take(more)).isTrue();
        assertThat(take(more)).isFalse();
    }

    /// However it is cut, each byte is looked at about once: a megabyte in single bytes would
    /// otherwise cost as much as a million messages.
    @Test
    void aLongMessageInSingleBytesIsReadOnce() {
        String value = "x".repeat(300_000);
        String entries = "1:ai5e".repeat(100_000);
        String all = "7 d1:b300000:" + value + entries + "e8 de";
        for (int i = 0; i < all.length(); i++) {
            assertThat(take(all.substring(i, i + 1))).isTrue();
        }
        assertThat(messages).containsExactly(all.substring(0, all.length() - 4), "8 de");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatEndsIsWhatIsRead(long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        byte[] whole = "d1:ad1:bli1ei-2ee2:xy0:e1:c3:abce".getBytes(StandardCharsets.ISO_8859_1);
        for (int round = 0; round < 500; round++) {
            byte[] bytes = whole.clone();
            bytes[chance.nextInt(bytes.length)] = (byte) chance.nextInt(32, 127);
            int end = new BencodeEnd(0).find(bytes, bytes.length);
            if (Bencode.read(bytes) instanceof Parsed.Ok) {
                assertThat(end).isEqualTo(bytes.length);
            } else if (end > 0) {
                assertThat(Bencode.read(Arrays.copyOf(bytes, end))).isNotNull();
            }
        }
    }
}
