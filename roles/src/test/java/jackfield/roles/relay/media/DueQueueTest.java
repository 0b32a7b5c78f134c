package jackfield.roles.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Deadlines;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DueQueueTest {
    private static final class Counted extends DueQueue.Item {
        int woken;

        @Override
        void wake(long now) {
            woken++;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void alwaysKnowsTheEarliest(long seed) {
        var random = new SplittableRandom(seed);
        var queue = new DueQueue();
        var items = IntStream.range(0, 100).mapToObj(i -> new Counted()).toArray(Counted[]::new);
        long[] due = new long[items.length];
        java.util.Arrays.fill(due, Deadlines.NEVER);
        for (int i = 0; i < 20_000; i++) {
            int which = random.nextInt(items.length);
            if (random.nextInt(4) == 0) {
                var taken = queue.take(500);
                if (taken != null) {
                    int at = java.util.Arrays.asList(items).indexOf(taken);
                    assertThat(due[at]).isEqualTo(java.util.Arrays.stream(due).min().orElseThrow());
                    due[at] = Deadlines.NEVER;
                }
            } else {
                due[which] = random.nextInt(3) == 0 ? Deadlines.NEVER : random.nextInt(1000);
                queue.set(items[which], due[which]);
            }
            assertThat(queue.earliest())
                    .isEqualTo(java.util.Arrays.stream(due).min().orElseThrow());
        }
    }
}
