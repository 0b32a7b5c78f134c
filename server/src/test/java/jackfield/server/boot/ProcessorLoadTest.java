package jackfield.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProcessorLoadTest {
    private final AtomicLong now = new AtomicLong(-5);
    private final AtomicLong looks = new AtomicLong();
    private final ProcessorLoad load =
            new ProcessorLoad(() -> looks.incrementAndGet() / 10.0, now::get);

    /// Asked again at once the JDK would tell of the time between the two questions only.
    @Test
    void whoAsksRightAfterAnotherIsToldTheSame() {
        assertThat(load.getAsDouble()).isEqualTo(0.1);
        assertThat(load.getAsDouble()).isEqualTo(0.1);
        now.addAndGet(Duration.ofMillis(1_999).toNanos());
        assertThat(load.getAsDouble()).isEqualTo(0.1);
    }

    @Test
    void twoSecondsLaterItIsLookedAtAgain() {
        load.getAsDouble();
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(load.getAsDouble()).isEqualTo(0.2);
        assertThat(looks).hasValue(2);
    }
}
