package jackfield.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private enum Timer {
        A,
        B
    }

    private final Deadlines<Timer> timers = new Deadlines<>(Timer.class);

    @Test
    void dueTimersComeInTheOrderOfTheirDeadlines() {
        timers.set(Timer.A, 20);
        timers.set(Timer.B, 10);
        assertThat(timers.earliest()).isEqualTo(10);
        assertThat(timers.take(9)).isNull();
        assertThat(timers.take(20)).isEqualTo(Timer.B);
        assertThat(timers.take(20)).isEqualTo(Timer.A);
        assertThat(timers.take(20)).isNull();
        assertThat(timers.earliest()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void aStoppedTimerDoesNotFire() {
        timers.set(Timer.A, 1);
        timers.stop(Timer.A);
        assertThat(timers.take(5)).isNull();
        assertThat(timers.isSet(Timer.A)).isFalse();
    }
}
