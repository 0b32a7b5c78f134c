package jackfield.media.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EffortTest {
    private final Effort effort = new Effort();

    private void seconds(int count, double share) {
        for (int i = 0; i < count; i++) {
            effort.busy(share);
        }
    }

    @Test
    void encodersTakeWhatTheyWantWhileThereIsTime() {
        seconds(100, 0.6);
        assertThat(effort.complexity(5)).isEqualTo(5);
        assertThat(effort.complexity(10)).isEqualTo(10);
    }

    @Test
    void aBusyThreadSavesStepByStep() {
        seconds(2, 0.75);
        assertThat(effort.complexity(5)).isEqualTo(2);
        seconds(1, 0.75);
        assertThat(effort.complexity(5)).isZero();
        seconds(5, 0.75);
        assertThat(effort.complexity(5)).isZero();
    }

    @Test
    void oneThatIsLateSavesAllAtOnce() {
        seconds(1, 0.97);
        assertThat(effort.complexity(5)).isZero();
    }

    @Test
    void itComesBackWhenItHasBeenCalmForAWhile() {
        seconds(1, 0.97);
        seconds(Effort.CALM_SECONDS - 1, 0.3);
        seconds(1, 0.5);
        seconds(Effort.CALM_SECONDS - 1, 0.3);
        assertThat(effort.complexity(5)).isZero();
        seconds(1, 0.3);
        assertThat(effort.complexity(5)).isEqualTo(2);
        seconds(2 * Effort.CALM_SECONDS, 0.3);
        assertThat(effort.complexity(10)).isEqualTo(10);
        seconds(100, 0);
        assertThat(effort.complexity(10)).isEqualTo(10);
    }

    @Test
    void nobodyIsAskedForMoreThanWanted() {
        assertThat(effort.complexity(0)).isZero();
        assertThat(effort.complexity(3)).isEqualTo(3);
    }
}
