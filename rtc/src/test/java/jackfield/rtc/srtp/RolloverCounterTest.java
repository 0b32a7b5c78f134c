package jackfield.rtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RolloverCounterTest {
    @Test
    void guessesLikeAppendixA() {
        assertThat(RolloverCounter.index(-1, 65_530)).isEqualTo(65_530);
        assertThat(RolloverCounter.index(65_530, 3)).isEqualTo(0x1_0003);
        assertThat(RolloverCounter.index(0x1_0003, 65_531)).isEqualTo(65_531);
        assertThat(RolloverCounter.index(0x1_0003, 32_771)).isEqualTo(0x1_8003);
        assertThat(RolloverCounter.index(0x1_0003, 32_772)).isEqualTo(0x8004);
        assertThat(RolloverCounter.index(5, 65_535)).isNegative();
    }

    @Test
    void followsASenderOverManyCyclesWithLossAndReordering() {
        var random = new SplittableRandom(42);
        long highest = -1;
        for (long index = 60_000; index < 1_000_000; index += 1 + random.nextInt(3000)) {
            long sent = index - random.nextInt(500);
            long guessed = RolloverCounter.index(highest, (int) sent & 0xffff);
            assertThat(guessed).isEqualTo(sent);
            highest = Math.max(highest, guessed);
        }
    }
}
