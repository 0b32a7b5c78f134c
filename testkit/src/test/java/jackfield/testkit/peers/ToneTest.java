package jackfield.testkit.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToneTest {
    @Test
    void aWrittenToneIsFoundByItsFrequencyAndNoOther(@TempDir Path folder) {
        Path wav = Tone.write(folder.resolve("tone.wav"), 600, 2);
        assertThat(Tone.share(wav, 600, 1)).isGreaterThan(0.95);
        assertThat(Tone.share(wav, 1100, 1)).isLessThan(0.05);
    }

    @Test
    void silenceAndNoiseHoldNoTone() {
        Random random = new Random(1);
        double[] noise = random.doubles(8000, -0.5, 0.5).toArray();
        assertThat(Tone.share(new double[8000], 8000, 600)).isZero();
        assertThat(Tone.share(noise, 8000, 600)).isLessThan(0.2);
    }
}
