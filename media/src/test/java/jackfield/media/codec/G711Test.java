package jackfield.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class G711Test {
    @ParameterizedTest
    @EnumSource
    void everyCodeReadsBackAsItself(G711 law) {
        for (int code = 0; code < 256; code++) {
            short sample = law.sample((byte) code);
            // Mu-law has two zeros.
            byte again = law.code(sample);
            assertThat(law.sample(again)).isEqualTo(sample);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noSampleIsFartherFromItsCodeThanHalfAStep(G711 law) {
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            int back = law.sample(law.code((short) sample));
            int step = Math.max(16, Math.abs(sample) / 16);
            assertThat(Math.abs(back - sample)).as("sample %d", sample).isLessThanOrEqualTo(step);
        }
    }

    @Test
    void muLawHasTheValuesOfTheRecommendation() {
        assertThat(G711.MU_LAW.sample((byte) 0xff)).isEqualTo((short) 0);
        assertThat(G711.MU_LAW.sample((byte) 0x80)).isEqualTo((short) 32124);
        assertThat(G711.MU_LAW.sample((byte) 0x00)).isEqualTo((short) -32124);
        assertThat(G711.MU_LAW.sample((byte) 0xf0)).isEqualTo((short) 120);
        assertThat(G711.MU_LAW.code((short) 0)).isEqualTo((byte) 0xff);
    }

    @Test
    void aLawHasTheValuesOfTheRecommendation() {
        assertThat(G711.A_LAW.sample((byte) 0xd5)).isEqualTo((short) 8);
        assertThat(G711.A_LAW.sample((byte) 0x55)).isEqualTo((short) -8);
        assertThat(G711.A_LAW.sample((byte) 0xaa)).isEqualTo((short) 32256);
        assertThat(G711.A_LAW.sample((byte) 0x2a)).isEqualTo((short) -32256);
        assertThat(G711.A_LAW.code((short) 0)).isEqualTo((byte) 0xd5);
    }
}
