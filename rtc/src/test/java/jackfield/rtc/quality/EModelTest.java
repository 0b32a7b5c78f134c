package jackfield.rtc.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EModelTest {
    /// G.107 annex B, table B.1: ratings and their scores.
    @ParameterizedTest
    @CsvSource({"90, 4.34", "80, 4.03", "70, 3.60", "60, 3.10", "50, 2.58", "93.2, 4.41"})
    void scoresAreThoseOfAnnexB(double rating, double mos) {
        assertThat(EModel.mos(rating)).isCloseTo(mos, within(0.01));
    }

    @Test
    void perfectIsTheDefaultOfTheModel() {
        assertThat(EModel.rating(CodecQuality.G711, 0, 1, 0)).isEqualTo(93.2);
        assertThat(EModel.rating(CodecQuality.G729, 0, 1, 100)).isEqualTo(82.2);
    }

    @Test
    void lossCostsByTheCodecsRobustness() {
        // 95 * 2 / (2 + 25.1)
        assertThat(EModel.rating(CodecQuality.G711, 2, 1, 0)).isCloseTo(93.2 - 7.01, within(0.01));
        assertThat(EModel.rating(CodecQuality.G729, 2, 1, 0))
                .isCloseTo(93.2 - 11 - 8.0, within(0.01));
        assertThat(EModel.rating(CodecQuality.G711, 2, 2, 0))
                .as("losses in a row cost more")
                .isLessThan(EModel.rating(CodecQuality.G711, 2, 1, 0));
    }

    @Test
    void delayCostsNothingUpToATenthOfASecondAndMuchAtHalfOne() {
        assertThat(EModel.delayImpairment(100)).isZero();
        assertThat(EModel.delayImpairment(150)).isLessThan(1);
        assertThat(EModel.delayImpairment(200)).isCloseTo(3.04, within(0.1));
        assertThat(EModel.delayImpairment(400)).isCloseTo(25, within(2.0));
    }

    @Test
    void everyScoreIsBetweenOneAndFourAndAHalfAndMoreLossIsNeverBetter() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 2_000; i++) {
            double loss = random.nextDouble(110) - 5;
            double delay = random.nextDouble(3_000);
            double burst = 1 + random.nextDouble(4);
            double score = EModel.mos(EModel.rating(CodecQuality.OPUS, loss, burst, delay));
            assertThat(score).isBetween(1.0, 4.5);
            double worse = EModel.mos(EModel.rating(CodecQuality.OPUS, loss + 5, burst, delay));
            assertThat(worse).isLessThanOrEqualTo(score + 0.01);
        }
    }

    @Test
    void aMeterRatesIntervalsAndRemembersTheWorst() {
        QualityMeter meter = new QualityMeter();
        long second = 1_000_000_000L;
        assertThat(meter.mos()).isEqualTo(Mos.UNKNOWN);
        assertThat(meter.isDue(0)).isTrue();
        meter.sample(CodecQuality.G711, 1, 1, 0, 0);
        assertThat(meter.isDue(4 * second)).isFalse();
        assertThat(meter.mos(CodecQuality.G711, 101, 101, 0).now()).isGreaterThan(4.3);

        meter.sample(CodecQuality.G711, 251, 251, 1_000, 5 * second);
        assertThat(meter.mos().now()).isGreaterThan(4.3);
        meter.sample(CodecQuality.G711, 501, 426, 1_000, 10 * second);
        assertThat(meter.mos().now()).as("30 % lost").isLessThan(2.5);
        meter.sample(CodecQuality.G711, 751, 676, 1_000, 15 * second);
        assertThat(meter.mos().now()).isGreaterThan(4.3);
        assertThat(meter.mos().lowest()).isLessThan(2.5);
        assertThat(meter.mos().average()).isBetween(3.3, 3.9);

        meter.sample(CodecQuality.G711, 760, 676, 1_000, 20 * second);
        assertThat(meter.mos().ratings()).as("too few packets say nothing").isEqualTo(3);
        meter.roundTrip(800_000_000L);
        meter.sample(CodecQuality.G711, 1_010, 926, 1_000, 25 * second);
        assertThat(meter.mos().now()).as("far away").isLessThan(3.5);
    }

    @Test
    void theCourseOfALongCallKeepsItsRoomAndItsExtremes() {
        long second = 1_000_000_000L;
        QualityMeter meter = new QualityMeter();
        assertThat(meter.course()).isEqualTo(MosCourse.NONE);
        for (int i = 0; i <= 100; i++) {
            int lost = i <= 40 ? 0 : 50;
            meter.sample(CodecQuality.G711, 250L * i + 1, 250L * i + 1 - lost, 0, 5 * i * second);
        }
        MosCourse course = meter.course();
        assertThat(course.intervalNs()).as("doubled twice").isEqualTo(20 * second);
        assertThat(course.points()).hasSize(25);
        assertThat(course.points().getLast().at()).isEqualTo(500 * second);
        assertThat(course.lowest()).isNotNull();
        assertThat(course.lowest().at()).as("20 % lost").isEqualTo(205 * second);
        assertThat(course.highest()).isNotNull();
        assertThat(course.highest().at()).isEqualTo(5 * second);
        assertThat(course.points().get(10).mos())
                .as("an average of four")
                .isBetween(course.lowest().mos(), course.highest().mos());
    }
}
