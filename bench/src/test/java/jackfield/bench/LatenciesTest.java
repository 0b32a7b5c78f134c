package jackfield.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    @Test
    void aPercentileIsWhatSoManyPacketsDidNotExceed() {
        for (int us = 1; us <= 1000; us++) {
            latencies.add(us * 1000L);
        }
        assertThat(latencies.percentileMs(0.5)).isEqualTo(0.5);
        assertThat(latencies.percentileMs(0.99)).isEqualTo(0.99);
        assertThat(latencies.longestMs()).isEqualTo(1.0);
    }

    @Test
    void oneLongWaitShowsInTheMaximumAndNotInThePercentile() {
        for (int i = 0; i < 999; i++) {
            latencies.add(200_000);
        }
        latencies.add(3_000_000_000L);
        assertThat(latencies.percentileMs(0.99)).isEqualTo(0.2);
        assertThat(latencies.longestMs()).isEqualTo(3000.0);
    }

    @Test
    void withoutPacketsThereIsNothingToTell() {
        assertThat(latencies.percentileMs(0.5)).isZero();
        assertThat(latencies.longestMs()).isZero();
    }
}
