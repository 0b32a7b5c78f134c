package jackfield.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BusinessTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void whatWasNotWaitedWasWork() {
        long[] idle = {0};
        List<Double> told = new ArrayList<>();
        Business business = new Business(() -> idle[0], told::add, 5);
        assertThat(business.deadline()).isEqualTo(SECOND + 5);
        idle[0] = SECOND / 4;
        business.wake(SECOND + 5);
        idle[0] += 2 * SECOND; // asked late, for the loop slept
        business.wake(3 * SECOND + 5);
        business.wake(5 * SECOND + 5);
        assertThat(told.get(0)).isCloseTo(0.75, within(1e-9));
        assertThat(told.get(1)).isCloseTo(0, within(1e-9));
        assertThat(told.get(2)).isCloseTo(1, within(1e-9));
        assertThat(business.deadline()).isEqualTo(6 * SECOND + 5);
    }
}
