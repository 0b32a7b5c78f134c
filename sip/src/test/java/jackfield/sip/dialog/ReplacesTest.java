package jackfield.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Parsed;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplacesTest {
    @Test
    void itNamesADialogAsItsOwnerSeesIt() {
        Replaces replaces =
                Replaces.parse("98732@sip.example.com ;from-tag=r33th4x0r; to-tag=ff87ff")
                        .orThrow();

        assertThat(replaces.dialog())
                .isEqualTo(new DialogId("98732@sip.example.com", "ff87ff", "r33th4x0r"));
        assertThat(Replaces.parse(replaces.toString())).isEqualTo(new Parsed.Ok<>(replaces));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "x;to-tag=a",
                "x;from-tag=a",
                ";to-tag=a;from-tag=b",
                "x;to-tag=a;to-tag=b;from-tag=c",
                "x;to-tag;from-tag=b"
            })
    void withoutBothTagsItNamesNothing(String text) {
        assertThat(Replaces.parse(text)).isInstanceOf(Parsed.Bad.class);
    }

    @ParameterizedTest(name = "{0}, early only {1}: {2}")
    @CsvSource({
        "NOTHING, false, 481",
        "EARLY_THEIRS, false, 481",
        "EARLY_OURS, false, 200",
        "EARLY_OURS, true, 200",
        "CONFIRMED, false, 200",
        "CONFIRMED, true, 486",
        "TERMINATED, false, 603"
    })
    void whatItIsAnsweredWith(Replaces.Found found, boolean earlyOnly, int status) {
        assertThat(new Replaces("c", "a", "b", earlyOnly).judge(found)).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nothingAStrangerWritesThrows(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String alphabet = "abc;=- \t\"@to-tagfrom-tagearly-only";
        for (int i = 0; i < 5000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(Replaces.parse(text.toString())).isNotNull();
            assertThat(SessionExpires.parse(text.toString())).isNotNull();
            assertThat(RAck.parse(text.toString())).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void afterAGlareBothSidesTryAgainAtDifferentTimes(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 1000; i++) {
            assertThat(OfferState.retryAfter(true, random))
                    .isBetween(2_100_000_000L, 4_000_000_000L);
            assertThat(OfferState.retryAfter(false, random)).isBetween(0L, 2_000_000_000L);
        }
    }

    @Test
    void oneOfferAtATime() {
        OfferState state = new OfferState();
        assertThat(state.receivedOffer()).isZero();
        assertThat(state.mayOffer()).isFalse();
        assertThat(state.receivedOffer()).as("a second one before our answer").isEqualTo(500);
        state.settled();
        state.offered();
        assertThat(state.receivedOffer()).as("glare").isEqualTo(491);
    }
}
