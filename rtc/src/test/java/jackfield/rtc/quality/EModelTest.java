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

    /// G.107 section 7.4 with the values of G.113 appendix I: G.711 bears random loss with a Bpl of
    /// 4.3, and of 25.1 with concealment. The ratings are calculated by hand: 95 Ppl / (Ppl + Bpl).
    @ParameterizedTest
    @CsvSource({
        "25.1, 0, 93.20, 4.41",
        "25.1, 1, 89.56, 4.33",
        "25.1, 2, 86.19, 4.24",
        "25.1, 5, 77.42, 3.92",
        "4.3, 1, 75.28, 3.83",
        "4.3, 2, 63.04, 3.26",
        "4.3, 5, 42.13, 2.17",
    })
    void g711WithLossIsRatedAsInTheRecommendations(
            double robustness, double loss, double rating, double mos) {
        CodecQuality codec = new CodecQuality(0, robustness);
        assertThat(EModel.rating(codec, loss, 1, 0)).isCloseTo(rating, within(0.01));
        assertThat(EModel.mos(rating)).isCloseTo(mos, within(0.01));
    }

    /// G.107 section 7.4, with the usual sensitivity to delay (sT 1, mT 100 ms): Idd alone, for who
    /// hears no echo. Ie and Bpl are those of G.113 appendix I.
    @ParameterizedTest
    @CsvSource({
        "G711, 0, 150, 93.04",
        "G711, 0, 400, 69.13",
        "G711, 2, 150, 86.03",
        "G711, 1, 400, 65.49",
        "G729, 0, 150, 82.04",
        "G729, 0, 400, 58.13",
        "AMR, 1, 0, 80.02",
        "G723, 1, 0, 73.52",
    })
    void delayAndCodecsAddUp(String name, double loss, double delayMs, double rating) {
        CodecQuality codec =
                switch (name) {
                    case "G711" -> CodecQuality.of("PCMU");
                    case "AMR" -> CodecQuality.of("GSM-EFR");
                    default -> CodecQuality.of(name);
                };
        assertThat(EModel.rating(codec, loss, 1, delayMs)).isCloseTo(rating, within(0.01));
    }

    /// No recommendation has narrow-band values of these: the estimates are bounded by what is
    /// known. Without loss neither costs anything that a narrow-band ear would miss; G.722 bears
    /// loss as the codecs with a simple concealment do, Opus with its in-band correction better.
    @Test
    void estimatesAreWhereTheyAreSaidToBe() {
        assertThat(CodecQuality.G722).isEqualTo(new CodecQuality(0, 20));
        assertThat(CodecQuality.OPUS).isEqualTo(new CodecQuality(0, 30));
        assertThat(EModel.rating(CodecQuality.of("G722"), 2, 1, 0)).isCloseTo(84.56, within(0.01));
        assertThat(EModel.rating(CodecQuality.of("opus"), 2, 1, 0)).isCloseTo(87.26, within(0.01));
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
        for (int i = 0; i <= 401; i++) {
            int lost = i <= 160 ? 0 : 50;
            meter.sample(CodecQuality.G711, 250L * i + 1, 250L * i + 1 - lost, 0, 5 * i * second);
        }
        MosCourse course = meter.course();
        assertThat(course.intervalNs()).as("doubled twice").isEqualTo(20 * second);
        assertThat(course.points()).hasSize(101).hasSize(course.size());
        assertThat(course.points().getLast().at()).isEqualTo(2005 * second);
        assertThat(course.lowest()).isNotNull();
        assertThat(course.lowest().at()).as("20 % lost").isEqualTo(805 * second);
        assertThat(course.highest()).isNotNull();
        assertThat(course.highest().at()).isEqualTo(5 * second);
        assertThat(course.points().get(40).mos())
                .as("an average of four")
                .isBetween(course.lowest().mos(), course.highest().mos());
        assertThat(course.points().get(40).lossPercent()).isCloseTo(5, within(0.01));
    }

    @Test
    void aCourseIsToldInFewerPointsOfTheSameCall() {
        long second = 1_000_000_000L;
        QualityMeter meter = new QualityMeter();
        for (int i = 0; i <= 37; i++) {
            meter.sample(CodecQuality.G711, 250L * i + 1, 250L * i + 1, 8_000, 5 * i * second);
        }
        MosCourse course = meter.course();
        MosCourse less = course.atMost(32);

        assertThat(course.size()).isEqualTo(37);
        assertThat(less.size()).isEqualTo(19);
        assertThat(less.intervalNs()).isEqualTo(10 * second);
        assertThat(less.points().getFirst().at()).isEqualTo(10 * second);
        assertThat(less.points().getLast()).isEqualTo(course.points().getLast());
        assertThat(less.points()).allMatch(point -> point.jitterMicros() == 8_000);
        assertThat(course.atMost(64)).isSameAs(course);
    }

    @Test
    void whatThePeerReportsHasACourseToo() {
        QualityMeter meter = new QualityMeter();
        meter.roundTrip(40_000_000L);
        meter.reported(CodecQuality.G711, 2.5, 12_000, 7_000_000_000L);

        assertThat(meter.course().points())
                .singleElement()
                .satisfies(point -> {
                    assertThat(point.at()).isEqualTo(7_000_000_000L);
                    assertThat(point.lossPercent()).isEqualTo(2.5);
                    assertThat(point.jitterMicros()).isEqualTo(12_000);
                    assertThat(point.roundTripNs()).isEqualTo(40_000_000L);
                });
    }
}
