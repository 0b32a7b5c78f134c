package jackfield.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineQueueTest {
    private static final class Machine extends DeadlineQueue.Entry {}

    private final DeadlineQueue<Machine> queue = new DeadlineQueue<>();

    @Test
    void anEmptyQueueNeverWakesAnyone() {
        assertThat(queue.earliest()).isEqualTo(Deadlines.NEVER);
        assertThat(queue.take(Long.MAX_VALUE - 1)).isNull();
    }

    @Test
    void entriesComeInTheOrderOfTheirDeadlines() {
        Machine late = new Machine();
        Machine early = new Machine();
        queue.set(late, 20);
        queue.set(early, 10);
        assertThat(queue.earliest()).isEqualTo(10);
        assertThat(queue.take(9)).isNull();
        assertThat(queue.take(20)).isSameAs(early);
        assertThat(queue.take(20)).isSameAs(late);
        assertThat(queue.size()).isZero();
    }

    @Test
    void aDeadlineMovesBothWaysAndStops() {
        Machine first = new Machine();
        Machine second = new Machine();
        queue.set(first, 10);
        queue.set(second, 20);
        queue.set(first, 30);
        assertThat(queue.earliest()).isEqualTo(20);
        queue.set(first, 5);
        assertThat(queue.earliest()).isEqualTo(5);
        queue.set(first, Deadlines.NEVER);
        queue.remove(first);
        assertThat(queue.earliest()).isEqualTo(20);
        assertThat(queue.size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverIsDoneItAgreesWithAMap(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Machine> machines = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            machines.add(new Machine());
        }
        Map<Machine, Long> model = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            Machine machine = machines.get(random.nextInt(machines.size()));
            switch (random.nextInt(4)) {
                case 0 -> {
                    queue.remove(machine);
                    model.remove(machine);
                }
                case 1 -> {
                    Machine taken = queue.take(random.nextLong(1000));
                    if (taken != null) {
                        long due = model.remove(taken);
                        assertThat(model.values()).allMatch(other -> other >= due);
                    }
                }
                default -> {
                    long due = random.nextLong(1000);
                    queue.set(machine, due);
                    model.put(machine, due);
                }
            }
            assertThat(queue.size()).isEqualTo(model.size());
            assertThat(queue.earliest())
                    .isEqualTo(model.values().stream().min(Long::compare).orElse(Deadlines.NEVER));
        }
    }
}
