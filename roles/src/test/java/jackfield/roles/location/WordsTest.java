package jackfield.roles.location;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
    private final Words words = new Words();

    @Test
    void aTextIsKeptOnceWhileSomebodyUsesIt() {
        int number = words.take("JsSIP 3.13.8");
        assertThat(words.take("JsSIP 3.13.8")).isEqualTo(number);
        words.release(number);
        assertThat(words.text(number)).isEqualTo("JsSIP 3.13.8");
        words.release(number);
        assertThat(words.size()).isZero();
    }

    @Test
    void whatAStrangerMakesUpFindsNoRoomAndTakesNone() {
        assertThat(words.take("x".repeat(1000))).isEqualTo(Words.NONE);
        for (int i = 0; i < 1024; i++) {
            assertThat(words.take("agent " + i)).isNotEqualTo(Words.NONE);
        }
        assertThat(words.take("one more")).isEqualTo(Words.NONE);
        int first = words.take("agent 0");
        words.release(first);
        words.release(first);
        assertThat(words.take("one more")).isNotEqualTo(Words.NONE);
        assertThat(words.size()).isEqualTo(1024);
    }
}
