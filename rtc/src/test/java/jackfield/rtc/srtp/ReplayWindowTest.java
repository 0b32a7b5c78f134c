package jackfield.rtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayWindowTest {
    @Test
    void asksForMoreThanTheRfc() {
        assertThat(ReplayWindow.REMEMBERED).isGreaterThanOrEqualTo(64);
    }

    @Test
    void askingDoesNotCommit() {
        var window = new ReplayWindow();
        assertThat(window.isNew(7)).isTrue();
        assertThat(window.isNew(7)).isTrue();
        window.commit(7);
        assertThat(window.isNew(7)).isFalse();
        assertThat(window.isNew(6)).isTrue();
        assertThat(window.isNew(-1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithASetOfWhatWasSeen(long seed) {
        var random = new SplittableRandom(seed);
        var window = new ReplayWindow();
        var seen = new HashSet<Long>();
        long highest = random.nextInt(100_000);
        window.commit(highest);
        seen.add(highest);
        for (int i = 0; i < 20_000; i++) {
            long index = highest + random.nextInt(-1200, random.nextInt(20) == 0 ? 3000 : 5);
            boolean expected =
                    index >= 0
                            && index >= highest - ReplayWindow.REMEMBERED
                            && !seen.contains(index);
            assertThat(window.isNew(index))
                    .as("%d of %d, seed %d", index, highest, seed)
                    .isEqualTo(expected);
            if (expected && random.nextBoolean()) {
                window.commit(index);
                seen.add(index);
                highest = Math.max(highest, index);
            }
        }
    }
}
