package jackfield.net.udp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchWindowTest {
    private static long windowAt(long packetsPerSecond) {
        BatchWindow window = new BatchWindow(UdpOptions.ADAPTIVE);
        for (long ms = 1; ms <= 40; ms++) {
            window.turn(ms * 1_000_000, (int) (packetsPerSecond / 1000));
        }
        return window.ns();
    }

    @Test
    void aQuietLineDoesNotWaitAndABusyOneWaitsAMillisecond() {
        assertThat(windowAt(0)).isZero();
        assertThat(windowAt(7_000)).isZero();
        assertThat(windowAt(10_000)).isBetween(300_000L, 700_000L);
        assertThat(windowAt(20_000)).isEqualTo(BatchWindow.LONGEST);
        assertThat(windowAt(200_000)).isEqualTo(BatchWindow.LONGEST);
    }

    @Test
    void afterTheLoadTheWindowCloses() {
        BatchWindow window = new BatchWindow(UdpOptions.ADAPTIVE);
        window.turn(20_000_000, 2_000);
        assertThat(window.ns()).isEqualTo(BatchWindow.LONGEST);
        window.turn(40_000_000, 1);
        assertThat(window.ns()).isZero();
    }

    @Test
    void aFixedWindowStays() {
        BatchWindow window = new BatchWindow(250_000);
        window.turn(20_000_000, 2_000);
        assertThat(window.ns()).isEqualTo(250_000);
    }
}
