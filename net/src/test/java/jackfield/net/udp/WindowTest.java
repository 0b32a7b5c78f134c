package jackfield.net.udp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WindowTest {
    private static final long SECOND = 1_000_000_000;

    private final Window window = new Window(600_000, 2_500);
    private long now;

    private long at(int packetsPerSecond) {
        long until = now + SECOND / 2;
        for (long gap = SECOND / packetsPerSecond; now < until; now += gap) {
            window.turn(now, 1);
        }
        return window.width(0);
    }

    @Test
    void fewPacketsDoNotWait() {
        assertThat(window.width(0)).isZero();
        assertThat(at(500)).isZero();
        assertThat(at(2_400)).isZero();
    }

    @Test
    void manyWaitAsLongAsTheyMay() {
        assertThat(at(10_100)).isEqualTo(600_000);
        assertThat(at(50_000)).isEqualTo(600_000);
    }

    @Test
    void betweenTheWindowOpensWithTheRate() {
        assertThat(at(5_000)).isBetween(180_000L, 220_000L);
        assertThat(at(7_500)).isBetween(370_000L, 430_000L);
    }

    @Test
    void itShutsWhenTheLoadIsGone() {
        at(50_000);
        assertThat(at(1_000)).isZero();
    }

    @Test
    void aLongTurnTakesFromTheWindowWhatItHasOver() {
        at(50_000);
        assertThat(window.width(200_000)).isEqualTo(600_000);
        assertThat(window.width(300_000)).isEqualTo(500_000);
        assertThat(window.width(700_000)).isEqualTo(100_000);
        assertThat(window.width(5_000_000)).isZero();
    }

    @Test
    void aFixedOneIsAlwaysOpen() {
        Window fixed = new Window(500_000, 0);
        fixed.turn(SECOND, 1);
        assertThat(fixed.width(400_000)).isEqualTo(500_000);
    }
}
