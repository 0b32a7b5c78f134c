package jackfield.rtc.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceptionStatisticsTest {
    private static final long MILLI = 1_000_000L;

    private final ReceptionStatistics stats = new ReceptionStatistics();

    @Test
    void nothingHeardIsNothingLost() {
        assertThat(stats.expected()).isZero();
        assertThat(stats.lost()).isZero();
        assertThat(stats.fractionLost()).isZero();
        assertThat(stats.jitterMicros()).isZero();
    }

    @Test
    void countsLossOverTheWrap() {
        for (int i = 0; i < 200; i++) {
            if (i % 4 != 1) {
                hear(1, 65_500 + i & 0xffff, i);
            }
        }
        assertThat(stats.expected()).isEqualTo(200);
        assertThat(stats.lost()).isEqualTo(50);
        assertThat(stats.fractionLost()).isEqualTo(64);
        assertThat(stats.fractionLost()).as("since the question before").isZero();
        assertThat(stats.extendedHighest()).isEqualTo(0x2_0000L + 65_500 + 199 - 65_536);
    }

    @Test
    void lateAndDoublePacketsCountAsTheRfcCountsThem() {
        hear(1, 10, 0);
        hear(1, 13, 3);
        hear(1, 11, 3);
        assertThat(stats.lost()).isEqualTo(1);
        hear(1, 12, 4);
        hear(1, 12, 4);
        assertThat(stats.lost()).isEqualTo(-1);
        hear(1, 9, 4);
        assertThat(stats.expected()).as("the first one was late itself").isEqualTo(5);
    }

    @Test
    void aNewSourceBeginsASeriesAndKeepsTheTotals() {
        hear(1, 10, 0);
        hear(1, 12, 2);
        hear(2, 40_000, 3);
        hear(2, 40_001, 4);
        assertThat(stats.ssrc()).isEqualTo(2);
        assertThat(stats.expected()).isEqualTo(5);
        assertThat(stats.received()).isEqualTo(4);
        assertThat(stats.lost()).isEqualTo(1);
    }

    @Test
    void aRestartedSenderIsFollowedAndAStrayIsNot() {
        hear(1, 10, 0);
        hear(1, 30_000, 1);
        assertThat(stats.received()).as("one stray").isEqualTo(1);
        hear(1, 11, 2);
        hear(1, 50_000, 3);
        hear(1, 50_001, 4);
        hear(1, 50_002, 5);
        assertThat(stats.lost()).isZero();
        assertThat(stats.extendedHighest() & 0xffff).isEqualTo(50_002);
    }

    @Test
    void jitterIsTheRunningMeanOfAppendixA8() {
        for (int i = 0; i < 500; i++) {
            long late = i % 2 == 0 ? 0 : 5 * MILLI;
            stats.received(1, i, i * 160, 8000, i * 20 * MILLI + late);
        }
        assertThat(stats.jitterMicros()).isBetween(4_500L, 5_100L);
    }

    @Test
    void aSteadyStreamHasNoJitterAlsoWhereTheTimestampWraps() {
        for (int i = 0; i < 500; i++) {
            stats.received(1, i, -20_000 + i * 960, 48_000, i * 20 * MILLI);
        }
        assertThat(stats.jitter()).isZero();
    }

    private void hear(int ssrc, int sequence, int step) {
        stats.received(ssrc, sequence, step * 160, 8000, step * 20 * MILLI);
    }
}
